"""Every statement on what is learned from solved tickets."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.effort_models import EffortCell, HandledTicket, TechnicianPace
from app.core import clock, dialect
from app.core.outbox.models import OutboxEvent
from app.people.models import Technician, TechnicianSkill
from app.tickets.enums import TicketStatus
from app.tickets.models import Message, Ticket

FINISHED = (TicketStatus.SOLVED, TicketStatus.CLOSED)
ROWS_AT_ONCE = 500
# Of a pace; nobody's order changes by less.
LEAST_DIFFERENCE = 0.001
Key = tuple[datetime, UUID]


async def list_solved(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Ticket]:
    """Those of the tickets that are solved and held by somebody."""
    statement = select(Ticket).where(
        col(Ticket.id).in_(ids),
        col(Ticket.status).in_(FINISHED),
        col(Ticket.solved_at).is_not(None),
        col(Ticket.assignee_id).is_not(None),
    )
    return (await session.exec(statement)).all()


async def unlearned_ids(session: AsyncSession, *, after: UUID | None, limit: int) -> Sequence[UUID]:
    """Solved tickets that nothing was learned from, in order of id."""
    statement = (
        select(col(Ticket.id))
        .outerjoin(HandledTicket, col(HandledTicket.ticket_id) == col(Ticket.id))
        .where(
            col(HandledTicket.ticket_id).is_(None),
            col(Ticket.status).in_(FINISHED),
            col(Ticket.solved_at).is_not(None),
            col(Ticket.assignee_id).is_not(None),
        )
    )
    if after is not None:
        statement = statement.where(col(Ticket.id) > after)
    return (await session.exec(statement.order_by(col(Ticket.id)).limit(limit))).all()


async def moves_of(
    session: AsyncSession, ids: Collection[UUID], types: Collection[str]
) -> dict[UUID, list[OutboxEvent]]:
    """Recorded events of these types, by ticket and in order."""
    statement = (
        select(OutboxEvent)
        .where(col(OutboxEvent.ticket_id).in_(ids), col(OutboxEvent.type).in_(types))
        .order_by(col(OutboxEvent.ticket_id), col(OutboxEvent.seq))
    )
    found: dict[UUID, list[OutboxEvent]] = {}
    for row in await session.exec(statement):
        if row.ticket_id is not None:
            found.setdefault(row.ticket_id, []).append(row)
    return found


async def descriptions_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The first message of each ticket."""
    statement = (
        select(Message).where(col(Message.ticket_id).in_(ids)).order_by(col(Message.id).desc())
    )
    # The oldest comes last and stays.
    return {message.ticket_id: message.text for message in await session.exec(statement)}


async def skills_of(
    session: AsyncSession, user_ids: Collection[UUID] | None = None
) -> dict[UUID, dict[str, float]]:
    """Proficiencies, of everybody where nobody is named."""
    statement = select(TechnicianSkill)
    if user_ids is not None:
        statement = statement.where(col(TechnicianSkill.user_id).in_(user_ids))
    found: dict[UUID, dict[str, float]] = {}
    for row in await session.exec(statement):
        found.setdefault(row.user_id, {})[row.skill] = row.proficiency
    return found


