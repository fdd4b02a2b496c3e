"""A ticket's clock in working time: when it is due, when it warns, what pauses and new targets do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.hours import ALWAYS, WHOLE_DAY, Hours, Span, is_open
from app.tickets.enums import DueKind
from app.workflow.enums import Outcome
from app.workflow.sla import clocks
from app.workflow.sla.clocks import Clock, Terms

BERLIN = "Europe/Berlin"
MINUTE = timedelta(minutes=1)
HOUR = 3600
NOTHING: tuple[Span, ...] = ()


def at(*parts: int, zone: str = BERLIN, fold: int = 0) -> datetime:
    """A moment, by what the clock shows in a zone."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(
        UTC
    )


def weekdays(*spans: Span, zone: str = BERLIN, closed: tuple[date, ...] = ()) -> Hours:
    """The same spans from Monday to Friday."""
    return Hours(zone, (spans,) * 5 + (NOTHING, NOTHING), frozenset(closed))


NINE_TO_SIX = weekdays(Span(540, 1080))


def started(
    hours: Hours, begin: datetime, *, target: int, warn_after: tuple[int, ...] = ()
) -> Clock:
    """A clock for a solution."""
    return clocks.start(DueKind.SOLUTION, Terms(target, warn_after), hours, begin)


def test_at_17_55_on_a_friday_before_a_holiday_five_minutes_are_left_of_the_day() -> None:
    hours = weekdays(Span(540, 1080), closed=(date(2026, 5, 25),))

    clock = started(hours, at(2026, 5, 22, 17, 55), target=HOUR)

    assert clock.due_at == at(2026, 5, 26, 9, 55)


@pytest.mark.parametrize(
    ("begin", "due"),
    [
        # Spring: the night of 29 March 2026 has no 02:30, so four hours from 00:00 end at 05:00.
        (at(2026, 3, 29, 0, 0), at(2026, 3, 29, 5, 0)),
        # Autumn: on 25 October 2026 the hour from 02:00 comes twice, so they end at 03:00.
        (at(2026, 10, 25, 0, 0), at(2026, 10, 25, 3, 0)),
    ],
)
def test_an_hour_is_an_hour_when_the_clocks_change(begin: datetime, due: datetime) -> None:
    open_all_day = Hours(BERLIN, ((WHOLE_DAY,),) * 7)

    assert started(open_all_day, begin, target=4 * HOUR).due_at == due


def test_nine_oclock_is_nine_oclock_on_both_sides_of_a_clock_change() -> None:
    clock = started(NINE_TO_SIX, at(2026, 3, 27, 17, 0), target=2 * HOUR)

    # One hour on Friday in winter time, one on Monday in summer time.
    assert clock.due_at == at(2026, 3, 30, 10, 0)


def test_a_leap_day_is_a_working_day() -> None:
    clock = started(NINE_TO_SIX, at(2028, 2, 28, 17, 0), target=9 * HOUR)

    assert clock.due_at == at(2028, 2, 29, 17, 0)


def test_around_the_clock_has_no_closed_minute() -> None:
    begin = at(2026, 12, 24, 23, 59)

    assert started(ALWAYS, begin, target=72 * HOUR).due_at == begin + timedelta(hours=72)


def test_where_only_tuesday_is_open_a_day_of_work_takes_two_weeks() -> None:
    tuesdays = Hours(BERLIN, (NOTHING, (Span(540, 1020),), *(NOTHING,) * 5))

    clock = started(tuesdays, at(2026, 11, 24, 13, 0), target=8 * HOUR)

    assert clock.due_at == at(2026, 12, 1, 13, 0)


def test_the_lunch_between_two_spans_does_not_count() -> None:
    hours = weekdays(Span(480, 720), Span(780, 1020))

    assert started(hours, at(2026, 11, 23, 11, 30), target=HOUR).due_at == at(2026, 11, 23, 13, 30)


def test_a_night_shift_runs_past_midnight() -> None:
    nights = weekdays(Span(22 * 60, 30 * 60))

    # Friday's night ends on Saturday at six; the rest is Monday's.
    clock = started(nights, at(2026, 11, 27, 23, 0), target=8 * HOUR)

    assert clock.due_at == at(2026, 11, 30, 23, 0)


