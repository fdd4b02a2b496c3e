"""Reckoning in open time, held against a count of minutes on the wall clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.hours import (
    ALWAYS,
    Hours,
    HoursRefused,
    Opening,
    Span,
    add_business,
    business_seconds,
    is_open,
    next_closing,
    next_opening,
    openings,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BERLIN = "Europe/Berlin"
# Whole hours, half an hour (Lord Howe), at midnight (Havana), odd offsets, south, none.
ZONES = (
    "UTC",
    BERLIN,
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
# Beginnings of windows: around clock changes of those zones, a leap day, a turn of the year.
AROUND = (
    date(2024, 2, 28),
    date(2024, 3, 9),
    date(2024, 3, 30),
    date(2024, 4, 5),
    date(2024, 9, 6),
    date(2024, 10, 4),
    date(2024, 10, 25),
    date(2024, 11, 2),
    date(2025, 12, 30),
)
NOTHING: tuple[tuple[Span, ...], ...] = ((),) * 7


def at(*parts: int, zone: str = "UTC", fold: int = 0) -> datetime:
    """A moment, by what the clock shows in a zone."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(
        UTC
    )


def daily(*spans: Span, days: range = range(7)) -> tuple[tuple[Span, ...], ...]:
    """The same spans on these days of the week."""
    return tuple(spans if day in days else () for day in range(7))


OFFICE = Hours(BERLIN, daily(Span(540, 720), Span(780, 1020), days=range(5)))
NIGHTS = Hours(BERLIN, daily(Span(22 * 60, 30 * 60)))


def minutes_open(hours: Hours, start: datetime, end: datetime) -> set[datetime]:
    """Every open minute from start to end, found by looking at the clock once a minute."""
    zone = ZoneInfo(hours.zone)
    first = start - 3 * DAY
    moments = [first + index * MINUTE for index in range(int((end + 3 * DAY - first) / MINUTE))]
    walls = [moment.astimezone(zone).replace(tzinfo=None) for moment in moments]

    def shown(opens: datetime, closes: datetime) -> set[datetime]:
        begins = next((i for i, wall in enumerate(walls) if wall >= opens), len(walls))
        before_end = [i for i, wall in enumerate(walls) if wall < closes]
        ends = before_end[-1] + 1 if before_end else 0
        return set(moments[begins:ends])

    found: set[datetime] = set()
    day = walls[0].date() + 1 * DAY
    while day < walls[-1].date():
        midnight = datetime.combine(day, datetime.min.time())
        spans = (
            [] if day in hours.closed else [(span, True) for span in hours.weekly[day.weekday()]]
        )
        spans += [(span, False) for span in hours.extra.get(day, ())]
        for span, yields in spans:
            of_span = shown(midnight + span.opens * MINUTE, midnight + span.closes * MINUTE)
            if yields and day + DAY in hours.closed:
                closes = next(i for i, wall in enumerate(walls) if wall >= midnight + DAY)
                of_span = {moment for moment in of_span if moment < moments[closes]}
            found |= of_span
        day += DAY
    return {moment for moment in found if start <= moment < end}


spans = st.builds(
    lambda opens, lasts: Span(opens, opens + lasts),
    st.integers(0, 1439),
    st.one_of(st.integers(1, 1440), st.sampled_from((60, 480, 1440))),
)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Hours, datetime, datetime]:
    """Hours of any shape, and a few days to count in."""
    begin = draw(st.sampled_from(AROUND))
    near = st.integers(-1, 4).map(lambda days: begin + days * DAY)
    hours = Hours(
        draw(st.sampled_from(ZONES)),
        tuple(tuple(draw(st.lists(spans, max_size=2))) for _ in range(7)),
        frozenset(draw(st.lists(near, max_size=2))),
        dict(draw(st.lists(st.tuples(near, st.tuples(spans)), max_size=1))),
    )
    start = datetime.combine(begin, datetime.min.time(), UTC) + draw(st.integers(0, 1439)) * MINUTE
    return hours, start, start + draw(st.integers(0, 4 * 1440)) * MINUTE


