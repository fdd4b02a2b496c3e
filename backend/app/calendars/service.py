"""Use cases of business calendars."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import repository
from app.calendars.errors import (
    CalendarInUse,
    CalendarNameTaken,
    CalendarNotFound,
    RegionUnknown,
)
from app.calendars.events import CalendarChanged
from app.calendars.hours import Hours
from app.calendars.models import BusinessCalendar
from app.calendars.public_holidays import countries
from app.calendars.reading import hours_of
from app.calendars.schemas import CalendarHours, CalendarRow, SetCalendar
from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of


async def hours_by_id(
    session: AsyncSession, ids: Collection[UUID], *, at: datetime
) -> dict[UUID, Hours]:
    """The hours of several calendars around a moment."""
    found = await repository.list_by_ids(session, ids)
    return {id_: hours_of(calendar, at) for id_, calendar in found.items()}


async def get(session: AsyncSession, calendar_id: UUID) -> BusinessCalendar:
    """A calendar.

    Raises:
        CalendarNotFound: there is none with this id.
    """
    calendar = await repository.find(session, calendar_id)
    if calendar is None:
        raise CalendarNotFound
    return calendar


async def list_calendars(session: AsyncSession, page: PageRequest) -> Page[CalendarRow]:
    """A page of calendars by name."""
    rows = await repository.list_calendars(session, after=_after(page), limit=page.limit + 1)
    return page_of(
        rows, page.limit, shape=CalendarRow.model_validate, key=lambda row: (row.name, row.id)
    )


async def make(session: AsyncSession, wanted: SetCalendar) -> BusinessCalendar:
    """Make a calendar.

    Raises:
        CalendarNameTaken: another one has the name.
        RegionUnknown: no holidays are known for the place.
    """
    check_place(wanted)
    calendar = BusinessCalendar(**wanted.model_dump(mode="json"))
    await _keep(session, calendar)
    return calendar


async def change(
    session: AsyncSession, calendar_id: UUID, wanted: SetCalendar, *, by: Actor
) -> BusinessCalendar:
    """Give a calendar other hours; whoever works by it follows in answer to CalendarChanged.

    Raises:
        CalendarNotFound: there is none with this id.
        CalendarNameTaken: another one has the name.
        RegionUnknown: no holidays are known for the place.
    """
    check_place(wanted)
    calendar = await get(session, calendar_id)
    for name, value in wanted.model_dump(mode="json").items():
        setattr(calendar, name, value)
    calendar.changed_at = clock.now()
    await _keep(session, calendar)
    events.record(session, CalendarChanged(calendar_id=calendar.id), by=by)
    return calendar


async def remove(session: AsyncSession, calendar_id: UUID) -> None:
    """Remove a calendar.

    Raises:
        CalendarNotFound: there is none with this id.
        CalendarInUse: somebody works by it.
    """
    calendar = await get(session, calendar_id)
    try:
        await session.delete(calendar)
        await session.flush()
    except IntegrityError as error:
        raise CalendarInUse from error


def check_place(wanted: CalendarHours) -> None:
    """Refuse a place whose holidays are not known.

    Raises:
        RegionUnknown: the country or its region is not in the list.
    """
    if wanted.country is None:
        return
    regions = countries().get(wanted.country)
    if regions is None:
        raise RegionUnknown(wanted.country, None)
    if wanted.region is not None and wanted.region not in regions:
        raise RegionUnknown(wanted.country, wanted.region)


async def _keep(session: AsyncSession, calendar: BusinessCalendar) -> None:
    try:
        session.add(calendar)
        await session.flush()
    except IntegrityError as error:
        raise CalendarNameTaken from error


def _after(page: PageRequest) -> repository.After:
    values = page.after(2)
    if values is None:
        return None
    try:
        return str(values[0]), UUID(str(values[1]))
    except ValueError as error:
        raise CursorInvalid from error
