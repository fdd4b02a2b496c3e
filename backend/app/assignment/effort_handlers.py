"""Reactions to tickets that were solved or judged anew: what they teach about effort and pace."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import effort_learning
from app.core.events import Recorded
from app.tickets.events import ClassificationCorrected, TicketSolved


def _tickets(batch: Sequence[Recorded[TicketSolved | ClassificationCorrected]]) -> set[UUID]:
    return {item.event.ticket_id for item in batch if item.event.ticket_id is not None}


async def learn_from_solved(session: AsyncSession, batch: Sequence[Recorded[TicketSolved]]) -> None:
    """Learn how much work a kind of ticket is, and how fast its technician works."""
    await effort_learning.learn(session, _tickets(batch))


async def expect_corrected_anew(
    session: AsyncSession, batch: Sequence[Recorded[ClassificationCorrected]]
) -> None:
    """Another category or priority is another amount of work."""
    await effort_learning.reestimate(session, _tickets(batch))
