"""Each scorer on its own, as tables; and what they add up to."""

import numpy as np
import pytest

from app.assignment.engine.roster import Candidates
from app.assignment.engine.scorers.base import Scorer
from app.assignment.engine.scorers.person import (
    Continuity,
    Idle,
    Rating,
    Rotation,
    Scarcity,
    SkillMatch,
    WeightedRotation,
)
from app.assignment.engine.scorers.work import (
    ExpectedCompletion,
    Fairness,
    FewestActive,
    RecentWorkload,
    WeightedLoad,
)
from app.assignment.engine.strategies import STRATEGIES, Strategy
from app.assignment.engine.tickets import TicketView, weighted_minutes
from app.people import enums
from app.tickets.enums import Priority
from tests.unit.assignment.test_filters import TICKET

HOUR = 3600.0


def candidates(count: int, **columns: list[float]) -> Candidates:
    """Equal candidates, except for the given columns."""
    usual = {
        "proficiency": 1.0,
        "active": 0,
        "capacity": 8,
        "comfortable": 5,
        "weighted_load": 0.0,
        "pace": 1.0,
        "idle_minutes": 0.0,
        "last_assigned": 0.0,
        "is_previous": False,
        "minutes_ahead": 0.0,
        "busy_share": 0.0,
        "rating": 50.0,
        "recent_minutes": 0.0,
        "other_rarity": 0.0,
    }
    made = {name: np.array(columns.get(name, [value] * count)) for name, value in usual.items()}
    return Candidates(**made)


@pytest.mark.parametrize(
    ("scorer", "columns", "best_to_worst"),
    [
        (WeightedLoad(), {"weighted_load": [90.0, 0.0, 30.0]}, [1, 2, 0]),
        (WeightedLoad(), {"pace": [0.5, 1.0, 2.0]}, [2, 1, 0]),
        (WeightedLoad(), {"proficiency": [0.2, 1.0, 0.6]}, [1, 2, 0]),
        (WeightedLoad(), {"weighted_load": [50.0, 50.0], "comfortable": [2, 9]}, [1, 0]),
        (FewestActive(), {"active": [3, 0, 1]}, [1, 2, 0]),
        (ExpectedCompletion(), {"minutes_ahead": [90.0, 0.0, 30.0]}, [1, 2, 0]),
        (ExpectedCompletion(), {"pace": [0.5, 1.0, 2.0]}, [2, 1, 0]),
        (Fairness(), {"busy_share": [0.9, 0.1, 0.5]}, [1, 2, 0]),
        (RecentWorkload(), {"recent_minutes": [400.0, 0.0, 30.0]}, [1, 2, 0]),
        (Scarcity(), {"other_rarity": [1.0, 0.0, 0.1]}, [1, 2, 0]),
        (Rating(), {"rating": [10.0, 90.0, 50.0]}, [1, 2, 0]),
        (
            WeightedRotation(),
            {"idle_minutes": [9.0, 9.0, 1.0], "comfortable": [2, 4, 9]},
            [1, 0, 2],
        ),
        (SkillMatch(), {"proficiency": [0.2, 1.0, 0.6]}, [1, 2, 0]),
        (Idle(), {"idle_minutes": [5.0, 0.0, 600.0]}, [2, 0, 1]),
        (Continuity(), {"is_previous": [False, True]}, [1, 0]),
        (Rotation(), {"last_assigned": [HOUR, 0.0, 2 * HOUR]}, [1, 0, 2]),
    ],
)
def test_what_a_scorer_prefers(
    scorer: Scorer, columns: dict[str, list[float]], best_to_worst: list[int]
) -> None:
    count = len(next(iter(columns.values())))
    points = scorer.score(TicketView(id=TICKET), candidates(count, **columns))
    assert list(np.argsort(-points, kind="stable")) == best_to_worst
    assert len(set(points)) == count


@pytest.mark.parametrize("strategy", list(STRATEGIES.values()), ids=lambda item: item.name)
def test_scores_stay_on_the_scale_and_weights_add_up(strategy: Strategy) -> None:
    wild = candidates(
        3,
        proficiency=[0.01, 1.0, 0.5],
        active=[0, 500, 8],
        capacity=[1, 500, 0],
        comfortable=[0, 500, 1],
        weighted_load=[0.0, 1e9, 1.0],
        pace=[0.1, 10.0, 1.0],
        idle_minutes=[0.0, 1e9, 1.0],
        minutes_ahead=[0.0, 1e9, 1.0],
        busy_share=[0.0, 7.0, -1.0],
        rating=[-5.0, 1e9, 1.0],
        recent_minutes=[0.0, 1e9, 1.0],
        other_rarity=[0.0, 1e3, 1.0],
    )
    weights = strategy.weights
    assert sum(weight for _, weight in weights) == pytest.approx(float(strategy.is_automatic))
    for scorer, _ in weights:
        points = scorer.score(TicketView(id=TICKET), wild)
        assert ((points >= 0) & (points <= 100)).all(), scorer.name


def test_two_overloaded_technicians_still_differ() -> None:
    points = WeightedLoad().score(
        TicketView(id=TICKET), candidates(2, weighted_load=[10_000.0, 20_000.0])
    )
    assert points[0] > points[1] > 0


def test_equal_turns_are_equal() -> None:
    points = Rotation().score(TicketView(id=TICKET), candidates(2, last_assigned=[7.0, 7.0]))
    assert points[0] == points[1]


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [
        (Priority.CRITICAL, 120.0),
        (Priority.HIGH, 60.0),
        (Priority.MEDIUM, 30.0),
        (Priority.LOW, 15.0),
        (None, 30.0),
    ],
)
def test_load_weighs_effort_by_priority(priority: Priority | None, minutes: float) -> None:
    assert weighted_minutes(30.0, priority) == minutes


def test_every_strategy_of_a_team_is_there() -> None:
    assert {strategy.value for strategy in enums.Strategy} <= set(STRATEGIES)
    assert set(STRATEGIES) == {
        "weighted_least_load",
        "expected_completion",
        "round_robin",
        "weighted_round_robin",
        "least_busy",
        "skill_first",
        "priority_aware",
        "manual",
    }


@pytest.mark.parametrize("weight", [0.5, 1.5])
def test_weights_that_do_not_add_up_are_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="sum to"):
        Strategy("mine", 1, ((FewestActive(), weight),))


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not above 0"):
        Strategy("mine", 1, ((FewestActive(), 1.0), (Idle(), 0.0)))