async def known_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Tickets that something was learned from already."""
    statement = select(col(HandledTicket.ticket_id)).where(col(HandledTicket.ticket_id).in_(ids))
    return set((await session.exec(statement)).all())


async def write_handled(session: AsyncSession, rows: Sequence[HandledTicket]) -> None:
    """Keep how long tickets took; what was kept of the same ones before is overwritten."""
    if not rows:
        return
    table: Any = HandledTicket.__table__  # type: ignore[attr-defined]
    names = [column.name for column in table.columns]
    values = [{name: getattr(row, name) for name in names} for row in rows]
    await session.exec(
        dialect.upsert(
            session,
            table,
            values,
            key=["ticket_id"],
            update=[name for name in names if name != "ticket_id"],
        )
    )


async def standard_minutes_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, float]:
    """What solved tickets were in standard minutes, where that is known."""
    if not ids:
        return {}
    statement = select(col(HandledTicket.ticket_id), col(HandledTicket.standard_minutes)).where(
        col(HandledTicket.ticket_id).in_(ids), col(HandledTicket.standard_minutes) > 0.0
    )
    return dict((await session.exec(statement)).all())


async def list_handled(
    session: AsyncSession, *, since: datetime, after: Key | None, limit: int
) -> Sequence[HandledTicket]:
    """What was learned from since a day, in the order in which it was solved."""
    solved_at, id_ = col(HandledTicket.solved_at), col(HandledTicket.ticket_id)
    statement = select(HandledTicket).where(solved_at >= since)
    if after is not None:
        at, ticket_id = after
        statement = statement.where(or_(solved_at > at, and_(solved_at == at, id_ > ticket_id)))
    return (await session.exec(statement.order_by(solved_at, id_).limit(limit))).all()


async def cells_of(session: AsyncSession, keys: Collection[str]) -> Sequence[EffortCell]:
    """Cells by their names, unlocked."""
    return (await session.exec(select(EffortCell).where(col(EffortCell.cell).in_(keys)))).all()


async def all_cells(session: AsyncSession) -> Sequence[EffortCell]:
    """Every cell: some hundreds at most, for kinds of tickets are few."""
    return (await session.exec(select(EffortCell))).all()


async def lock_cells(session: AsyncSession, keys: Collection[str]) -> Sequence[EffortCell]:
    """Cells by their names, locked in order; every learner begins with the one of everything."""
    statement = (
        select(EffortCell).where(col(EffortCell.cell).in_(keys)).order_by(col(EffortCell.cell))
    )
    locked = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return (await session.exec(locked)).all()


async def paces_of(
    session: AsyncSession, user_ids: Collection[UUID] | None = None
) -> Sequence[TechnicianPace]:
    """How fast people work, of everybody where nobody is named."""
    statement = select(TechnicianPace)
    if user_ids is not None:
        statement = statement.where(col(TechnicianPace.user_id).in_(user_ids))
    fresh = statement.execution_options(populate_existing=True)
    return (await session.exec(fresh)).all()


async def write_cells(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep cells."""
    table: Any = EffortCell.__table__  # type: ignore[attr-defined]
    update_ = ["count", "median", "newest", "changed_at"]
    for part in _parts(rows):
        await session.exec(dialect.upsert(session, table, part, key=["cell"], update=update_))


async def write_paces(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep paces."""
    table: Any = TechnicianPace.__table__  # type: ignore[attr-defined]
    key, update_ = ["user_id", "category"], ["count", "log_sum", "changed_at"]
    for part in _parts(rows):
        await session.exec(dialect.upsert(session, table, part, key=key, update=update_))


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    # A statement takes some ten thousand parameters and not more.
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


async def write_pace_of_technicians(session: AsyncSession, paces: dict[UUID, float]) -> None:
    """Tell the roster how fast somebody is, where it holds something else."""
    ids = sorted(paces)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        part = ids[start : start + ROWS_AT_ONCE]
        statement = select(col(Technician.user_id), col(Technician.pace)).where(
            col(Technician.user_id).in_(part)
        )
        for user_id, pace in (await session.exec(statement)).all():
            if abs(pace - paces[user_id]) >= LEAST_DIFFERENCE:
                await session.exec(
                    update(Technician)
                    .where(col(Technician.user_id) == user_id)
                    .values(pace=paces[user_id])
                )


async def forget_everything(session: AsyncSession) -> None:
    """Drop all cells and paces: they are about to be counted anew."""
    await session.exec(delete(EffortCell))
    await session.exec(delete(TechnicianPace))


async def ensure_cell(session: AsyncSession, key: str) -> None:
    """Make the row that learners queue up at."""
    table: Any = EffortCell.__table__  # type: ignore[attr-defined]
    row = {"cell": key, "count": 0, "median": 0.0, "newest": [], "changed_at": clock.now()}
    await session.exec(dialect.insert_ignoring_duplicates(session, table).values([row]))


async def write_efforts(session: AsyncSession, efforts: dict[UUID, float]) -> None:
    """Set the expected effort of tickets."""
    for ticket_id, minutes in efforts.items():
        await session.exec(
            update(Ticket).where(col(Ticket.id) == ticket_id).values(effort_minutes=minutes)
        )


async def list_unbegun(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Ticket]:
    """Those of the tickets that nobody has begun to work on."""
    begun = (TicketStatus.IN_PROGRESS, TicketStatus.WAITING_ON_REQUESTER, *FINISHED)
    statement = select(Ticket).where(col(Ticket.id).in_(ids), col(Ticket.status).not_in(begun))
    return (await session.exec(statement)).all()
