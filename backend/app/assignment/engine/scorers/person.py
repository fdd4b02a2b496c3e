"""Scorers that look at the technician: skill, history, ratings, time since the last ticket."""

from dataclasses import dataclass

import numpy as np

from app.assignment.engine.roster import Candidates, Floats
from app.assignment.engine.tickets import TicketView

# After this long without a new ticket half of the idle points are reached.
HALF_IDLE_MINUTES = 30.0
# So much rarity gives half of the points: one skill that only two others have.
HALF_RARITY = 0.33


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """Prefer the better proficiency in the one skill that the ticket needs.

    Skills that the ticket does not need never count: an expert in the one that matters ranks
    before somebody with many others.
    """

    name: str = "skill_match"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for full proficiency."""
        return np.asarray(100.0 * np.minimum(candidates.proficiency, 1.0))


@dataclass(frozen=True, slots=True)
class Scarcity:
    """Keep those free whose other skills few people have."""

    name: str = "scarcity"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for somebody with no other skill; less, the rarer the others are."""
        return np.asarray(100.0 * HALF_RARITY / (HALF_RARITY + candidates.other_rarity))


@dataclass(frozen=True, slots=True)
class Idle:
    """Prefer whoever got no ticket for longest."""

    name: str = "idle"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """0 right after an assignment, towards 100 with time."""
        idle = candidates.idle_minutes
        return np.asarray(100.0 * idle / (idle + HALF_IDLE_MINUTES))


@dataclass(frozen=True, slots=True)
class Continuity:
    """Prefer whoever had this ticket, or helped its requester, before."""

    name: str = "continuity"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for a familiar technician."""
        return np.where(candidates.is_previous, 100.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rating:
    """Prefer whom requesters rate best; without ratings everybody stands half way."""

    name: str = "rating"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """The shrunken rating, 0 to 100."""
        return np.minimum(np.maximum(candidates.rating, 0.0), 100.0)


def _turns(served: Floats) -> Floats:
    """100 for the lowest number, equal steps downwards; equal numbers are equal."""
    ranks = np.searchsorted(np.sort(served), served)
    return np.asarray(100.0 - 100.0 * ranks / len(served))


@dataclass(frozen=True, slots=True)
class Rotation:
    """Give each in turn: whoever was served longest ago comes first.

    The turn is read from stored times, so restarts, newcomers and leavers do not upset it.
    """

    name: str = "rotation"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for the longest ago, equal steps downwards."""
        return _turns(candidates.last_assigned)


@dataclass(frozen=True, slots=True)
class WeightedRotation:
    """Give each in turn, and those with a larger comfortable number more often."""

    name: str = "weighted_rotation"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for the longest time since the last ticket, counted in the own stride."""
        return _turns(-candidates.idle_minutes * np.maximum(candidates.comfortable, 1))
