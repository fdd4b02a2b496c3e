"""What triage needs of a model: the shape of a scorer, so that only one process loads a real one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.tickets.enums import Category, Priority
from app.triage.vectors import Vector


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scorer reads of a ticket."""

    subject: str
    body: str


class Score(Protocol):
    """A model's verdict on one ticket; the probabilities of a field sum to 1."""

    @property
    def priority(self) -> str:
        """Most probable priority."""

    @property
    def priority_probabilities(self) -> Mapping[str, float]:
        """By wire value."""

    @property
    def impact(self) -> str:
        """The impact that goes with the priority."""

    @property
    def impact_probabilities(self) -> Mapping[str, float]:
        """By wire value."""

    @property
    def urgency(self) -> str:
        """The urgency that goes with the priority."""

    @property
    def urgency_probabilities(self) -> Mapping[str, float]:
        """By wire value."""

    @property
    def category(self) -> str:
        """Most probable category."""

    @property
    def category_probabilities(self) -> Mapping[str, float]:
        """By wire value."""

    @property
    def sentiment(self) -> str:
        """Most probable tone."""

    @property
    def sentiment_probabilities(self) -> Mapping[str, float]:
        """By wire value."""

    @property
    def confidence(self) -> float:
        """Calibrated probability that the priority is right."""

    @property
    def words(self) -> Sequence[tuple[str, float]]:
        """Words that moved the priority most, with signed weights."""

    @property
    def embedding(self) -> Vector:
        """Unit vector of the text; like texts have near ones."""

    @property
    def model_version(self) -> str:
        """Which model said so."""


class Scorer(Protocol):
    """Scores texts. CPU work without I/O; called from a thread, one call at a time."""

    @property
    def version(self) -> str:
        """The model that scores now; another one when it was exchanged meanwhile."""

    @property
    def review_floor(self) -> float:
        """Below this confidence a person should look; chosen when the model was calibrated."""

    def score(self, tickets: Sequence[Any]) -> Sequence[Score]:
        """One score per `Reading`, in order. Any text is safe; the same text scores the same."""


class Gate(Protocol):
    """Says which tickets must not be handed out yet, and sees to that. Writes rows."""

    async def __call__(
        self, session: AsyncSession, categories: Mapping[UUID, Category | None]
    ) -> set[UUID]:
        """Look at locked tickets that were just scored, by their categories; which ones wait."""


@dataclass(frozen=True, slots=True)
class EffortCase:
    """A ticket whose effort is wanted: what it is, how long its text is, what was solved like it."""

    category: Category | None
    priority: Priority
    characters: int
    similar: Sequence[UUID] = ()


EffortEstimate = Callable[[EffortCase], float]
"""Standard minutes of work to expect of a ticket."""


class EffortEstimator(Protocol):
    """Makes estimates. Reads rows; assignment, which learns them, has one."""

    async def __call__(self, session: AsyncSession, similar: Collection[UUID]) -> EffortEstimate:
        """An estimate for tickets that these solved ones are like."""
