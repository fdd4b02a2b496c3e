"""Working days: the dates on which a calendar opens, against a slow count of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.calendars.hours import Hours, Span
from app.workflow.working_days import after_working_days, is_working_day

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(
    zone="Europe/Berlin",
    weekly=((Span(9 * 60, 18 * 60),),) * 5 + ((), ()),
    closed=frozenset({date(2026, 12, 25), date(2026, 12, 28)}),
)


def test_the_weekend_and_holidays_do_not_count() -> None:
    wednesday = datetime(2026, 12, 23, 17, 0, tzinfo=BERLIN)

    assert after_working_days(OFFICE, wednesday, 2) == datetime(2026, 12, 29, 18, tzinfo=BERLIN)
    assert not is_working_day(OFFICE, date(2026, 12, 25))
    assert is_working_day(OFFICE, date(2026, 12, 24))


def test_a_day_is_that_of_the_calendars_clock() -> None:
    # In Berlin it is Tuesday already.
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    assert after_working_days(OFFICE, late, 1) == datetime(2026, 3, 4, 18, tzinfo=BERLIN)


def test_the_day_of_a_clock_change_ends_by_the_clock() -> None:
    everyday = Hours(zone="Europe/Berlin", weekly=((Span(9 * 60, 18 * 60),),) * 7)
    before = datetime(2026, 3, 28, 12, tzinfo=BERLIN)

    assert after_working_days(everyday, before, 1) == datetime(2026, 3, 29, 16, tzinfo=UTC)


def test_without_a_calendar_every_day_counts() -> None:
    start = datetime(2026, 2, 27, 12, tzinfo=UTC)

    assert after_working_days(None, start, 3) == start + timedelta(days=3)


def test_a_calendar_that_never_opens_gives_nothing() -> None:
    empty = Hours(zone="UTC", weekly=((),) * 7)

    assert after_working_days(empty, datetime(2026, 1, 1, tzinfo=UTC), 1) is None


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.integers(1, 30),
    st.frozensets(st.dates(date(2025, 1, 1), date(2028, 3, 1)), max_size=20),
)
def test_it_agrees_with_a_slow_count(minutes: int, days: int, closed: frozenset[date]) -> None:
    hours = Hours(zone="Europe/Berlin", weekly=OFFICE.weekly, closed=closed)
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    day, left = moment.astimezone(BERLIN).date(), days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in closed

    assert after_working_days(hours, moment, days) == datetime(
        day.year, day.month, day.day, 18, tzinfo=BERLIN
    )
