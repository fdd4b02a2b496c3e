"""Every statement on shifts, time off and what is set for all of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.people.models import PeopleSetting, Technician, TechnicianShift, TimeOff

SETTING_ID = 1


async def find_shift(session: AsyncSession, user_id: UUID) -> TechnicianShift | None:
    """How somebody works; nothing means always."""
    return await session.get(TechnicianShift, user_id)


async def shifts_of(
    session: AsyncSession, user_ids: Collection[UUID]
) -> dict[UUID, TechnicianShift]:
    """The shifts of several technicians."""
    statement = select(TechnicianShift).where(col(TechnicianShift.user_id).in_(user_ids))
    return {shift.user_id: shift for shift in await session.exec(statement)}


async def remove_shift(session: AsyncSession, user_id: UUID) -> None:
    """Somebody works always from now on."""
    await session.exec(delete(TechnicianShift).where(col(TechnicianShift.user_id) == user_id))


async def ids_by_calendar(session: AsyncSession, calendar_ids: Collection[UUID]) -> Sequence[UUID]:
    """Who works by these calendars, in order of id."""
    statement = (
        select(col(TechnicianShift.user_id))
        .where(col(TechnicianShift.calendar_id).in_(calendar_ids))
        .order_by(col(TechnicianShift.user_id))
    )
    return (await session.exec(statement)).all()


async def lock_profiles(session: AsyncSession, user_ids: Collection[UUID]) -> Sequence[Technician]:
    """Technicians' rows, locked in order of their ids."""
    statement = (
        select(Technician)
        .where(col(Technician.user_id).in_(user_ids))
        .order_by(col(Technician.user_id))
    )
    locked = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return (await session.exec(locked)).all()


async def ids_to_turn(session: AsyncSession, *, at: datetime, limit: int) -> Sequence[UUID]:
    """Whose working time ended or began, asked without a lock."""
    ended = col(Technician.shift_until) <= at
    began = and_(col(Technician.is_on_shift).is_(False), col(Technician.shift_from) <= at)
    statement = select(col(Technician.user_id)).where(or_(ended, began)).limit(limit)
    return (await session.exec(statement)).all()


async def absences_of(
    session: AsyncSession, user_ids: Collection[UUID], *, after: datetime
) -> dict[UUID, list[TimeOff]]:
    """Time off of several technicians that is not over."""
    statement = select(TimeOff).where(
        col(TimeOff.user_id).in_(user_ids), col(TimeOff.ends_at) > after
    )
    found: dict[UUID, list[TimeOff]] = {}
    for item in await session.exec(statement):
        found.setdefault(item.user_id, []).append(item)
    return found


async def find_overlapping(
    session: AsyncSession,
    user_id: UUID,
    *,
    starts_at: datetime,
    ends_at: datetime,
    but: UUID | None,
) -> TimeOff | None:
    """The first time off of somebody that shares a moment with this one."""
    statement = select(TimeOff).where(
        col(TimeOff.user_id) == user_id,
        col(TimeOff.ends_at) > starts_at,
        col(TimeOff.starts_at) < ends_at,
    )
    if but is not None:
        statement = statement.where(col(TimeOff.id) != but)
    return (await session.exec(statement.order_by(col(TimeOff.starts_at)).limit(1))).first()


async def find_time_off(session: AsyncSession, time_off_id: UUID) -> TimeOff | None:
    """One time off."""
    return await session.get(TimeOff, time_off_id)


async def list_time_off(
    session: AsyncSession,
    user_id: UUID,
    *,
    ends_after: datetime | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[TimeOff]:
    """Time off of somebody by its end."""
    ends_at, id_ = col(TimeOff.ends_at), col(TimeOff.id)
    conditions: list[Any] = [col(TimeOff.user_id) == user_id]
    if ends_after is not None:
        conditions.append(ends_at > ends_after)
    if after is not None:
        conditions.append(or_(ends_at > after[0], and_(ends_at == after[0], id_ > after[1])))
    statement = select(TimeOff).where(*conditions).order_by(ends_at, id_).limit(limit)
    return (await session.exec(statement)).all()


async def find_setting(session: AsyncSession) -> PeopleSetting:
    """What is allowed; the defaults when nobody has said anything."""
    return await session.get(PeopleSetting, SETTING_ID) or PeopleSetting(id=SETTING_ID)
