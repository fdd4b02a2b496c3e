"""What a ticket that is being scored is expected to take, for triage."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import effort_repository as repository
from app.assignment.effort_books import Books, Case
from app.core import clock
from app.triage.ports import EffortCase

# What a single solved ticket teaches moves an estimate by little.
FRESH = timedelta(minutes=1)


class Estimator:
    """Reads what was learned at most once a minute, and keeps it for the worker it lives in."""

    def __init__(self) -> None:
        self._books = Books()
        self._read_at: datetime | None = None

    async def __call__(
        self, session: AsyncSession, similar: Collection[UUID]
    ) -> Callable[[EffortCase], float]:
        """What gives the standard minutes of tickets of which the solved ones in `similar` are like."""
        books = await self._fresh(session)
        known = await repository.standard_minutes_of(session, similar)

        def expected(case: EffortCase) -> float:
            alike = tuple(known[one] for one in case.similar if one in known)
            return round(
                books.expected(Case(case.category, case.priority, case.characters, alike)), 1
            )

        return expected

    async def _fresh(self, session: AsyncSession) -> Books:
        now = clock.now()
        if self._read_at is None or not timedelta() <= now - self._read_at < FRESH:
            books = Books()
            books.restore(await repository.all_cells(session), ())
            self._books, self._read_at = books, now
        return self._books
