"""Expected effort, the worth of estimates, and pace: learned from little with care."""

import pytest

from app.assignment.engine.effort import (
    REMEMBERED,
    Calibration,
    EffortBook,
    PaceBook,
    RatioBook,
    RunningMedian,
    length_class,
    shrunken,
)
from app.assignment.engine.tickets import STANDARD_MINUTES
from app.tickets.enums import Priority

HIGH, LOW = Priority.HIGH, Priority.LOW


@pytest.mark.parametrize(
    ("count", "value"), [(0, 30.0), (10, 60.0), (90, 84.0), (10_000, pytest.approx(90.0, abs=0.1))]
)
def test_ten_observations_count_as_much_as_the_level_above(count: int, value: float) -> None:
    assert shrunken(90.0, count, 30.0) == value


def test_the_median_forgets_the_oldest() -> None:
    median = RunningMedian()
    for value in [1000.0] * 5 + [10.0] * REMEMBERED:
        median.add(value)
    assert len(median) == REMEMBERED
    assert median.value == 10.0


@pytest.mark.parametrize(("characters", "expected"), [(0, 0), (200, 0), (201, 1), (801, 2)])
def test_lengths_fall_into_three_classes(characters: int, expected: int) -> None:
    assert length_class(characters) == expected


def test_without_history_effort_is_the_standard() -> None:
    assert EffortBook().expected("network", HIGH, 100) == STANDARD_MINUTES


def test_one_strange_ticket_moves_the_expectation_little() -> None:
    book = EffortBook()
    book.observe("network", HIGH, 100, standard_minutes=600.0)
    assert STANDARD_MINUTES < book.expected("network", HIGH, 100) < 250.0


def test_effort_follows_category_priority_and_length_as_they_become_known() -> None:
    book = EffortBook()
    for _ in range(100):
        book.observe("network", HIGH, 1000, standard_minutes=120.0)
        book.observe("email", LOW, 50, standard_minutes=5.0)
    assert book.expected("network", HIGH, 1000) == pytest.approx(120.0, rel=0.05)
    assert book.expected("email", LOW, 50) == pytest.approx(5.0, rel=0.25)
    # What is new in a known category is guessed from it.
    assert book.expected("network", LOW, 50) > book.expected("email", HIGH, 50)


def test_little_history_hardly_changes_a_pace() -> None:
    paces = PaceBook()
    paces.observe("ann", None, expected=60.0, taken=30.0)
    assert 1.0 < paces.pace("ann") < 1.1
    for _ in range(200):
        paces.observe("ann", None, expected=60.0, taken=30.0)
    assert paces.pace("ann") == pytest.approx(2.0, rel=0.05)
    assert paces.pace("ben") == 1.0


def test_hard_tickets_do_not_make_somebody_look_slow() -> None:
    paces = PaceBook()
    for _ in range(50):
        paces.observe("ann", "network", expected=300.0, taken=300.0)
        paces.observe("ben", "network", expected=10.0, taken=10.0)
    assert paces.pace("ann") == paces.pace("ben") == 1.0


def test_a_pace_knows_categories() -> None:
    paces = PaceBook()
    for _ in range(100):
        paces.observe("ann", "network", expected=60.0, taken=30.0)
        paces.observe("ann", "email", expected=60.0, taken=120.0)
    assert paces.category_factor("ann", "network") > 1.3
    assert paces.category_factor("ann", "email") < 0.8
    assert paces.category_factor("ann", None) == 1.0


def test_nonsense_teaches_nothing_and_one_ratio_only_so_much() -> None:
    paces = PaceBook()
    paces.observe("ann", None, expected=0.0, taken=5.0)
    paces.observe("ann", None, expected=5.0, taken=0.0)
    assert paces.pace("ann") == 1.0
    ratios: RatioBook[str] = RatioBook()
    ratios.observe("x", 1e9)
    assert ratios.factor("x") < 1.25


def test_good_estimates_are_believed() -> None:
    calibration = Calibration()
    for number in range(1, 300):
        calibration.observe(estimated=float(number), taken=float(number))
    assert calibration.expected(200.0) == pytest.approx(200.0)


def test_estimates_that_are_always_too_low_are_lifted() -> None:
    calibration = Calibration()
    for number in range(1, 500):
        calibration.observe(estimated=float(number), taken=2.0 * number)
    assert calibration.expected(100.0) == pytest.approx(200.0, rel=0.1)


def test_estimates_that_say_nothing_are_drawn_to_the_middle() -> None:
    calibration = Calibration()
    for number in range(400):
        calibration.observe(estimated=[1.0, 100.0][number % 2], taken=[20.0, 40.0][number // 2 % 2])
    low, high = calibration.expected(1.0), calibration.expected(100.0)
    assert high / low < 3.0


def test_with_little_known_or_all_alike_the_estimate_stands() -> None:
    calibration = Calibration()
    assert calibration.expected(17.0) == 17.0
    for _ in range(100):
        calibration.observe(estimated=30.0, taken=60.0)
    assert calibration.expected(17.0) == 17.0
