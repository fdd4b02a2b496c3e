"""When weekly figures become a warning, and when they are only noise."""

from dataclasses import dataclass, field

import pytest

from app.learning import drift


@dataclass
class Week:
    """A steady week unless told."""

    scored: int = 100
    reviewed: int = 20
    accuracy: float | None = 0.9
    mean_confidence: float | None = 0.8
    category_mix: dict[str, int] = field(
        default_factory=lambda: {"network": 40, "email": 30, "hardware": 30}
    )


STEADY = [Week() for _ in range(8)]


def told(*newest: Week) -> list[str]:
    """Warnings of eight steady weeks and four newer ones."""
    return drift.warnings([*STEADY, *newest])


def test_steady_weeks_warn_of_nothing() -> None:
    assert told(*(Week() for _ in range(4))) == []


def test_falling_accuracy_is_told_with_both_figures() -> None:
    (sentence,) = told(*(Week(accuracy=0.84) for _ in range(4)))
    assert "84%" in sentence
    assert "90%" in sentence
    assert "the last 4 weeks" in sentence


@pytest.mark.parametrize(
    "week",
    [
        Week(accuracy=0.86),
        Week(accuracy=0.5, reviewed=7),
        Week(accuracy=None, reviewed=0),
        Week(mean_confidence=0.76),
        Week(mean_confidence=None, scored=0, category_mix={}),
        Week(category_mix={"network": 36, "email": 33, "hardware": 31}),
        Week(category_mix={"network": 0, "email": 2, "hardware": 40}),
    ],
    ids=["small", "few looks", "no looks", "a little", "empty", "about the same", "few tickets"],
)
def test_small_changes_and_few_tickets_warn_of_nothing(week: Week) -> None:
    assert told(week, week, week, week) == []


def test_falling_confidence_is_told() -> None:
    (sentence,) = told(*(Week(mean_confidence=0.7) for _ in range(4)))
    assert "0.80 to 0.70" in sentence


def test_another_mix_of_categories_is_told_with_what_grew_most() -> None:
    mix = {"network": 10, "email": 20, "hardware": 70}
    (sentence,) = told(*(Week(category_mix=dict(mix)) for _ in range(4)))
    assert "hardware, from 30% to 70%" in sentence


def test_the_index_is_nothing_for_equal_mixes_and_finite_for_new_classes() -> None:
    assert drift.stability_index({"a": 50, "b": 50}, {"a": 500, "b": 500}) == pytest.approx(0)
    assert 0.2 < drift.stability_index({"a": 100}, {"b": 100}) < 20


def test_one_week_alone_is_compared_with_nothing() -> None:
    assert drift.warnings([Week(accuracy=0.1)]) == []
    assert drift.warnings([]) == []
