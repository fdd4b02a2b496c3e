"""Statements on schedules and their dates."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.tickets.models import Ticket
from app.workflow.schedules.models import ScheduleDate, TicketSchedule

_DATES: Table = ScheduleDate.__table__  # type: ignore[attr-defined]


async def find(session: AsyncSession, schedule_id: UUID) -> TicketSchedule | None:
    """A schedule, removed or not."""
    return await session.get(TicketSchedule, schedule_id)


async def find_locked(session: AsyncSession, schedule_id: UUID) -> TicketSchedule | None:
    """The same, locked until the transaction ends."""
    statement = select(TicketSchedule).where(TicketSchedule.id == schedule_id)
    return (await session.exec(dialect.for_update(session, statement))).one_or_none()


async def list_kept(
    session: AsyncSession, *, before: UUID | None, limit: int
) -> Sequence[TicketSchedule]:
    """Schedules, newest first."""
    statement = select(TicketSchedule).where(col(TicketSchedule.removed_at).is_(None))
    if before is not None:
        statement = statement.where(col(TicketSchedule.id) < before)
    return (
        await session.exec(statement.order_by(col(TicketSchedule.id).desc()).limit(limit))
    ).all()


async def last_dates(
    session: AsyncSession, schedule_ids: Collection[UUID]
) -> dict[UUID, ScheduleDate]:
    """The last date of each schedule that became a ticket."""
    newest = (
        select(ScheduleDate.schedule_id, func.max(ScheduleDate.due_at).label("due_at"))
        .where(
            col(ScheduleDate.schedule_id).in_(schedule_ids), col(ScheduleDate.made_at).is_not(None)
        )
        .group_by(col(ScheduleDate.schedule_id))
        .subquery()
    )
    statement = select(ScheduleDate).join(
        newest,
        (newest.c.schedule_id == col(ScheduleDate.schedule_id))
        & (newest.c.due_at == col(ScheduleDate.due_at)),
    )
    return {row.schedule_id: row for row in await session.exec(statement)}


async def due_ids(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Schedules of which a date has come."""
    statement = (
        select(TicketSchedule.id)
        .where(
            col(TicketSchedule.is_active),
            col(TicketSchedule.next_at) <= now,
            col(TicketSchedule.removed_at).is_(None),
        )
        .order_by(col(TicketSchedule.next_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def add_date(session: AsyncSession, date: ScheduleDate) -> None:
    """Note that a date has come; once, whoever else notes it."""
    connection = await session.connection()
    await connection.execute(
        dialect.insert_ignoring_duplicates(session, _DATES), [date.model_dump()]
    )


async def list_unmade(
    session: AsyncSession, *, limit: int
) -> Sequence[tuple[ScheduleDate, TicketSchedule]]:
    """Dates that have come and are no tickets yet, the oldest first."""
    statement = (
        select(ScheduleDate, TicketSchedule)
        .join(TicketSchedule, col(TicketSchedule.id) == col(ScheduleDate.schedule_id))
        .where(col(ScheduleDate.made_at).is_(None))
        .order_by(col(ScheduleDate.due_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def tickets_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the tickets that are there."""
    return set(await session.exec(select(Ticket.id).where(col(Ticket.id).in_(ids))))


async def note_made(session: AsyncSession, date: ScheduleDate, *, at: datetime) -> None:
    """A date is a ticket now."""
    row = await session.get_one(ScheduleDate, (date.schedule_id, date.due_at))
    row.made_at = row.made_at or at
    session.add(row)


async def users_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, User]:
    """People by their ids."""
    return {user.id: user for user in await session.exec(select(User).where(col(User.id).in_(ids)))}
