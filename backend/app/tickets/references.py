"""Short ticket numbers, taken from blocks that a process reserves; gaps are fine."""

import asyncio

from app.core.db import Database
from app.tickets import repository

BLOCK = 100


class References:
    """Hands out numbers of one process.

    A block is reserved in a short transaction of its own: numbers taken inside the ticket's
    transaction would make every ticket of the product wait for one row.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = 0
        self._end = 0
        self._lock = asyncio.Lock()

    async def take(self, count: int) -> list[int]:
        """Take `count` numbers; call it outside any writing transaction."""
        async with self._lock:
            numbers: list[int] = []
            while len(numbers) < count:
                if self._next == self._end:
                    size = max(BLOCK, count - len(numbers))
                    async with self._database.write() as session:
                        self._next = await repository.reserve_numbers(session, size)
                    self._end = self._next + size
                taken = min(count - len(numbers), self._end - self._next)
                numbers.extend(range(self._next, self._next + taken))
                self._next += taken
            return numbers
