"""Counting in working days: the dates on which a calendar opens. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calendars.hours import HORIZON_DAYS, Hours, openings_of_date

ONE_DAY = timedelta(days=1)


def is_working_day(hours: Hours, day: date) -> bool:
    """Whether a calendar opens on a date at all."""
    return bool(openings_of_date(hours, ZoneInfo(hours.zone), day))


def after_working_days(hours: Hours | None, start: datetime, days: int) -> datetime | None:
    """The end of the last opening of the so many-th working day after a date.

    Without a calendar, or with one that never closes, whole days are counted. `None` when the
    calendar does not open often enough in the years that it knows.
    """
    if hours is None or hours.is_unending:
        return start + timedelta(days=days)
    zone = ZoneInfo(hours.zone)
    day = start.astimezone(zone).date()
    left = days
    for _ in range(HORIZON_DAYS):
        day += ONE_DAY
        found = openings_of_date(hours, zone, day)
        left -= bool(found)
        if left <= 0 and found:
            return found[-1].end
    return None
