"""Work that the clock starts: dates that have come become tickets, each exactly once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from app.auth.permissions import permissions_of
from app.core import clock
from app.core.actor import Actor
from app.core.db import Database
from app.tickets.enums import Channel
from app.tickets.intake import Intake, Submission
from app.tickets.schemas import OpenTicket
from app.workflow.schedules import recurrence, repository, service
from app.workflow.schedules.enums import Missed
from app.workflow.schedules.models import ScheduleDate, TicketSchedule

log = structlog.get_logger(__name__)

BATCH = 50
# More dates than this are not made up at once, whatever the schedule says.
MOST_AT_ONCE = 100
LATE = timedelta(minutes=5)
LATE_TAG = "late"


async def make_due_tickets(context: dict[str, Any]) -> int:
    """Note every date that has come and make its ticket; returns how many tickets were made."""
    database: Database = context["database"]
    now = clock.now()
    async with database.read() as session:
        due = await repository.due_ids(session, now=now, limit=BATCH)
    for schedule_id in due:
        await _note_dates(database, schedule_id, now)
    async with database.read() as session:
        waiting = await repository.list_unmade(session, limit=BATCH)
        there = await repository.tickets_among(session, [date.ticket_id for date, _ in waiting])
    if not waiting:
        return 0
    # Made once: it keeps a block of ticket numbers.
    intake: Intake = context.setdefault("schedule_intake", Intake(database))
    for date, schedule in waiting:
        if date.ticket_id not in there:
            await _open(database, intake, date, schedule)
        async with database.write() as session:
            await repository.note_made(session, date, at=clock.now())
    return len(waiting)


async def _note_dates(database: Database, schedule_id: UUID, now: datetime) -> None:
    async with database.write() as session:
        schedule = await repository.find_locked(session, schedule_id)
        if schedule is None or not schedule.is_active or schedule.removed_at is not None:
            return
        if schedule.next_at is None or schedule.next_at > now:
            return
        plan = await service.plan_of(session, schedule)
        come = [schedule.next_at]
        come += [
            due.at
            for due in recurrence.due_between(plan, first=schedule.next_at, last=now)
            if due.at > schedule.next_at
        ]
        for at, stands_for in _to_make(come, schedule.missed):
            late = now - at
            await repository.add_date(
                session,
                ScheduleDate(
                    schedule_id=schedule.id,
                    due_at=at,
                    late_seconds=int(late.total_seconds()) if late > LATE else 0,
                    stands_for=stands_for,
                ),
            )
        following = recurrence.next_due(plan, after=now)
        schedule.next_at = None if following is None else following.at
        session.add(schedule)


def _to_make(come: Sequence[datetime], missed: Missed) -> list[tuple[datetime, int]]:
    """The dates that become tickets, each with how many earlier ones it stands for."""
    if missed is Missed.ALL:
        dropped = max(0, len(come) - MOST_AT_ONCE)
        kept = list(come[dropped:])
        return [(at, dropped if place == 0 else 0) for place, at in enumerate(kept)]
    return [(come[-1], len(come) - 1)]


async def _open(
    database: Database, intake: Intake, date: ScheduleDate, schedule: TicketSchedule
) -> None:
    async with database.read() as session:
        owner = (await repository.users_by_id(session, {schedule.owner_id}))[schedule.owner_id]
    late = [LATE_TAG] if date.late_seconds else []
    request = OpenTicket(
        subject=schedule.subject,
        description=schedule.description,
        category=schedule.category,
        impact=schedule.impact,
        urgency=schedule.urgency,
        tags=[*schedule.tags, *(tag for tag in late if tag not in schedule.tags)][-20:],
    )
    submission = Submission(
        request=request,
        by=Actor(
            id=owner.id,
            name=owner.name,
            email=owner.email,
            role=owner.role,
            permissions=permissions_of(owner.role),
        ),
        requester_id=schedule.requester_id,
        channel=Channel.API,
        # Two workers at the same date: the second is given the ticket of the first.
        idempotency_key=f"schedule {date.ticket_id}",
        ticket_id=date.ticket_id,
    )
    await intake.open(submission)
    log.info("schedule.made", schedule_id=str(schedule.id), ticket_id=str(date.ticket_id))
