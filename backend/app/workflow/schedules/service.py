"""Use cases of schedules: write, pause, remove and bring back, and see when they are due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.permissions import Permission
from app.calendars import service as calendars
from app.core import clock, events
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.core.pagination import Page, PageRequest, page_of
from app.tickets.errors import RequesterUnknown
from app.workflow.events import ScheduleChanged
from app.workflow.schedules import recurrence, repository, words
from app.workflow.schedules.enums import ClosedDays
from app.workflow.schedules.errors import ScheduleNotYours, ScheduleRefused, ScheduleUnknown
from app.workflow.schedules.models import ScheduleDate, TicketSchedule
from app.workflow.schedules.recurrence import Plan, RuleRefused
from app.workflow.schedules.schemas import (
    DateView,
    MadeTicket,
    SchedulePreview,
    ScheduleView,
    SetSchedule,
    When,
)

SHOWN_DATES = 10


async def plan_of(session: AsyncSession, when: When | TicketSchedule) -> Plan:
    """When a schedule is due, as something to reckon with.

    Raises:
        CalendarNotFound: there is no such calendar.
    """
    hours = None
    if when.calendar_id is not None:
        await calendars.get(session, when.calendar_id)
        found = await calendars.hours_by_id(session, {when.calendar_id}, at=clock.now())
        hours = found[when.calendar_id]
    return Plan(
        starts=datetime.fromisoformat(when.starts),
        zone=when.zone,
        rule=when.rule,
        hours=hours,
        closed_days=ClosedDays(when.closed_days),
    )


async def preview(session: AsyncSession, when: When) -> SchedulePreview:
    """The next dates of a schedule, and when it is due in words; nothing is kept.

    Raises:
        ScheduleRefused: the rule cannot be read, or fits no date any more.
        CalendarNotFound: there is no such calendar.
    """
    plan = await plan_of(session, when)
    dates = _coming(plan)
    return SchedulePreview(
        sentence=_sentence(when),
        dates=[DateView(at=due.at, words=words.date_words(due, when.zone)) for due in dates],
    )


async def list_schedules(
    session: AsyncSession, page: PageRequest, *, actor: Actor
) -> Page[ScheduleView]:
    """A page of schedules, newest first."""
    rows = await repository.list_kept(session, before=page.after_id(), limit=page.limit + 1)
    views = await _views(session, rows, actor)
    return page_of(views, page.limit, shape=lambda one: one, key=lambda one: (one.id,))


async def make(session: AsyncSession, wanted: SetSchedule, *, actor: Actor) -> ScheduleView:
    """Plan a ticket.

    Raises:
        ScheduleRefused, CalendarNotFound, RequesterUnknown
    """
    schedule = TicketSchedule(
        owner_id=actor.id, requester_id=actor.id, **_columns(wanted), name=wanted.name
    )
    await _plan(session, schedule, wanted)
    events.record(session, ScheduleChanged(schedule_id=schedule.id, version=1), by=actor)
    return (await _views(session, [schedule], actor))[0]


async def change(
    session: AsyncSession, schedule_id: UUID, wanted: SetSchedule, *, actor: Actor
) -> ScheduleView:
    """Write a schedule anew; what has come already stays as it is.

    Raises:
        ScheduleUnknown, ScheduleNotYours, ScheduleRefused, CalendarNotFound, RequesterUnknown
        StaleEdit: somebody changed it since `wanted.version`.
    """
    schedule = await _get_changeable(session, schedule_id, actor)
    if wanted.version != schedule.version:
        raise StaleEdit(current=(await _views(session, [schedule], actor))[0])
    for name, value in {**_columns(wanted), "name": wanted.name}.items():
        setattr(schedule, name, value)
    schedule.version += 1
    await _plan(session, schedule, wanted)
    events.record(
        session, ScheduleChanged(schedule_id=schedule.id, version=schedule.version), by=actor
    )
    return (await _views(session, [schedule], actor))[0]


async def turn(
    session: AsyncSession, schedule_id: UUID, *, is_active: bool, actor: Actor
) -> ScheduleView:
    """Pause a schedule, or let it go on with the next date from now; paused dates are not made up.

    Raises:
        ScheduleUnknown, ScheduleNotYours
    """
    schedule = await _get_changeable(session, schedule_id, actor)
    if is_active and not schedule.is_active:
        due = recurrence.next_due(await plan_of(session, schedule), after=clock.now())
        schedule.next_at = None if due is None else due.at
    schedule.is_active = is_active
    schedule.version += 1
    session.add(schedule)
    events.record(
        session, ScheduleChanged(schedule_id=schedule.id, version=schedule.version), by=actor
    )
    return (await _views(session, [schedule], actor))[0]


async def remove(session: AsyncSession, schedule_id: UUID, *, actor: Actor) -> None:
    """Take a schedule away; it can be brought back.

    Raises:
        ScheduleUnknown, ScheduleNotYours
    """
    schedule = await _get_changeable(session, schedule_id, actor)
    schedule.removed_at = clock.now()
    session.add(schedule)


async def restore(session: AsyncSession, schedule_id: UUID, *, actor: Actor) -> ScheduleView:
    """Bring a removed schedule back; dates that passed meanwhile are not made up.

    Raises:
        ScheduleUnknown, ScheduleNotYours
    """
    schedule = await _get_changeable(session, schedule_id, actor, removed=True)
    schedule.removed_at = None
    if schedule.next_at is not None and schedule.next_at <= clock.now():
        due = recurrence.next_due(await plan_of(session, schedule), after=clock.now())
        schedule.next_at = None if due is None else due.at
    session.add(schedule)
    return (await _views(session, [schedule], actor))[0]


async def _plan(session: AsyncSession, schedule: TicketSchedule, wanted: SetSchedule) -> None:
    schedule.requester_id = wanted.requester_id or schedule.owner_id
    if schedule.requester_id not in await repository.users_by_id(session, {schedule.requester_id}):
        raise RequesterUnknown
    schedule.next_at = _coming(await plan_of(session, wanted))[0].at
    session.add(schedule)
    await session.flush()


def _coming(plan: Plan) -> list[recurrence.Due]:
    try:
        dates = recurrence.upcoming(plan, after=clock.now(), count=SHOWN_DATES)
    except RuleRefused as error:
        raise ScheduleRefused(str(error)) from error
    if not dates:
        raise ScheduleRefused("No date is left: the first one is past, or the rule fits none.")
    return dates


def _columns(wanted: SetSchedule) -> dict[str, Any]:
    return wanted.model_dump(
        include={
            *("subject", "description", "category", "impact", "urgency", "tags", "rule"),
            *("starts", "zone", "calendar_id", "closed_days", "missed"),
        }
    )


def _may_change(schedule: TicketSchedule, actor: Actor) -> bool:
    return schedule.owner_id == actor.id or actor.may(Permission.WORKFLOW)


async def _get_changeable(
    session: AsyncSession, schedule_id: UUID, actor: Actor, *, removed: bool = False
) -> TicketSchedule:
    schedule = await repository.find_locked(session, schedule_id)
    if schedule is None or (schedule.removed_at is not None) is not removed:
        raise ScheduleUnknown
    if not _may_change(schedule, actor):
        raise ScheduleNotYours
    return schedule


def _sentence(when: When | TicketSchedule) -> str:
    closed = ClosedDays(when.closed_days) if when.calendar_id is not None else None
    return words.sentence(when.rule, datetime.fromisoformat(when.starts), when.zone, closed)


async def _views(
    session: AsyncSession, rows: Sequence[TicketSchedule], actor: Actor
) -> list[ScheduleView]:
    people = await auth.names_of(
        session, {id_ for row in rows for id_ in (row.owner_id, row.requester_id)}
    )
    last = await repository.last_dates(session, [row.id for row in rows]) if rows else {}
    return [
        ScheduleView(
            **row.model_dump(exclude={"owner_id", "requester_id", "removed_at", "created_at"}),
            owner=people[row.owner_id],
            requester=people[row.requester_id],
            sentence=_sentence(row),
            last=_made(last.get(row.id)),
            may_change=_may_change(row, actor),
        )
        for row in rows
    ]


def _made(date: ScheduleDate | None) -> MadeTicket | None:
    if date is None:
        return None
    return MadeTicket(
        due_at=date.due_at,
        ticket_id=date.ticket_id,
        late_seconds=date.late_seconds,
        stands_for=date.stands_for,
    )
