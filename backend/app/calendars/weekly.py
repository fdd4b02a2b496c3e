"""Opening times as people write them: 'monday, 09:00 to 17:00', and what the reckoning makes of them."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.calendars.hours import DAY_MINUTES, WEEK_DAYS, Span

ZONE_LENGTH = 64
MOST_SPANS = 70
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
Opens = Annotated[str, StringConstraints(pattern=rf"^{_TIME}$")]
Closes = Annotated[str, StringConstraints(pattern=rf"^(?:{_TIME}|24:00)$")]


class Weekday(StrEnum):
    """Monday first, as the week is stored."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_DAY_NUMBER = {day: number for number, day in enumerate(Weekday)}


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no time zone of this name; write one like Europe/Berlin")
    return name


ZoneName = Annotated[
    str, StringConstraints(min_length=1, max_length=ZONE_LENGTH), AfterValidator(_known_zone)
]


def _minutes(written: str) -> int:
    hours, minutes = written.split(":")
    return 60 * int(hours) + int(minutes)


def written(minutes: int) -> str:
    """Minutes after midnight as the clock shows them; midnight at a day's end is 24:00."""
    minutes = minutes if minutes == DAY_MINUTES else minutes % DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span_of(opens: str, closes: str) -> Span:
    """A span of the reckoning; what closes at or before its opening does so on the next day."""
    begins, ends = _minutes(opens), _minutes(closes)
    return Span(begins, ends if ends > begins else ends + DAY_MINUTES)


class WeeklySpan(BaseModel):
    """Open each week on this day; `closes` at or before `opens` is on the day after."""

    day: Weekday
    opens: Opens
    closes: Closes

    @property
    def span(self) -> Span:
        """As the reckoning wants it."""
        return span_of(self.opens, self.closes)


class DatedSpan(BaseModel):
    """Open on one date besides the usual hours, or in their place where the date is closed."""

    date: date
    opens: Opens
    closes: Closes


def by_day(spans: Iterable[WeeklySpan]) -> tuple[tuple[Span, ...], ...]:
    """The week of the reckoning, Monday first."""
    week: list[list[Span]] = [[] for _ in range(WEEK_DAYS)]
    for item in spans:
        week[_DAY_NUMBER[item.day]].append(item.span)
    return tuple(tuple(sorted(day)) for day in week)


def _apart(spans: list[WeeklySpan]) -> list[WeeklySpan]:
    for day, of_day in zip(Weekday, by_day(spans), strict=True):
        for one, other in pairwise(of_day):
            if other.opens < one.closes:
                raise ValueError(
                    f"on {day} {written(one.opens)} to {written(one.closes)} and "
                    f"{written(other.opens)} to {written(other.closes)} overlap"
                )
    return spans


WeeklySpans = Annotated[list[WeeklySpan], Field(max_length=MOST_SPANS), AfterValidator(_apart)]


class WeeklyHours(BaseModel):
    """Hours of a week on the clock of one time zone."""

    zone: ZoneName
    weekly: WeeklySpans

    @model_validator(mode="after")
    def _opens_at_all(self) -> "WeeklyHours":
        if not self.weekly:
            raise ValueError("name at least one span of open hours")
        return self
