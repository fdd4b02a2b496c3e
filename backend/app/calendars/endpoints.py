"""HTTP edge of business calendars."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.calendars import reading
from app.calendars import service as calendars
from app.calendars.errors import (
    CalendarInUse,
    CalendarNameTaken,
    CalendarNotFound,
    RegionUnknown,
)
from app.calendars.models import BusinessCalendar
from app.calendars.public_holidays import countries
from app.calendars.schemas import (
    CalendarHours,
    CalendarPreview,
    CalendarRow,
    Country,
    SetCalendar,
)
from app.core import clock
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit

router = APIRouter(
    prefix="/calendars",
    tags=["calendars"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Reader = Annotated[Actor, requires(Permission.PEOPLE_READ)]
Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]
Days = Annotated[int, Query(ge=1, le=62, description="How many days to show.")]


@router.get("", dependencies=[limit("240/minute")], responses=documented(CursorInvalid))
async def list_calendars(_: Reader, session: ReadSession, page: PageParams) -> Page[CalendarRow]:
    """List business calendars by name."""
    return await calendars.list_calendars(session, page)


@router.get("/countries", dependencies=[limit("60/minute")])
async def list_countries(_: Reader) -> list[Country]:
    """List the countries and regions whose public holidays are known."""
    return [Country(code=code, regions=list(found)) for code, found in countries().items()]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=CalendarRow,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, CalendarNameTaken, RegionUnknown),
)
async def make_calendar(body: SetCalendar, _: Manager, session: Session) -> BusinessCalendar:
    """Make a calendar of business hours, with the public holidays of a country or region."""
    return await calendars.make(session, body)


@router.post(
    "/preview",
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, RegionUnknown),
)
async def preview_hours(body: CalendarHours, _: Manager, days: Days = 14) -> CalendarPreview:
    """Show what hours that are only being written would mean. Nothing is kept."""
    calendars.check_place(body)
    return reading.preview(body, clock.now(), days=days)


@router.get(
    "/{calendar_id}",
    response_model=CalendarRow,
    dependencies=[limit("240/minute")],
    responses=documented(CalendarNotFound),
)
async def read_calendar(calendar_id: UUID, _: Reader, session: ReadSession) -> BusinessCalendar:
    """Read one calendar."""
    return await calendars.get(session, calendar_id)


@router.get(
    "/{calendar_id}/preview",
    dependencies=[limit("120/minute")],
    responses=documented(CalendarNotFound),
)
async def preview_calendar(
    calendar_id: UUID, _: Reader, session: ReadSession, days: Days = 14
) -> CalendarPreview:
    """Show the next days of a calendar, today first: when it opens, and which holidays fall on them."""
    calendar = await calendars.get(session, calendar_id)
    written = CalendarHours.model_validate(calendar, from_attributes=True)
    return reading.preview(written, clock.now(), days=days)


@router.put(
    "/{calendar_id}",
    response_model=CalendarRow,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, CalendarNotFound, CalendarNameTaken, RegionUnknown),
)
async def change_calendar(
    calendar_id: UUID, body: SetCalendar, actor: Manager, session: Session
) -> BusinessCalendar:
    """Give a calendar other hours. Whoever works by it follows within seconds."""
    return await calendars.change(session, calendar_id, body, by=actor)


@router.delete(
    "/{calendar_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, CalendarNotFound, CalendarInUse),
)
async def remove_calendar(calendar_id: UUID, _: Manager, session: Session) -> None:
    """Remove a calendar that nobody works by."""
    await calendars.remove(session, calendar_id)
