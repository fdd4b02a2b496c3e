"""The named strategies, as data: which scorers count, and how much."""

from dataclasses import dataclass

from app.assignment.engine.scorers.base import Scorer
from app.assignment.engine.scorers.person import Continuity, Idle, Rotation, SkillMatch
from app.assignment.engine.scorers.work import FewestActive, FreeShare, WeightedLoad
from app.people import enums


@dataclass(frozen=True, slots=True)
class Strategy:
    """Weights sum to 1, so totals stay on the scorers' scale. A changed weight is a new version."""

    name: str
    version: int
    weights: tuple[tuple[Scorer, float], ...]


STRATEGIES: dict[enums.Strategy, Strategy] = {
    # Load leads. Skill is a tie-breaker among the able: were it heavier, experts would be
    # buried while beginners idle.
    enums.Strategy.WEIGHTED_LEAST_LOAD: Strategy(
        "weighted_least_load",
        1,
        (
            (WeightedLoad(), 0.70),
            (SkillMatch(), 0.10),
            (Idle(), 0.10),
            (Continuity(), 0.05),
            (FreeShare(), 0.05),
        ),
    ),
    enums.Strategy.ROUND_ROBIN: Strategy("round_robin", 1, ((Rotation(), 1.0),)),
    enums.Strategy.LEAST_BUSY: Strategy("least_busy", 1, ((FewestActive(), 1.0),)),
}
DEFAULT = enums.Strategy.WEIGHTED_LEAST_LOAD
