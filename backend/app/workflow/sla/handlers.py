"""Reactions of service levels: clocks follow what happens to their tickets."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars.events import CalendarChanged
from app.core import clock
from app.core.bells import Bell, ring
from app.core.events import Event, Recorded
from app.workflow.sla import following, repository


async def follow_tickets(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Bring the clocks of the tickets in question up to date, whatever happened to them."""
    ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    await following.bring_up_to_date(session, ids)


async def follow_changed_calendar(
    session: AsyncSession, batch: Sequence[Recorded[CalendarChanged]]
) -> None:
    """Plan anew what reckons with other hours from now on."""
    await repository.ask_for_new_plans(
        session, now=clock.now(), calendar_ids={item.event.calendar_id for item in batch}
    )
    ring(session, Bell.CLOCKS)
