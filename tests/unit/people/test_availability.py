"""Working time: the shift less the time off."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.hours import Hours, Span
from app.people.availability import NEVER, Absence, Stretch, is_within, stretch_at

HOUR = timedelta(hours=1)
# A Monday.
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
WORKDAYS = Hours("UTC", tuple((Span(9 * 60, 17 * 60),) if day < 5 else () for day in range(7)))


def at(hours: float) -> datetime:
    """So many hours after Monday's midnight."""
    return MONDAY + hours * HOUR


def away(begins: float, ends: float) -> Absence:
    """Time off in hours after Monday's midnight."""
    return Absence(at(begins), at(ends))


@pytest.mark.parametrize(
    ("hours", "absences", "now", "expected"),
    [
        (None, [], 10, (None, None)),
        (None, [away(12, 14)], 10, (None, 12)),
        (None, [away(12, 14)], 12, (14, None)),
        (None, [away(12, 14), away(13, 20), away(20, 21)], 12, (21, None)),
        (WORKDAYS, [], 8, (9, 17)),
        (WORKDAYS, [], 9, (9, 17)),
        (WORKDAYS, [], 16.99, (9, 17)),
        (WORKDAYS, [], 17, (33, 41)),
        (WORKDAYS, [away(12, 13)], 9, (9, 12)),
        (WORKDAYS, [away(12, 13)], 12, (13, 17)),
        (WORKDAYS, [away(8, 18)], 10, (33, 41)),
        (WORKDAYS, [away(0, 5 * 24)], 1, (7 * 24 + 9, 7 * 24 + 17)),
        # The end of a day is the beginning of nothing.
        (WORKDAYS, [away(16, 17)], 16, (33, 41)),
    ],
)
def test_the_stretch_that_holds_or_comes_next(
    hours: Hours | None,
    absences: list[Absence],
    now: float,
    expected: tuple[float | None, float | None],
) -> None:
    begins, ends = expected
    assert stretch_at(hours, absences, at(now)) == Stretch(
        None if begins is None else at(begins), None if ends is None else at(ends)
    )


def test_without_hours_ahead_nobody_works_again() -> None:
    never = Hours("UTC", ((),) * 7)
    stretch = stretch_at(never, [], MONDAY)
    assert stretch == Stretch(NEVER, None)
    assert not stretch.covers(MONDAY)


absences = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60)).map(
        lambda pair: away(pair[0] / 2, (pair[0] + pair[1]) / 2)
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([None, WORKDAYS]), absences, st.integers(0, 400))
def test_walking_from_stretch_to_stretch_meets_every_working_half_hour(
    hours: Hours | None, absences: list[Absence], start: int
) -> None:
    now, last = at(start / 2), at(start / 2 + 100)

    def works(moment: datetime) -> bool:
        is_open = hours is None or (moment.weekday() < 5 and 9 <= moment.hour < 17)
        return is_open and not any(item.starts_at <= moment < item.ends_at for item in absences)

    stretch = stretch_at(hours, absences, now)
    moment = now
    while moment < last:
        while stretch.ends is not None and stretch.ends <= moment:
            stretch = stretch_at(hours, absences, stretch.ends)
        assert is_within(stretch.begins, stretch.ends, moment) == works(moment)
        moment += HOUR / 2
