"""Request and response shapes of calendars."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.calendars.models import CALENDAR_NAME_LENGTH, REGION_LENGTH
from app.calendars.weekly import DatedSpan, WeeklyHours, WeeklySpan

MOST_DAYS = 366
PLAIN = r"^[^\x00-\x1f\x7f]+$"

CalendarName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=CALENDAR_NAME_LENGTH, pattern=PLAIN
    ),
]
DayName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
]
CountryCode = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
RegionCode = Annotated[str, StringConstraints(min_length=1, max_length=REGION_LENGTH)]


class ClosedDay(BaseModel):
    """A date on which nothing is open, and what it is called."""

    date: date
    name: DayName


class CalendarHours(WeeklyHours):
    """Hours of a week, the public holidays of a country or region, and single days."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Head office",
                    "zone": "Europe/Berlin",
                    "weekly": [
                        {"day": "monday", "opens": "08:00", "closes": "12:00"},
                        {"day": "monday", "opens": "13:00", "closes": "17:00"},
                        {"day": "friday", "opens": "22:00", "closes": "06:00"},
                    ],
                    "country": "DE",
                    "region": "BY",
                    "closed_days": [{"date": "2026-12-31", "name": "Stocktaking"}],
                    "extra_days": [{"date": "2026-12-19", "opens": "09:00", "closes": "13:00"}],
                }
            ]
        }
    )

    country: CountryCode | None = None
    region: RegionCode | None = None
    closed_days: Annotated[list[ClosedDay], Field(max_length=MOST_DAYS)] = []
    extra_days: Annotated[list[DatedSpan], Field(max_length=MOST_DAYS)] = []

    @model_validator(mode="after")
    def _region_of_a_country(self) -> "CalendarHours":
        if self.region is not None and self.country is None:
            raise ValueError("a region needs its country")
        return self


class SetCalendar(CalendarHours):
    """A calendar as it shall be."""

    name: CalendarName


class CalendarRow(BaseModel):
    """A calendar. Times stand on the clock of its zone."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    zone: str
    weekly: list[WeeklySpan]
    country: str | None
    region: str | None
    closed_days: list[ClosedDay]
    extra_days: list[DatedSpan]
    created_at: datetime
    changed_at: datetime


class OpenSpan(BaseModel):
    """Open from one moment to another; `opens` and `closes` are what the calendar's clock shows."""

    opens: str
    closes: str
    opens_at: datetime
    closes_at: datetime


class CalendarDay(BaseModel):
    """What opens on a date; `closed_for` names the holiday or day off, should it be one."""

    date: date
    spans: list[OpenSpan]
    closed_for: str | None


class CalendarPreview(BaseModel):
    """The next days, and whether it is open at this moment."""

    is_open: bool
    changes_at: datetime | None
    days: list[CalendarDay]


class Country(BaseModel):
    """A country with known public holidays, and the codes of its regions."""

    code: str
    regions: list[str]
