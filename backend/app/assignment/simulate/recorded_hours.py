"""Hours from records: when somebody was there. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.assignment.simulate.scenario import DAY

Interval = tuple[float, float]
WEEK = 7 * DAY
# A day's hours reach from the first to the last twentieth of what somebody did, and an hour more.
EDGE_SHARE = 0.05
SHORTEST_HOURS = 4.0
# A weekday with a smaller share of somebody's work is one on which he looked in by chance.
LEAST_WEEKDAY_SHARE = 0.05
# A pause shorter than this in the record is no absence.
SHORTEST_SECONDS = 60.0


def hours_present(
    changes: Sequence[tuple[float, bool]], begin: float, end: float, is_online: bool
) -> tuple[Interval, ...]:
    """Spans of presence from its changes; without any, the present state held all the time."""
    if not changes:
        return ((begin, end),) if is_online else ()
    spans: list[Interval] = []
    # Somebody who ceases was there before; somebody who begins was not.
    since = None if changes[0][1] else begin
    for at, comes in changes:
        if comes and since is None:
            since = at
        elif not comes and since is not None:
            spans.append((since, at))
            since = None
    if since is not None:
        spans.append((since, end))
    return _clean(overlap(spans, ((begin, end),)))


def _clean(spans: Iterable[Interval]) -> tuple[Interval, ...]:
    """Without gaps and spans of less than a minute."""
    joined: list[Interval] = []
    for begin, end in spans:
        if joined and begin - joined[-1][1] < SHORTEST_SECONDS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return tuple(span for span in joined if span[1] - span[0] >= SHORTEST_SECONDS)


def overlap(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """What lies in both; each in order of time, without overlaps of its own."""
    found: list[Interval] = []
    first = second = 0
    while first < len(one) and second < len(other):
        begin = max(one[first][0], other[second][0])
        end = min(one[first][1], other[second][1])
        if begin < end:
            found.append((begin, end))
        if one[first][1] < other[second][1]:
            first += 1
        else:
            second += 1
    return tuple(found)


def usual_hours(acts: Sequence[float], begin: float, end: float, zone: str) -> tuple[Interval, ...]:
    """The weekdays and hours in which somebody's work fell, for the whole period."""
    if not acts:
        return ()
    local = [datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)) for at in acts]
    hours = sorted(at.hour + at.minute / 60.0 for at in local)
    edge = int(len(hours) * EDGE_SHARE)
    first, last = max(hours[edge] - 1.0, 0.0), min(hours[-1 - edge] + 0.5, 24.0)
    if last - first < SHORTEST_HOURS:
        first = max(min(first, 24.0 - SHORTEST_HOURS), 0.0)
        last = first + SHORTEST_HOURS
    counts = Counter(at.weekday() for at in local)
    least = LEAST_WEEKDAY_SHARE * len(local)
    weekdays = frozenset(day for day, count in counts.items() if count >= least)
    return daily(first, last, weekdays, begin, end, zone)


def daily(
    first_hour: float,
    last_hour: float,
    weekdays: frozenset[int],
    begin: float,
    end: float,
    zone: str,
) -> tuple[Interval, ...]:
    """The same hours on each of the weekdays (Monday is 0); past midnight when the last is smaller."""
    place = ZoneInfo(zone)
    day = datetime.fromtimestamp(begin, UTC).astimezone(place).date() - timedelta(days=1)
    last_day = datetime.fromtimestamp(end, UTC).astimezone(place).date()
    spans: list[Interval] = []
    while day <= last_day:
        if day.weekday() in weekdays:
            spans.append((_at(day, first_hour, place), _at(day, last_hour, place)))
            if last_hour <= first_hour:
                spans[-1] = (spans[-1][0], _at(day + timedelta(days=1), last_hour, place))
        day += timedelta(days=1)
    return overlap(_clean(spans), ((begin, end),))


def _at(day: date, hour: float, zone: ZoneInfo) -> float:
    """The wall clock's hour; 24 is the next midnight, whatever daylight saving makes of the day."""
    if hour >= 24.0:
        return _at(day + timedelta(days=1), hour - 24.0, zone)
    whole = int(hour)
    at = time(whole, int((hour - whole) * 60.0))
    return datetime.combine(day, at, tzinfo=zone).timestamp()


def repeated_weekly(spans: Sequence[Interval], end: float, *, weeks: int) -> tuple[Interval, ...]:
    """The spans, and their last week again and again after the end."""
    last_week = overlap(spans, ((end - WEEK, end),))
    later = [
        (begin + week * WEEK, until + week * WEEK)
        for week in range(1, weeks + 1)
        for begin, until in last_week
    ]
    return _clean([*spans, *later])