def test_the_zone_of_the_team_counts_not_the_servers() -> None:
    tokyo = weekdays(Span(540, 1080), zone="Asia/Tokyo")

    clock = started(tokyo, at(2026, 11, 23, 8, 0, zone="UTC"), target=2 * HOUR)

    assert clock.due_at == at(2026, 11, 24, 10, 0, zone="Asia/Tokyo")


def test_a_holiday_on_a_weekend_costs_nothing() -> None:
    plain = started(NINE_TO_SIX, at(2026, 10, 2, 17, 0), target=2 * HOUR)
    with_holiday = weekdays(Span(540, 1080), closed=(date(2026, 10, 3),))

    assert started(with_holiday, at(2026, 10, 2, 17, 0), target=2 * HOUR).due_at == plain.due_at


def test_a_warning_an_hour_before_falls_into_opening_hours() -> None:
    clock = started(NINE_TO_SIX, at(2026, 11, 20, 17, 30), target=HOUR, warn_after=(0 + 1800,))
    early = started(NINE_TO_SIX, at(2026, 11, 20, 16, 45), target=2 * HOUR, warn_after=(HOUR,))

    # Due on Monday at 09:30 and 09:45: on the wall an hour before would be 08:30, with nobody there.
    assert clocks.next_at(clock, NINE_TO_SIX) == at(2026, 11, 20, 18, 0)
    warning = clocks.next_at(early, NINE_TO_SIX)
    assert warning == at(2026, 11, 20, 17, 45)
    assert is_open(NINE_TO_SIX, warning)


def test_waiting_stops_the_clock_and_the_time_used_counts() -> None:
    clock = started(NINE_TO_SIX, at(2026, 11, 23, 9, 0), target=4 * HOUR)

    paused = clocks.pause(clock, NINE_TO_SIX, at(2026, 11, 23, 10, 0))
    resumed = clocks.resume(paused, NINE_TO_SIX, at(2026, 11, 24, 15, 0))

    assert paused.due_at is None
    assert clocks.used_seconds(paused, NINE_TO_SIX, at(2026, 11, 24, 15, 0)) == HOUR
    assert resumed.due_at == at(2026, 11, 24, 18, 0)


def test_a_tightened_target_counts_the_time_that_has_run() -> None:
    clock = started(NINE_TO_SIX, at(2026, 11, 23, 9, 0), target=16 * HOUR)

    raised = clocks.plan(clock, Terms(4 * HOUR), NINE_TO_SIX, at(2026, 11, 23, 11, 0))

    assert raised.due_at == at(2026, 11, 23, 13, 0)


def test_a_target_that_was_passed_already_is_late_at_once_but_was_noticed_in_time() -> None:
    clock = started(NINE_TO_SIX, at(2026, 11, 23, 9, 0), target=16 * HOUR)
    now = at(2026, 11, 23, 15, 0)

    raised = clocks.plan(clock, Terms(HOUR), NINE_TO_SIX, now)
    late = clocks.breach(raised, now, seen_at=now + timedelta(seconds=1))

    assert late.breached_at == at(2026, 11, 23, 10, 0)
    assert late.seen_late_seconds == 0


def test_the_same_target_again_changes_nothing() -> None:
    clock = started(NINE_TO_SIX, at(2026, 11, 23, 9, 0), target=HOUR, warn_after=(1800,))
    warned = clocks.warn(clock, NINE_TO_SIX, at(2026, 11, 23, 9, 40))

    again = clocks.plan(warned, Terms(HOUR, (1800,)), NINE_TO_SIX, at(2026, 11, 23, 9, 45))

    assert again == warned


def test_a_breach_that_a_new_target_undoes_can_happen_again() -> None:
    clock = started(ALWAYS, at(2026, 11, 23, 9, 0), target=HOUR)
    now = at(2026, 11, 23, 10, 30)
    late = clocks.breach(clock, now, seen_at=now)

    eased = clocks.plan(late, Terms(4 * HOUR), ALWAYS, now)

    assert late.breached_at is not None
    assert eased.breached_at is None
    assert clocks.next_at(eased, ALWAYS) == at(2026, 11, 23, 13, 0)


