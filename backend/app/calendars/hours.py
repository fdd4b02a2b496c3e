"""Weekly opening hours in a time zone, and reckoning in open time. Pure; aware times in, UTC out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from app.calendars.wall import first_showing, last_showing, local_date

DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
# A calendar that has not opened within so many days is taken for one that never opens again.
HORIZON_DAYS = 3 * 366
ONE_DAY = timedelta(days=1)


class HoursRefused(ValueError):
    """The hours cannot be: says what is wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes after midnight; a span that closes after 1440 runs into the next day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < DAY_MINUTES:
            raise HoursRefused("a span opens between 00:00 and 23:59")
        if not self.opens < self.closes <= self.opens + DAY_MINUTES:
            raise HoursRefused("a span lasts at least a minute and at most a day")


WHOLE_DAY = Span(0, DAY_MINUTES)
NO_EXTRA: Mapping[date, tuple[Span, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is open.

    `weekly` holds the spans that begin on each day, Monday first. A closed date is closed from
    midnight to midnight, whatever runs into it. Extra spans are open besides, on closed dates too:
    together the two say 'on this day other hours than usual'.

    A span opens when the clock first shows its beginning and closes when the clock last shows its
    end: an hour that is shown twice is open twice, one that is left out is not there.
    """

    zone: str = "UTC"
    weekly: tuple[tuple[Span, ...], ...] = ((WHOLE_DAY,),) * WEEK_DAYS
    closed: frozenset[date] = frozenset()
    extra: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: NO_EXTRA)

    def __post_init__(self) -> None:
        if len(self.weekly) != WEEK_DAYS:
            raise HoursRefused("a week has seven days")

    @property
    def is_unending(self) -> bool:
        """Open every minute of every week, without a closed date."""
        return not self.closed and _covers_the_week(self.weekly)

    @property
    def is_empty(self) -> bool:
        """Without a single span."""
        return not any(self.weekly) and not any(self.extra.values())


ALWAYS = Hours()


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from `start` up to, not including, `end`."""

    start: datetime
    end: datetime


@lru_cache(maxsize=4096)
def _covers_the_week(weekly: tuple[tuple[Span, ...], ...]) -> bool:
    spans = sorted(
        (day * DAY_MINUTES + span.opens, day * DAY_MINUTES + span.closes)
        for day, of_day in enumerate(weekly)
        for span in of_day
    )
    week = WEEK_DAYS * DAY_MINUTES
    # Sunday's night runs into Monday.
    reached = max((closes - week for _, closes in spans), default=0)
    reached = max(reached, 0)
    for opens, closes in spans:
        if opens > reached:
            return False
        reached = max(reached, closes)
    return reached >= week


def openings(hours: Hours, after: datetime, before: datetime | None = None) -> Iterator[Opening]:
    """Open times that end after the one moment and begin before the other, in order, joined.

    The first may have begun earlier. Without an end the search gives up at the horizon.
    """
    zone = ZoneInfo(hours.zone)
    after = after.astimezone(UTC)
    last = after + HORIZON_DAYS * ONE_DAY if before is None else before.astimezone(UTC)
    # A span lasts a day at most, so what began two dates ago is over.
    day = local_date(zone, after) - 2 * ONE_DAY
    end_day = local_date(zone, last) + ONE_DAY
    current: Opening | None = None
    while day <= end_day:
        for found in openings_of_date(hours, zone, day):
            if current is not None and found.start <= current.end:
                current = Opening(current.start, max(current.end, found.end))
                continue
            if current is not None and current.end > after and current.start < last:
                yield current
            current = found
        day += ONE_DAY
    if current is not None and current.end > after and current.start < last:
        yield current


def openings_of_date(hours: Hours, zone: ZoneInfo, day: date) -> list[Opening]:
    """What opens on a date, closed dates cut out, in order."""
    found: list[Opening] = []
    if day not in hours.closed:
        # From its midnight on, a closed date has its own say.
        next_day = day + ONE_DAY
        cut = first_showing(zone, next_day, 0) if next_day in hours.closed else None
        found += _openings_of(zone, day, hours.weekly[day.weekday()], cut)
    if hours.extra:
        found += _openings_of(zone, day, hours.extra.get(day, ()), None)
    return sorted(found, key=lambda opening: opening.start)


def _openings_of(
    zone: ZoneInfo, day: date, spans: tuple[Span, ...], cut: datetime | None
) -> Iterator[Opening]:
    for span in spans:
        start = first_showing(zone, day, span.opens)
        end = last_showing(zone, day, span.closes)
        end = end if cut is None else min(end, cut)
        if start < end:
            yield Opening(start, end)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether it is open at this moment."""
    if hours.is_unending:
        return True
    found = next(openings(hours, at, at + timedelta(microseconds=1)), None)
    return found is not None and found.start <= at


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """The moment itself while open, else the next one that is; `None` when it stays closed."""
    if hours.is_unending:
        return at.astimezone(UTC)
    if hours.is_empty:
        return None
    found = next(openings(hours, at), None)
    return None if found is None else max(found.start, at.astimezone(UTC))


def next_closing(hours: Hours, at: datetime) -> datetime | None:
    """When the present or the next opening ends; `None` when it never does or never opens."""
    if hours.is_unending or hours.is_empty:
        return None
    found = next(openings(hours, at), None)
    if found is None:
        return None
    # What has not closed at the horizon is open for good.
    return found.end if found.end < at + HORIZON_DAYS * ONE_DAY else None


def business_seconds(hours: Hours, start: datetime, end: datetime) -> float:
    """Open seconds between two moments; 0 when the second is not after the first."""
    if end <= start:
        return 0.0
    if hours.is_unending:
        return (end - start).total_seconds()
    total = timedelta()
    for opening in openings(hours, start, end):
        total += min(opening.end, end) - max(opening.start, start)
    return total.total_seconds()


def add_business(hours: Hours, start: datetime, seconds: float) -> datetime | None:
    """The first moment at which so many open seconds have passed; `None` when they never do.

    With nothing to add the moment itself is given, open or not.
    """
    start = start.astimezone(UTC)
    left = timedelta(seconds=seconds)
    if left <= timedelta():
        return start
    if hours.is_unending:
        return start + left
    while not hours.is_empty:
        reached = start
        for opening in openings(hours, start, start + HORIZON_DAYS * ONE_DAY):
            begins = max(opening.start, start)
            if left <= opening.end - begins:
                return begins + left
            left -= opening.end - begins
            reached = opening.end
        if reached == start:
            return None
        start = reached
    return None
