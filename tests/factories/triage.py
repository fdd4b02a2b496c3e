"""Builders of scores: what a model would say, chosen by the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.triage.ports import Reading, Score
from app.triage.vectors import DIMENSIONS, Vector


def vector(likeness: float = 1.0, *, axis: int = 1) -> Vector:
    """A unit vector of that likeness to `vector()`; what is left of it points along another axis."""
    made = np.zeros(DIMENSIONS, np.float32)
    made[0], made[axis] = likeness, (1 - likeness**2) ** 0.5
    return made


def certain(of: str, others: Sequence[str]) -> dict[str, float]:
    """Nearly all probability on one value."""
    share = 0.1 / max(len(others), 1)
    return {of: 0.9, **dict.fromkeys(others, share)}


@dataclass(frozen=True)
class FixedScore:
    """A model's verdict; high, network, neutral unless told."""

    priority: str = "high"
    impact: str = "medium"
    urgency: str = "high"
    category: str = "network"
    sentiment: str = "neutral"
    confidence: float = 0.9
    words: tuple[tuple[str, float], ...] = (("vpn", 0.7), ("drops", 0.2))
    embedding: Vector = field(default_factory=vector)
    model_version: str = "fixed-1"
    priority_probabilities: Mapping[str, float] = field(
        default_factory=lambda: certain("high", ["critical", "medium", "low"])
    )
    impact_probabilities: Mapping[str, float] = field(
        default_factory=lambda: certain("medium", ["high", "low"])
    )
    urgency_probabilities: Mapping[str, float] = field(
        default_factory=lambda: certain("high", ["medium", "low"])
    )
    category_probabilities: Mapping[str, float] = field(
        default_factory=lambda: certain("network", ["email", "software"])
    )
    sentiment_probabilities: Mapping[str, float] = field(
        default_factory=lambda: certain("neutral", ["negative", "positive"])
    )


class FixedScorer:
    """Stands in for the model at its port: says what it was told, fails on one word.

    `vectors` gives embeddings by subject.
    """

    def __init__(
        self,
        score: FixedScore | None = None,
        *,
        floor: float = 0.5,
        fails_on: str | None = None,
        vectors: Mapping[str, Vector] | None = None,
    ) -> None:
        self.review_floor = floor
        self.seen: list[list[str]] = []
        self._score = score or FixedScore()
        self._fails_on = fails_on
        self._vectors = vectors or {}

    @property
    def version(self) -> str:
        """As its scores say."""
        return self._score.model_version

    def score(self, tickets: Sequence[Reading]) -> Sequence[Score]:
        """One fixed score each."""
        self.seen.append([ticket.subject for ticket in tickets])
        if any(self._fails_on and self._fails_on in ticket.body for ticket in tickets):
            raise ValueError("a text that this model cannot read")
        return [
            replace(self._score, embedding=self._vectors.get(ticket.subject, self._score.embedding))
            for ticket in tickets
        ]
