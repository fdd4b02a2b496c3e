"""Reactions of the feedback domain: whoever hands out tickets learns how people are rated."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import standing
from app.core.events import Recorded
from app.feedback import repository
from app.feedback.events import TicketRated


async def tell_how_people_are_rated(
    session: AsyncSession, batch: Sequence[Recorded[TicketRated]]
) -> None:
    """Count the newest ratings of the rated technicians anew."""
    rated = {item.event.technician_id for item in batch if item.event.technician_id is not None}
    await standing.keep_ratings(
        session, await repository.newest_of(session, rated, limit=standing.RATINGS)
    )
