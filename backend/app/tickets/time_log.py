"""The time log of tickets: a clock for each person, and minutes noted down afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.models import User
from app.core import clock
from app.core.actor import Actor
from app.core.errors import NotFound
from app.tickets.models import Ticket
from app.tickets.rows import person
from app.tickets.time_log_models import TimeEntry
from app.tickets.time_log_schemas import MOST_MINUTES, TicketTime, TimeEntryRow

SHOWN = 20


class TimeEntryUnknown(NotFound):
    """The ticket has no stretch of work of yours with this id."""

    code = "time_entry_unknown"

    def __init__(self) -> None:
        super().__init__("The ticket has no time entry of yours with this id.")


async def time_of(session: AsyncSession, ticket: Ticket, actor: Actor) -> TicketTime:
    """The work on a ticket, as the actor reads it."""
    here_only = col(TimeEntry.ticket_id) == ticket.id
    counted = core_select(func.coalesce(func.sum(col(TimeEntry.minutes)), 0)).where(here_only)
    total = (await session.exec(counted)).scalar_one()  # type: ignore[call-overload]
    statement = select(TimeEntry).where(here_only).order_by(col(TimeEntry.id).desc()).limit(SHOWN)
    entries = (await session.exec(statement)).all()
    names = await auth.names_of(session, {entry.user_id for entry in entries})
    running = await _running(session, actor.id)
    here = running is not None and running.ticket_id == ticket.id
    return TicketTime(
        total_minutes=int(total),
        running_since=running.started_at if running is not None and here else None,
        entries=[
            TimeEntryRow(
                id=entry.id,
                person=person(names, entry.user_id),
                started_at=entry.started_at,
                minutes=entry.minutes,
            )
            for entry in entries
        ],
    )


async def _running(session: AsyncSession, user_id: UUID) -> TimeEntry | None:
    statement = (
        select(TimeEntry)
        .where(TimeEntry.user_id == user_id, col(TimeEntry.minutes).is_(None))
        .order_by(col(TimeEntry.id).desc())
        .limit(1)
    )
    return (await session.exec(statement)).one_or_none()


def minutes_between(start: datetime, end: datetime) -> int:
    """Begun minutes count; a clock that somebody forgot counts a day at most."""
    seconds = max(0.0, (end - start).total_seconds())
    return min(MOST_MINUTES, max(1, int(-(-seconds // 60))))


async def start(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Start the actor's clock on a locked ticket. It runs on one ticket at a time: others stop."""
    # Somebody who starts two clocks in two windows at once still has one.
    await session.exec(select(User.id).where(User.id == by.id).with_for_update())
    running = await _running(session, by.id)
    if running is not None:
        if running.ticket_id == ticket.id:
            return
        _stop(session, running)
    session.add(TimeEntry(ticket_id=ticket.id, user_id=by.id))
    await session.flush()


async def stop(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Stop the actor's clock if it runs on this locked ticket; stopping twice is no error."""
    running = await _running(session, by.id)
    if running is not None and running.ticket_id == ticket.id:
        _stop(session, running)
        await session.flush()


def _stop(session: AsyncSession, entry: TimeEntry) -> None:
    entry.minutes = minutes_between(entry.started_at, clock.now())
    session.add(entry)


async def add(session: AsyncSession, ticket: Ticket, minutes: int, *, by: Actor) -> None:
    """Note down minutes of the actor's work on a locked ticket."""
    session.add(TimeEntry(ticket_id=ticket.id, user_id=by.id, minutes=minutes))
    await session.flush()


async def forget(session: AsyncSession, ticket: Ticket, entry_id: UUID, *, by: Actor) -> None:
    """Remove a stretch of the actor's own work.

    Raises:
        TimeEntryUnknown: it is not his, not of this ticket, or there is none.
    """
    entry = await session.get(TimeEntry, entry_id)
    if entry is None or entry.ticket_id != ticket.id or entry.user_id != by.id:
        raise TimeEntryUnknown
    await session.delete(entry)
    await session.flush()
