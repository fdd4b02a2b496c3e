"""Statements on policies and clocks, and on what clocks read of tickets."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.core.outbox.models import OutboxEvent
from app.people.models import Team, TeamLead, Technician
from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.models import Ticket, TicketDue
from app.workflow.models import SlaCalendarUse, SlaClock, SlaPolicySet, SlaTrack

_TRACKS = SlaTrack.__table__  # type: ignore[attr-defined]
_CLOCKS = SlaClock.__table__  # type: ignore[attr-defined]
_DUES = TicketDue.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What clocks need of a ticket."""

    id: UUID
    status: TicketStatus
    priority: Priority | None
    category: Category | None
    team_id: UUID | None
    requester_id: UUID
    created_at: datetime
    solved_at: datetime | None
    closed_at: datetime | None


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, TicketFacts]:
    """Facts of tickets."""
    statement = core_select(
        col(Ticket.id),
        col(Ticket.status),
        col(Ticket.priority),
        col(Ticket.category),
        col(Ticket.team_id),
        col(Ticket.requester_id),
        col(Ticket.created_at),
        col(Ticket.solved_at),
        col(Ticket.closed_at),
    ).where(col(Ticket.id).in_(ids))
    connection = await session.connection()
    return {row[0]: TicketFacts(*row) for row in await connection.execute(statement)}


async def newest_ids(session: AsyncSession, *, limit: int) -> Sequence[UUID]:
    """The newest tickets."""
    statement = select(col(Ticket.id)).order_by(col(Ticket.id).desc()).limit(limit)
    return (await session.exec(statement)).all()


async def leads_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Who looks after the team of each ticket or, without one, after that of its holder."""
    team = func.coalesce(col(Ticket.team_id), col(Technician.team_id))
    statement = (
        select(Ticket.id, TeamLead.user_id)
        .join(Technician, col(Technician.user_id) == col(Ticket.assignee_id), isouter=True)
        .join(TeamLead, col(TeamLead.team_id) == team)
        .where(col(Ticket.id).in_(ids))
        .order_by(col(TeamLead.user_id))
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for ticket_id, user_id in await session.exec(statement):
        found[ticket_id] = (*found.get(ticket_id, ()), user_id)
    return found


async def lock_tickets(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Lock tickets whose history is about to go on."""
    statement = select(col(Ticket.id)).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    (await session.exec(dialect.for_update(session, statement))).all()


async def lock_tracks(
    session: AsyncSession, ids: Collection[UUID], *, due_by: datetime | None = None
) -> dict[UUID, SlaTrack]:
    """Tracks of tickets, locked in order. With a time: those due by then that nobody else is at."""
    statement = select(SlaTrack).where(col(SlaTrack.ticket_id).in_(ids))
    if due_by is not None:
        statement = statement.where(col(SlaTrack.next_at) <= due_by)
    statement = dialect.for_update(
        session, statement.order_by(col(SlaTrack.ticket_id)), skip_locked=due_by is not None
    ).execution_options(populate_existing=True)
    return {track.ticket_id: track for track in await session.exec(statement)}


