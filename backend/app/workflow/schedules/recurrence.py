"""When a schedule is due: an iCalendar rule on the clock of a zone, moved off closed days. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr  # it has no stubs

from app.calendars.hours import Hours
from app.calendars.wall import first_showing
from app.workflow.schedules.enums import ClosedDays
from app.workflow.working_days import is_working_day

# How far ahead a next date is looked for; a rule that fits no date in it is refused.
HORIZON = timedelta(days=5 * 366)
# A calendar that is closed longer than this has no next working day.
LONGEST_CLOSED_DAYS = 60
MOST_COUNT = 1_000
ONE_DAY = timedelta(days=1)
_PARTS = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"}
)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


class RuleRefused(ValueError):
    """The rule cannot be: says what is wrong."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a schedule is due. Without a rule it is due once; `starts` is what the clock shows."""

    starts: datetime
    zone: str
    rule: str | None = None
    hours: Hours | None = None
    closed_days: ClosedDays = ClosedDays.KEEP


@dataclass(frozen=True, slots=True)
class Due:
    """One date: when it is due, and the date that the rule named where that one is closed."""

    at: datetime
    day: date
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    text: str
    count: int | None
    until: datetime | None


def read_rule(text: str) -> _Rule:
    """A rule, taken apart.

    Raises:
        RuleRefused: it is not written as RFC 5545 has it, or comes oftener than once a day.
    """
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise RuleRefused(f"“{part}” is no part of a rule such as FREQ=WEEKLY;BYDAY=MO.")
        if name not in _PARTS:
            raise RuleRefused(f"A schedule does not know “{name}”.")
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise RuleRefused("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY.")
    count = _number(parts.pop("COUNT", None), "COUNT", MOST_COUNT)
    _number(parts.get("INTERVAL"), "INTERVAL", 366)
    until = _until(parts.pop("UNTIL", None))
    if count is not None and until is not None:
        raise RuleRefused("Name an end date or a count, not both.")
    rule = _Rule(";".join(f"{name}={value}" for name, value in parts.items()), count, until)
    try:
        rrulestr(rule.text, dtstart=datetime(2000, 1, 1))  # noqa: DTZ001 - the wall's time
    except (ValueError, TypeError, KeyError) as error:
        raise RuleRefused("The rule cannot be read. Write it as FREQ=MONTHLY;BYDAY=2TU.") from error
    return rule


def occurrences(plan: Plan, *, until: datetime) -> Iterator[Due]:
    """Every date up to and with a moment, in order, each once.

    Raises:
        RuleRefused: the rule cannot be read.
    """
    zone = ZoneInfo(plan.zone)
    last: datetime | None = None
    # One more: a date may move forward from behind the end, or back from beyond it.
    wall_end = until.astimezone(zone).replace(tzinfo=None) + timedelta(days=LONGEST_CLOSED_DAYS)
    minutes = plan.starts.hour * 60 + plan.starts.minute
    for named in _named(plan, wall_end):
        day = _settled(plan, named)
        if day is None:
            continue
        at = first_showing(zone, day, minutes)
        if at > until:
            return
        # Two closed days that move to one working day are one date.
        if last is None or at > last:
            last = at
            yield Due(at, day, moved_from=None if day == named else named)


def next_due(plan: Plan, *, after: datetime) -> Due | None:
    """The first date after a moment; `None` when there is none."""
    start = max(after, first_showing(ZoneInfo(plan.zone), plan.starts.date(), 0))
    for due in occurrences(plan, until=start + HORIZON):
        if due.at > after:
            return due
    return None


def upcoming(plan: Plan, *, after: datetime, count: int) -> list[Due]:
    """The next so many dates."""
    found: list[Due] = []
    start = max(after, first_showing(ZoneInfo(plan.zone), plan.starts.date(), 0))
    for due in occurrences(plan, until=start + HORIZON):
        if due.at > after:
            found.append(due)
        if len(found) == count:
            break
    return found


def due_between(plan: Plan, *, first: datetime, last: datetime) -> list[Due]:
    """The dates from one moment to another, both included."""
    return [due for due in occurrences(plan, until=last) if due.at >= first]


def _named(plan: Plan, wall_end: datetime) -> Iterator[date]:
    if plan.rule is None:
        yield plan.starts.date()
        return
    rule = read_rule(plan.rule)
    series = rrulestr(rule.text, dtstart=plan.starts)
    assert isinstance(series, rrule)
    ends = wall_end if rule.until is None else min(wall_end, rule.until)
    for number, moment in enumerate(series.replace(until=ends), start=1):
        if rule.count is not None and number > rule.count:
            return
        yield moment.date()


def _settled(plan: Plan, named: date) -> date | None:
    if plan.hours is None or plan.closed_days is ClosedDays.KEEP:
        return named
    if is_working_day(plan.hours, named):
        return named
    if plan.closed_days is ClosedDays.SKIP:
        return None
    step = ONE_DAY if plan.closed_days is ClosedDays.NEXT else -ONE_DAY
    day = named
    for _ in range(LONGEST_CLOSED_DAYS):
        day += step
        if is_working_day(plan.hours, day):
            return day
    return None


def _number(value: str | None, name: str, most: int) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise RuleRefused(f"{name} must be a number from 1 to {most}.")
    return int(value)


def _until(value: str | None) -> datetime | None:
    if value is None:
        return None
    for form in ("%Y%m%d", "%Y%m%dT%H%M%S"):
        try:
            found = datetime.strptime(value, form)  # noqa: DTZ007 - the wall's time
        except ValueError:
            continue
        # A date alone means the whole of it.
        return found if "T" in value else found + ONE_DAY - timedelta(seconds=1)
    raise RuleRefused("UNTIL must be a date such as 20271231, on the clock of the schedule's zone.")
