"""The named strategies, as data: which scorers count, how much, and what becomes of the waiting."""

from dataclasses import dataclass
from enum import StrEnum
from math import isclose

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


class Order(StrEnum):
    """Which of the tickets that wait is started first."""

    OLDEST = "oldest"
    PRIORITY = "priority"
    COST_OF_DELAY = "cost_of_delay"


@dataclass(frozen=True, slots=True)
class Strategy:
    """Weights sum to 1, so totals stay on the scorers' scale. A changed weight is a new version.

    Tickets that are shared may move to whoever is free first, until work on them begins; the
    others stay with the person they were given to, as somebody who counts turns expects.
    """

    name: str
    version: int
    weights: tuple[tuple[Scorer, float], ...]
    is_shared: bool = False
    order: Order = Order.PRIORITY
    # Look at the busy only when nobody able is idle.
    is_idle_first: bool = False
    is_automatic: bool = True

    def __post_init__(self) -> None:
        total = sum(weight for _, weight in self.weights)
        if self.is_automatic and not isclose(total, 1.0):
            raise ValueError(f"the weights of {self.name} sum to {total:g}, not to 1")
        if any(weight <= 0.0 for _, weight in self.weights):
            raise ValueError(f"a weight of {self.name} is not above 0")


_ALL = (
    # Load leads. Skill is a tie-breaker among the able: were it heavier, experts would be
    # buried while beginners idle.
    Strategy(
        "weighted_least_load",
        2,
        (
            (WeightedLoad(), 0.35),
            (ExpectedCompletion(), 0.25),
            (Scarcity(), 0.20),
            (SkillMatch(), 0.10),
            (Continuity(), 0.05),
            (Fairness(), 0.03),
            (Idle(), 0.02),
        ),
        is_shared=True,
        order=Order.COST_OF_DELAY,
        is_idle_first=True,
    ),
    Strategy("expected_completion", 1, ((ExpectedCompletion(), 1.0),)),
    Strategy("round_robin", 1, ((Rotation(), 1.0),), order=Order.OLDEST),
    Strategy("weighted_round_robin", 1, ((WeightedRotation(), 1.0),), order=Order.OLDEST),
    Strategy("least_busy", 1, ((FewestActive(), 1.0),), order=Order.OLDEST),
    Strategy(
        "skill_first",
        1,
        ((SkillMatch(), 0.70), (Rating(), 0.10), (WeightedLoad(), 0.20)),
    ),
    Strategy(
        "priority_aware",
        1,
        ((WeightedLoad(), 0.70), (SkillMatch(), 0.10), (RecentWorkload(), 0.20)),
        is_shared=True,
        is_idle_first=True,
    ),
    Strategy("manual", 1, (), is_automatic=False),
)
STRATEGIES: dict[str, Strategy] = {strategy.name: strategy for strategy in _ALL}
DEFAULT = "weighted_least_load"
