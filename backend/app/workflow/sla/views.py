"""How the clocks of one ticket stand at this moment, for the people who work on it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.calendars.errors import CalendarNotFound
from app.calendars.hours import Hours, is_open, next_opening
from app.core import clock
from app.tickets.enums import DueState
from app.workflow.models import SlaTrack
from app.workflow.sla import repository
from app.workflow.sla.clocks import Clock, used_seconds
from app.workflow.sla.following import library_for
from app.workflow.sla.keeping import clock_of
from app.workflow.sla.schemas import ClockView, TicketServiceLevel

MINUTE = 60
NOTHING = TicketServiceLevel(
    policy=None, policy_version=0, calendar=None, is_open_now=True, opens_at=None, clocks=[]
)


async def service_level_of(session: AsyncSession, ticket_id: UUID) -> TicketServiceLevel:
    """The policy of a ticket and its clocks."""
    track = await session.get(SlaTrack, ticket_id)
    if track is None:
        return NOTHING
    now = clock.now()
    rows = (await repository.clocks_of(session, [ticket_id])).get(ticket_id, [])
    library = await library_for(session, {track.policy_version})
    policy = library.of(track.policy_version).find(track.policy_id)
    hours = library.almanac.of(policy)
    return TicketServiceLevel(
        policy=None if policy is None else policy.name,
        policy_version=track.policy_version,
        calendar=await _calendar_name(session, track.calendar_id),
        is_open_now=is_open(hours, now),
        opens_at=next_opening(hours, now),
        clocks=_views([clock_of(row) for row in rows], hours, now),
    )


async def _calendar_name(session: AsyncSession, calendar_id: UUID | None) -> str | None:
    if calendar_id is None:
        return None
    try:
        return (await calendars.get(session, calendar_id)).name
    except CalendarNotFound:
        # An earlier version of the policies named it, and nobody needs it any more.
        return None


def _views(found: Sequence[Clock], hours: Hours, now: datetime) -> list[ClockView]:
    timed = [one for one in found if one.target_seconds is not None]
    last = datetime.max.replace(tzinfo=now.tzinfo)
    timed.sort(key=lambda one: (one.ended_at is not None, one.due_at or last, one.started_at))
    return [_view(one, hours, now) for one in timed]


def _view(one: Clock, hours: Hours, now: datetime) -> ClockView:
    used = used_seconds(one, hours, now)
    target = one.target_seconds or 0
    return ClockView(
        kind=one.kind,
        turn=one.turn,
        state=state_of(one),
        outcome=one.outcome,
        started_at=one.started_at,
        due_at=one.due_at,
        ended_at=one.ended_at,
        target_minutes=target // MINUTE,
        used_minutes=int(used // MINUTE),
        # Whole minutes that are left; below zero the minutes of working time it is late by.
        left_minutes=int((target - used) / MINUTE),
        warned_at=one.warned_at,
        breached_at=one.breached_at,
        seen_late_minutes=one.seen_late_seconds // MINUTE,
    )


def state_of(one: Clock) -> DueState | None:
    """How a clock stands; nothing when it was dropped."""
    if one.outcome is not None:
        return {"met": DueState.MET, "missed": DueState.MISSED}.get(one.outcome)
    if one.is_paused:
        return DueState.PAUSED
    if one.breached_at is not None:
        return DueState.LATE
    return DueState.WARNED if one.warned else DueState.RUNNING
