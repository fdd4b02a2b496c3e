"""Cursor pagination, the only kind: a page begins after the last row of the one before it."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from app.core.errors import Invalid

Row = TypeVar("Row")
Item = TypeVar("Item")

DEFAULT_LIMIT = 25
MAX_LIMIT = 100


class Page(BaseModel, Generic[Item]):
    """Some rows and, when there are more, the cursor of the next page."""

    items: list[Item]
    next_cursor: str | None


class CursorInvalid(Invalid):
    """The cursor was not made by this list."""

    code = "cursor_invalid"

    def __init__(self) -> None:
        super().__init__("The cursor is not one that this list gave out; start again without it.")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Where a page begins and how long it may be."""

    cursor: str | None
    limit: int

    def after(self, count: int) -> list[Any] | None:
        """The `count` values of the last row seen, or `None` on the first page.

        Raises:
            CursorInvalid: the cursor is not one of ours or belongs to another sort order.
        """
        if self.cursor is None:
            return None
        try:
            values = json.loads(base64.urlsafe_b64decode(self.cursor.encode() + b"=="))
        except (ValueError, RecursionError) as error:
            raise CursorInvalid from error
        if not isinstance(values, list) or len(values) != count:
            raise CursorInvalid
        return values

    def after_id(self) -> UUID | None:
        """Id of the last row seen, in lists that are sorted by id alone.

        Raises:
            CursorInvalid: the cursor is not one of ours.
        """
        values = self.after(1)
        if values is None:
            return None
        try:
            return UUID(values[0])
        except (ValueError, TypeError, AttributeError) as error:
            raise CursorInvalid from error


async def _page_request(
    cursor: Annotated[str | None, Query(max_length=500, description="From `next_cursor`.")] = None,
    limit: Annotated[
        int, Query(ge=1, le=MAX_LIMIT, description="Most rows wanted.")
    ] = DEFAULT_LIMIT,
) -> PageRequest:
    return PageRequest(cursor, limit)


PageParams = Annotated[PageRequest, Depends(_page_request)]


def encode_cursor(*values: object) -> str:
    """Make a cursor from the sort values of a row (strings, numbers, ids or times)."""
    plain = [
        value if isinstance(value, int | float) or value is None else str(value) for value in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).rstrip(b"=").decode()


def page_of(
    rows: Sequence[Row],
    limit: int,
    *,
    shape: Callable[[Row], Item],
    key: Callable[[Row], Sequence[object]],
) -> Page[Item]:
    """Shape `limit + 1` fetched rows into a page; the extra row only tells that there is a next one."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[shape(row) for row in shown],
        next_cursor=encode_cursor(*key(shown[-1])) if more else None,
    )
