"""Reactions of the people domain."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars.events import CalendarChanged
from app.core.events import Recorded
from app.people import shifts


async def follow_changed_calendar(
    session: AsyncSession, batch: Sequence[Recorded[CalendarChanged]]
) -> None:
    """Give those who work by a changed calendar their new working time."""
    await shifts.follow_calendars(session, {item.event.calendar_id for item in batch})