def test_a_breach_is_noted_once_and_says_how_late_it_was_noticed() -> None:
    clock = started(ALWAYS, at(2026, 11, 23, 9, 0), target=HOUR)
    seen_at = at(2026, 11, 23, 13, 0)

    late = clocks.breach(clock, seen_at, seen_at=seen_at)

    assert late.seen_late_seconds == 3 * HOUR
    assert clocks.breach(late, seen_at + MINUTE, seen_at=seen_at + MINUTE) == late
    assert clocks.next_at(late, ALWAYS) is None


def test_a_reopened_clock_leaves_out_the_time_in_which_it_was_solved() -> None:
    clock = started(ALWAYS, at(2026, 11, 23, 9, 0), target=4 * HOUR)

    solved = clocks.finish(clock, at(2026, 11, 23, 10, 0), done=True)
    reopened = clocks.reopen(solved, ALWAYS, at(2026, 11, 24, 8, 0))

    assert solved.outcome is Outcome.MET
    assert reopened.outcome is None
    assert reopened.due_at == at(2026, 11, 24, 11, 0)


def test_a_clock_that_ended_while_it_stood_still_goes_on_from_there() -> None:
    clock = started(ALWAYS, at(2026, 11, 23, 9, 0), target=4 * HOUR)
    paused = clocks.pause(clock, ALWAYS, at(2026, 11, 23, 10, 0))

    solved = clocks.finish(paused, at(2026, 11, 23, 12, 0), done=True)
    reopened = clocks.reopen(solved, ALWAYS, at(2026, 11, 24, 8, 0))

    assert reopened.due_at == at(2026, 11, 24, 11, 0)


def test_a_late_clock_stays_late_while_it_stands_still() -> None:
    clock = started(ALWAYS, at(2026, 11, 23, 9, 0), target=HOUR)
    now = at(2026, 11, 23, 11, 0)
    late = clocks.breach(clock, now, seen_at=now)

    resumed = clocks.resume(clocks.pause(late, ALWAYS, now), ALWAYS, now + 60 * MINUTE)

    assert resumed.due_at == late.due_at == at(2026, 11, 23, 10, 0)
    assert resumed.breached_at == late.breached_at


span_lists = st.lists(
    st.builds(
        lambda opens, lasts: Span(opens, opens + lasts), st.integers(0, 1439), st.integers(1, 1440)
    ),
    max_size=2,
).map(tuple)


@settings(max_examples=30, deadline=None)
@given(
    week=st.lists(span_lists, min_size=7, max_size=7).map(tuple),
    zone=st.sampled_from(["UTC", BERLIN, "America/Havana", "Australia/Lord_Howe"]),
    begin=st.sampled_from([at(2024, 2, 28), at(2026, 3, 28), at(2026, 10, 24), at(2026, 4, 4)]),
    target=st.integers(1, 600),
    edges=st.lists(st.integers(1, 3000), min_size=0, max_size=6, unique=True).map(sorted),
)
def test_a_clock_agrees_with_counting_its_minutes(
    week: tuple[tuple[Span, ...], ...],
    zone: str,
    begin: datetime,
    target: int,
    edges: list[int],
) -> None:
    hours = Hours(zone, week)
    clock = started(hours, begin, target=target * 60)
    for place, edge in enumerate(edges):
        move = clocks.pause if place % 2 == 0 else clocks.resume
        clock = move(clock, hours, begin + edge * MINUTE)

    left, moment, runs = target, begin, True
    for minute in range(3 * 1440):
        moment = begin + minute * MINUTE
        if edges and minute in edges:
            runs = not runs
        if runs and is_open(hours, moment):
            left -= 1
            if left == 0:
                break

    if left == 0:
        assert clock.due_at == moment + MINUTE
    elif clock.due_at is not None:
        assert clock.due_at > moment
