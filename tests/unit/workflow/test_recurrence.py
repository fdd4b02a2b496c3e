"""When a schedule is due: by the clock on the wall, off closed days, never twice and never missed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.hours import Hours, Span
from app.workflow.schedules.enums import ClosedDays
from app.workflow.schedules.recurrence import (
    Plan,
    RuleRefused,
    due_between,
    next_due,
    read_rule,
    upcoming,
)
from app.workflow.schedules.words import date_words, sentence

BERLIN = ZoneInfo("Europe/Berlin")
WORKING = ((Span(9 * 60, 18 * 60),),) * 5 + ((), ())
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def wall(*parts: int) -> datetime:
    """What the clock shows, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - the wall's time


def plan(rule: str | None, starts: datetime | None = None, **facts: object) -> Plan:
    """A plan on Berlin's clock."""
    return Plan(starts=starts or wall(2026, 1, 1, 9), zone="Europe/Berlin", rule=rule, **facts)  # type: ignore[arg-type]


def days(found: Plan, after: datetime, count: int) -> list[date]:
    """The next dates."""
    return [due.day for due in upcoming(found, after=after, count=count)]


def test_the_last_working_day_of_the_month() -> None:
    office = Hours("Europe/Berlin", WORKING, closed=frozenset({date(2026, 12, 31)}))
    monthly = plan("FREQ=MONTHLY;BYMONTHDAY=-1", hours=office, closed_days=ClosedDays.PREVIOUS)

    assert days(monthly, datetime(2026, 9, 1, tzinfo=UTC), 4) == [
        date(2026, 9, 30),
        date(2026, 10, 30),
        date(2026, 11, 30),
        date(2026, 12, 30),
    ]


def test_nine_oclock_stays_nine_oclock_over_clock_changes() -> None:
    daily = plan("FREQ=DAILY", wall(2026, 3, 27, 9))

    found = upcoming(daily, after=datetime(2026, 3, 27, tzinfo=UTC), count=4)

    assert [due.at.astimezone(BERLIN).hour for due in found] == [9, 9, 9, 9]
    assert [due.at.hour for due in found] == [8, 8, 7, 7]


def test_a_time_that_the_clock_leaves_out_comes_at_the_jump() -> None:
    daily = plan("FREQ=DAILY", wall(2026, 3, 28, 2, 30))

    found = upcoming(daily, after=datetime(2026, 3, 28, tzinfo=UTC), count=3)

    assert [due.at for due in found] == [
        datetime(2026, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 30, 0, 30, tzinfo=UTC),
    ]


def test_a_time_that_the_clock_shows_twice_comes_once() -> None:
    daily = plan("FREQ=DAILY", wall(2026, 10, 25, 2, 30))

    found = upcoming(daily, after=datetime(2026, 10, 24, tzinfo=UTC), count=2)

    assert [due.at for due in found] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_two_closed_days_that_move_to_one_are_one() -> None:
    office = Hours("Europe/Berlin", WORKING)
    daily = plan("FREQ=DAILY", hours=office, closed_days=ClosedDays.NEXT)
    friday = datetime(2026, 2, 27, tzinfo=UTC)

    assert days(daily, friday, 3) == [date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 3)]


@pytest.mark.parametrize(
    ("rule", "count"), [("FREQ=DAILY;COUNT=3", 3), ("FREQ=DAILY;UNTIL=20260104", 4)]
)
def test_an_end_ends_it(rule: str, count: int) -> None:
    found = plan(rule)

    assert len(days(found, datetime(2025, 12, 1, tzinfo=UTC), 50)) == count
    assert next_due(found, after=datetime(2026, 2, 1, tzinfo=UTC)) is None


def test_once_is_once() -> None:
    once = plan(None, wall(2026, 5, 1, 9))

    assert days(once, datetime(2026, 1, 1, tzinfo=UTC), 5) == [date(2026, 5, 1)]
    assert next_due(once, after=datetime(2026, 5, 1, 7, tzinfo=UTC)) is None


