"""Every statement on calendars."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars.models import BusinessCalendar

# The last row of the page before: its name and its id.
After = tuple[str, UUID] | None


async def find(session: AsyncSession, calendar_id: UUID) -> BusinessCalendar | None:
    """A calendar by id."""
    return await session.get(BusinessCalendar, calendar_id)


async def list_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, BusinessCalendar]:
    """Calendars by their ids."""
    if not ids:
        return {}
    statement = select(BusinessCalendar).where(col(BusinessCalendar.id).in_(ids))
    return {calendar.id: calendar for calendar in await session.exec(statement)}


async def list_calendars(
    session: AsyncSession, *, after: After, limit: int
) -> Sequence[BusinessCalendar]:
    """Calendars by name."""
    name, id_ = col(BusinessCalendar.name), col(BusinessCalendar.id)
    statement = select(BusinessCalendar)
    if after is not None:
        statement = statement.where(or_(name > after[0], and_(name == after[0], id_ > after[1])))
    return (await session.exec(statement.order_by(name, id_).limit(limit))).all()