@settings(max_examples=120, deadline=None)
@given(windows())
def test_open_time_is_what_a_count_of_minutes_says(
    window: tuple[Hours, datetime, datetime],
) -> None:
    hours, start, end = window
    counted = minutes_open(hours, start, end)
    assert business_seconds(hours, start, end) == 60 * len(counted)
    for moment in (start, start + (end - start) // 2 // MINUTE * MINUTE):
        if moment < end:
            assert is_open(hours, moment) == (moment in counted)
    opening = next_opening(hours, start)
    if counted:
        assert opening == min(counted)
    else:
        assert opening is None or opening >= end


@settings(max_examples=150, deadline=None)
@given(windows(), st.integers(1, 3 * 86_400))
def test_adding_open_time_is_the_inverse_of_counting_it(
    window: tuple[Hours, datetime, datetime], seconds: int
) -> None:
    hours, start, _ = window
    due = add_business(hours, start, seconds)
    if due is None:
        assert next_opening(hours, start) is None or not any(hours.weekly)
        return
    assert business_seconds(hours, start, due) == seconds
    # No earlier moment would do: the last second before it is an open one.
    assert is_open(hours, due - timedelta(seconds=1))


@settings(max_examples=100, deadline=None)
@given(windows())
def test_openings_are_apart_and_in_order(window: tuple[Hours, datetime, datetime]) -> None:
    hours, start, end = window
    found = list(openings(hours, start, end))
    assert all(one.start < one.end for one in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    closing = next_closing(hours, start)
    if found and closing is not None:
        assert closing >= found[0].end
        assert not is_open(hours, closing)


def test_around_the_clock_has_no_closed_minute() -> None:
    start = at(2024, 3, 30)
    assert business_seconds(ALWAYS, start, start + 3 * DAY) == 3 * 86_400
    assert next_closing(ALWAYS, start) is None
    in_berlin = Hours(BERLIN)
    assert business_seconds(in_berlin, start, start + 365 * DAY) == 365 * 86_400
    by_nights_and_days = Hours(BERLIN, daily(Span(360, 1320), Span(1320, 1800)))
    assert by_nights_and_days.is_unending
    assert not Hours(BERLIN, daily(Span(361, 1320), Span(1320, 1800))).is_unending


def test_around_the_clock_but_for_one_date_closes_there_alone() -> None:
    hours = Hours(BERLIN, closed=frozenset({date(2024, 12, 25)}))
    begins = at(2024, 12, 25, zone=BERLIN)
    assert next_closing(hours, at(2024, 12, 1)) == begins
    assert next_opening(hours, begins) == begins + DAY
    assert next_closing(hours, begins + 2 * DAY) is None


def test_only_tuesday_is_open() -> None:
    hours = Hours(BERLIN, daily(Span(540, 1020), days=range(1, 2)))
    assert next_opening(hours, at(2024, 5, 8)) == at(2024, 5, 14, 9, zone=BERLIN)
    two_tuesdays_and_a_half = add_business(hours, at(2024, 5, 8), 20 * 3600)
    assert two_tuesdays_and_a_half == at(2024, 5, 28, 13, zone=BERLIN)


def test_two_spans_a_day_leave_the_break_out() -> None:
    start = at(2024, 5, 8, 11, zone=BERLIN)
    assert next_closing(OFFICE, start) == at(2024, 5, 8, 12, zone=BERLIN)
    assert add_business(OFFICE, start, 2 * 3600) == at(2024, 5, 8, 14, zone=BERLIN)
    assert not is_open(OFFICE, at(2024, 5, 8, 12, zone=BERLIN))
    assert is_open(OFFICE, at(2024, 5, 8, 13, zone=BERLIN))


def test_a_weekend_lies_between() -> None:
    friday = at(2024, 5, 10, 16, zone=BERLIN)
    assert add_business(OFFICE, friday, 2 * 3600) == at(2024, 5, 13, 10, zone=BERLIN)


@pytest.mark.parametrize(
    ("evening", "hours"),
    [
        ((2024, 3, 30, 20), 7),  # the clock leaves 02:00 to 03:00 out
        ((2024, 10, 26, 20), 9),  # and shows it twice
        ((2024, 6, 1, 20), 8),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(evening: tuple[int, ...], hours: int) -> None:
    start = at(*evening, zone=BERLIN)
    night = next(openings(NIGHTS, start))
    assert night.end - night.start == timedelta(hours=hours)
    assert business_seconds(NIGHTS, start, start + 14 * timedelta(hours=1)) == hours * 3600


def test_hours_that_begin_or_end_in_the_hour_left_out() -> None:
    hours = Hours(BERLIN, daily(Span(60, 150), Span(150, 240)))
    jump = at(2024, 3, 31, 1)
    assert list(openings(hours, at(2024, 3, 31), at(2024, 3, 31, 12))) == [
        Opening(at(2024, 3, 31, 1, zone=BERLIN), at(2024, 3, 31, 4, zone=BERLIN))
    ]
    only_inside = Hours(BERLIN, daily(Span(125, 170)))
    assert not list(openings(only_inside, jump - timedelta(hours=1), jump + timedelta(hours=1)))


def test_the_hour_shown_twice_is_open_twice() -> None:
    hours = Hours(BERLIN, daily(Span(120, 180)))
    assert business_seconds(hours, at(2024, 10, 27), at(2024, 10, 27, 12)) == 2 * 3600


def test_a_closed_date_cuts_the_night_that_runs_into_it() -> None:
    hours = Hours(BERLIN, NIGHTS.weekly, frozenset({date(2024, 12, 25)}))
    start = at(2024, 12, 24, 20, zone=BERLIN)
    assert next_closing(hours, start) == at(2024, 12, 25, zone=BERLIN)
    assert next_opening(hours, at(2024, 12, 25, zone=BERLIN)) == at(2024, 12, 26, 22, zone=BERLIN)


def test_a_closed_date_with_extra_hours_has_those_alone() -> None:
    eve = date(2024, 12, 24)
    hours = Hours(BERLIN, OFFICE.weekly, frozenset({eve}), {eve: (Span(540, 720),)})
    assert business_seconds(
        hours, at(2024, 12, 24, zone=BERLIN), at(2024, 12, 25, zone=BERLIN)
    ) == (3 * 3600)


def test_the_leap_day_counts() -> None:
    start = at(2024, 2, 28, 16, zone=BERLIN)
    assert add_business(OFFICE, start, 2 * 3600) == at(2024, 2, 29, 10, zone=BERLIN)


def test_the_zone_is_that_of_the_hours_not_of_the_server() -> None:
    tokyo = Hours("Asia/Tokyo", OFFICE.weekly)
    assert next_opening(tokyo, at(2024, 5, 8, 10)) == at(2024, 5, 9)


def test_what_never_opens_says_so() -> None:
    never = Hours(BERLIN, NOTHING)
    moment = at(2024, 5, 8)
    assert next_opening(never, moment) is None
    assert next_closing(never, moment) is None
    assert add_business(never, moment, 1) is None
    assert business_seconds(never, moment, moment + 9 * DAY) == 0
    once = Hours(BERLIN, NOTHING, extra={date(2024, 5, 9): (Span(0, 60),)})
    assert add_business(once, moment, 3600) == at(2024, 5, 9, 1, zone=BERLIN)
    assert add_business(once, moment, 3601) is None


def test_nothing_to_add_is_due_at_once() -> None:
    moment = at(2024, 5, 11)
    assert add_business(OFFICE, moment, 0) == moment


def test_years_of_work_are_added_in_one_go() -> None:
    start = at(2024, 1, 1)
    hours = Hours("UTC", daily(Span(0, 60), days=range(1)))
    # One hour a week: 400 hours are 400 Mondays.
    assert add_business(hours, start, 400 * 3600) == start + 399 * 7 * DAY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes"), [(-1, 10), (1440, 1500), (60, 60), (60, 30), (60, 1501)]
)
def test_a_span_that_cannot_be_is_refused(opens: int, closes: int) -> None:
    with pytest.raises(HoursRefused):
        Span(opens, closes)
