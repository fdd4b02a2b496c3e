"""One open page's side of the hub: a bounded queue that never makes anybody else wait."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

QUEUE_LENGTH = 256


class Signal(StrEnum):
    """Names of the events on the stream that carry no update."""

    HELLO = "hello"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Item:
    """One event for the page: `id` lets a page that reconnects say where it was."""

    id: str
    name: str
    data: str


class Stream:
    """Items on their way to one page."""

    def __init__(self, user_id: UUID, *, is_staff: bool) -> None:
        self.user_id = user_id
        self.is_staff = is_staff
        self._items: asyncio.Queue[Item | None] = asyncio.Queue()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the stream ends once its items are read."""
        return self._is_closed

    def put(self, item: Item, *, gap: Item) -> None:
        """Queue an item; a page that reads too slowly gets `gap` in place of all that waits."""
        if self._is_closed:
            return
        if self._items.qsize() >= QUEUE_LENGTH:
            self._clear()
            item = gap
        self._items.put_nowait(item)

    def replace(self, item: Item) -> None:
        """Queue an item in place of all that waits."""
        if not self._is_closed:
            self._clear()
            self._items.put_nowait(item)

    def close(self) -> None:
        """End the stream at once; what waits is dropped, the page fetches it after reconnecting."""
        if not self._is_closed:
            self._clear()
            self._is_closed = True
            self._items.put_nowait(None)

    async def items(self) -> AsyncIterator[Item]:
        """What arrives, until the stream is closed."""
        while (item := await self._items.get()) is not None:
            yield item

    def _clear(self) -> None:
        while not self._items.empty():
            self._items.get_nowait()