def test_a_leap_day_waits_for_its_year() -> None:
    yearly = plan("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")

    assert days(yearly, datetime(2026, 1, 1, tzinfo=UTC), 1) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=HOURLY", "FREQ must be"),
        ("BYDAY=MO", "FREQ must be"),
        ("FREQ=DAILY;BYHOUR=3", "BYHOUR"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not both"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
        ("FREQ=DAILY;FREQ=DAILY", "no part"),
        ("every day", "no part"),
    ],
)
def test_a_rule_that_cannot_be_says_why(rule: str, why: str) -> None:
    with pytest.raises(RuleRefused, match=why):
        read_rule(rule)


def test_a_date_that_never_comes_is_given_up() -> None:
    never = plan("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")

    assert next_due(never, after=datetime(2026, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (None, "Once, on 1 January 2026 at 09:00 (Europe/Berlin)."),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "Every week on Monday, Thursday at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day at 09:00"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", "Every 3 months on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last weekday"),
        ("FREQ=YEARLY;COUNT=2", "Every year on day 1 January"),
        ("FREQ=DAILY;UNTIL=20261231", "until 31 December 2026"),
    ],
)
def test_a_rule_in_words(rule: str | None, says: str) -> None:
    assert says in sentence(rule, wall(2026, 1, 1, 9), "Europe/Berlin", None)


def test_a_moved_date_says_where_from() -> None:
    office = Hours("Europe/Berlin", WORKING)
    once = plan(None, wall(2026, 2, 28, 9), hours=office, closed_days=ClosedDays.NEXT)
    due = next_due(once, after=datetime(2026, 1, 1, tzinfo=UTC))
    assert due is not None

    assert date_words(due, "Europe/Berlin") == (
        "Monday 2 March 2026, 09:00 (instead of Saturday 28 February, which is closed)"
    )


@settings(deadline=None, max_examples=60)
@given(
    interval=st.integers(1, 4),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 4, 30)), max_size=12),
    policy=st.sampled_from(ClosedDays),
    looks=st.lists(st.integers(1, 40 * 24), min_size=1, max_size=12),
)
def test_no_date_is_missed_or_met_twice_however_the_looks_fall(
    interval: int,
    weekdays: frozenset[int],
    closed: frozenset[date],
    policy: ClosedDays,
    looks: list[int],
) -> None:
    """A worker that looks at odd times meets the dates of a slow list, each once, in order."""
    office = Hours("Europe/Berlin", WORKING, closed=closed)
    rule = (
        f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(CODES[day] for day in sorted(weekdays))}"
    )
    weekly = plan(rule, hours=office, closed_days=policy)

    met: list[datetime] = []
    now = datetime(2025, 12, 31, tzinfo=UTC)
    upcoming_at = next_due(weekly, after=now)
    for hours in looks:
        now += timedelta(hours=hours)
        if upcoming_at is not None and upcoming_at.at <= now:
            met += [due.at for due in due_between(weekly, first=upcoming_at.at, last=now)]
            upcoming_at = next_due(weekly, after=now)

    assert met == [at for at in slow_list(interval, weekdays, closed, policy) if at <= now]


def slow_list(
    interval: int, weekdays: frozenset[int], closed: frozenset[date], policy: ClosedDays
) -> list[datetime]:
    """Every day of two years, one after the other."""

    def is_open(day: date) -> bool:
        return day.weekday() < 5 and day not in closed

    found: set[date] = set()
    start = date(2026, 1, 1)
    first_week = start - timedelta(days=start.weekday())
    for number in range(2 * 365):
        day = start + timedelta(days=number)
        weeks = (day - first_week).days // 7
        if weeks % interval or day.weekday() not in weekdays:
            continue
        step = {ClosedDays.NEXT: 1, ClosedDays.PREVIOUS: -1}.get(policy)
        if policy is ClosedDays.SKIP and not is_open(day):
            continue
        while step is not None and not is_open(day):
            day += timedelta(days=step)
        found.add(day)
    return [datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN) for day in sorted(found)]
