"""From a calendar's row to hours that can be reckoned with, and to a picture of the next days."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from app.calendars.hours import (
    Hours,
    Span,
    is_open,
    next_closing,
    next_opening,
    openings_of_date,
)
from app.calendars.models import BusinessCalendar
from app.calendars.public_holidays import holidays_of
from app.calendars.schemas import (
    CalendarDay,
    CalendarHours,
    CalendarPreview,
    ClosedDay,
    OpenSpan,
)
from app.calendars.wall import local_date
from app.calendars.weekly import DatedSpan, WeeklySpan, by_day, span_of

# As far as the reckoning looks ahead, and for clocks that began last year.
YEARS_BACK, YEARS_AHEAD = 1, 4


class _Written(Protocol):
    zone: str
    country: str | None
    region: str | None
    weekly: list[WeeklySpan]
    closed_days: list[ClosedDay]
    extra_days: list[DatedSpan]


def hours_of(calendar: BusinessCalendar, at: datetime) -> Hours:
    """The calendar's hours, with the public holidays of the years around a moment."""
    return hours_as_written(CalendarHours.model_validate(calendar, from_attributes=True), at)


def hours_as_written(written: _Written, at: datetime) -> Hours:
    """The same of a calendar that is only being written."""
    extra: dict[date, tuple[Span, ...]] = {}
    for item in written.extra_days:
        extra[item.date] = (*extra.get(item.date, ()), span_of(item.opens, item.closes))
    return Hours(
        zone=written.zone,
        weekly=by_day(written.weekly),
        closed=frozenset(closed_names(written, at)),
        extra=extra,
    )


def closed_names(written: _Written, at: datetime) -> Mapping[date, str]:
    """Closed dates with their names; the calendar's own names come first."""
    names: dict[date, str] = {}
    if written.country is not None:
        for year in range(at.year - YEARS_BACK, at.year + YEARS_AHEAD + 1):
            names |= holidays_of(written.country, written.region, year)
    return names | {day.date: day.name for day in written.closed_days}


def preview(written: _Written, at: datetime, *, days: int) -> CalendarPreview:
    """What the calendar says of now and of the next days, today first."""
    hours = hours_as_written(written, at)
    names = closed_names(written, at)
    is_now = is_open(hours, at)
    return CalendarPreview(
        is_open=is_now,
        changes_at=next_closing(hours, at) if is_now else next_opening(hours, at),
        days=list(_days(hours, names, at, days)),
    )


def _days(
    hours: Hours, names: Mapping[date, str], at: datetime, days: int
) -> Iterator[CalendarDay]:
    zone = ZoneInfo(hours.zone)
    today = local_date(zone, at)
    for day in (today + timedelta(days=number) for number in range(days)):
        found = [
            OpenSpan(
                opens=f"{opening.start.astimezone(zone):%H:%M}",
                closes=f"{opening.end.astimezone(zone):%H:%M}",
                opens_at=opening.start,
                closes_at=opening.end,
            )
            for opening in openings_of_date(hours, zone, day)
        ]
        yield CalendarDay(date=day, spans=found, closed_for=names.get(day))
