"""What the clock on the wall shows: local times to UTC where an hour is left out or shown twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)
NAIVE_MIDNIGHT = time()


def local_date(zone: ZoneInfo, at: datetime) -> date:
    """The date on the wall."""
    return at.astimezone(zone).date()


def first_showing(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The first moment at which the clock shows so many minutes after a date's midnight, or more."""
    return _moment(zone, day, minutes, fold=0)


def last_showing(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The last moment at which the clock comes to show it."""
    return _moment(zone, day, minutes, fold=1)


def _moment(zone: ZoneInfo, day: date, minutes: int, *, fold: int) -> datetime:
    wall = datetime.combine(day, NAIVE_MIDNIGHT) + timedelta(minutes=minutes)
    before = _offset(zone, wall, fold=0)
    after = _offset(zone, wall, fold=1)
    if before < after:
        # The clock jumps over this time: it shows more from the jump on.
        return _jump(zone, wall - after, wall - before)
    return (wall - (before if fold == 0 else after)).replace(tzinfo=UTC)


def _offset(zone: ZoneInfo, wall: datetime, *, fold: int) -> timedelta:
    offset = wall.replace(tzinfo=zone, fold=fold).utcoffset()
    assert offset is not None  # a ZoneInfo knows its offset at any time
    return offset


def _jump(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second between two naive UTC times at which the offset changes."""
    earlier = low.replace(tzinfo=UTC)
    later = high.replace(tzinfo=UTC)
    offset = later.astimezone(zone).utcoffset()
    while later - earlier > SECOND:
        middle = earlier + ((later - earlier) // 2 // SECOND) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            later = middle
        else:
            earlier = middle
    return later