async def add_tracks(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Begin to follow tickets; those that are followed already stay as they are."""
    if not ids:
        return
    rows = [
        {
            "ticket_id": ticket_id,
            "seen_seq": 0,
            "policy_version": 0,
            "is_open": True,
            "is_waiting": False,
            "is_stale": False,
        }
        for ticket_id in sorted(ids)
    ]
    connection = await session.connection()
    # Rows as parameters, not as VALUES: the statement stays short and its compilation is cached.
    await connection.execute(dialect.insert_ignoring_duplicates(session, _TRACKS), rows)


async def clocks_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[SlaClock]]:
    """The clocks of each ticket, oldest first."""
    statement = (
        select(SlaClock)
        .where(col(SlaClock.ticket_id).in_(ids))
        .order_by(col(SlaClock.id))
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[SlaClock]] = defaultdict(list)
    for clock in await session.exec(statement):
        found[clock.ticket_id].append(clock)
    return found


async def events_of(
    session: AsyncSession, ids: Collection[UUID], types: Collection[str]
) -> dict[UUID, list[OutboxEvent]]:
    """The events of these types of each ticket, in order."""
    statement = (
        select(OutboxEvent)
        .where(col(OutboxEvent.ticket_id).in_(ids), col(OutboxEvent.type).in_(types))
        .order_by(col(OutboxEvent.ticket_id), col(OutboxEvent.seq))
    )
    found: dict[UUID, list[OutboxEvent]] = defaultdict(list)
    for row in await session.exec(statement):
        if row.ticket_id is not None:
            found[row.ticket_id].append(row)
    return found


async def people_by_id(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, tuple[Role, str]]:
    """Role and address of people."""
    if not ids:
        return {}
    statement = select(User.id, User.role, User.email_key).where(col(User.id).in_(ids))
    return {
        person_id: (Role(role), address)
        for person_id, role, address in await session.exec(statement)
    }


async def tracks_due(session: AsyncSession, *, by: datetime, limit: int) -> Sequence[UUID]:
    """Tickets of which a clock has something to say, longest overdue first; asked without a lock."""
    statement = (
        select(col(SlaTrack.ticket_id))
        .where(col(SlaTrack.next_at) <= by)
        .order_by(col(SlaTrack.next_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def ask_for_new_plans(
    session: AsyncSession, *, now: datetime, calendar_ids: Collection[UUID] | None = None
) -> None:
    """Have the clocks of open tickets planned anew, all or those that reckon with these calendars."""
    conditions: list[Any] = [col(SlaTrack.is_open).is_(True)]
    if calendar_ids is not None:
        conditions.append(col(SlaTrack.calendar_id).in_(calendar_ids))
    await session.exec(update(SlaTrack).where(*conditions).values(is_stale=True, next_at=now))


async def write_clocks(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write clocks that began and clocks that are different now."""
    await _overwrite(session, _CLOCKS, rows, key="id")


async def write_tracks(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write how far tickets were followed."""
    await _overwrite(session, _TRACKS, rows, key="ticket_id")


async def silence(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Tickets that are gone have nothing more to say."""
    if ids:
        await session.exec(
            update(SlaTrack)
            .where(col(SlaTrack.ticket_id).in_(ids))
            .values(is_open=False, next_at=None)
        )


async def _overwrite(
    session: AsyncSession, table: Table, rows: Sequence[dict[str, Any]], *, key: str
) -> None:
    if rows:
        statement = dialect.overwriting(session, table, key=[key])
        await (await session.connection()).execute(statement, list(rows))


async def dues_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, TicketDue]:
    """What lists show of tickets now."""
    statement = select(TicketDue).where(col(TicketDue.ticket_id).in_(ids))
    return {row.ticket_id: row for row in await session.exec(statement)}


async def write_dues(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write what lists show of tickets; whoever calls holds their tracks."""
    await _overwrite(session, _DUES, rows, key="ticket_id")


async def remove_dues(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Nothing is or was due on these tickets, after all."""
    if ids:
        await session.exec(delete(TicketDue).where(col(TicketDue.ticket_id).in_(ids)))


async def newest_set(session: AsyncSession) -> SlaPolicySet | None:
    """The policies that count; nothing while nobody wrote any."""
    statement = select(SlaPolicySet).order_by(col(SlaPolicySet.version).desc()).limit(1)
    return (await session.exec(statement)).first()


async def sets_by_version(
    session: AsyncSession, versions: Collection[int]
) -> dict[int, SlaPolicySet]:
    """Some versions of the policies."""
    if not versions:
        return {}
    statement = select(SlaPolicySet).where(col(SlaPolicySet.version).in_(versions))
    return {row.version: row for row in await session.exec(statement)}


async def list_sets(
    session: AsyncSession, *, before: int | None, limit: int
) -> Sequence[SlaPolicySet]:
    """Versions of the policies, newest first."""
    statement = select(SlaPolicySet).order_by(col(SlaPolicySet.version).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(SlaPolicySet.version) < before)
    return (await session.exec(statement)).all()


async def keep_calendars(session: AsyncSession, calendar_ids: Collection[UUID]) -> None:
    """These calendars, and no others, are needed by the policies."""
    await session.exec(delete(SlaCalendarUse))
    session.add_all([SlaCalendarUse(calendar_id=id_) for id_ in sorted(calendar_ids)])
    await session.flush()


async def known_teams(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the teams that there are."""
    if not ids:
        return set()
    return set((await session.exec(select(col(Team.id)).where(col(Team.id).in_(ids)))).all())
