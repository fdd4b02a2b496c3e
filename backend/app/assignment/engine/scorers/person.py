"""Scorers that look at the technician: skill, history with the ticket, time since the last one."""

from dataclasses import dataclass

import numpy as np

from app.assignment.engine.roster import Candidates, Floats
from app.assignment.engine.tickets import TicketView

# After this long without a new ticket half of the idle points are reached.
HALF_IDLE_MINUTES = 30.0


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """Prefer the better proficiency in the one skill that the ticket needs.

    Skills that the ticket does not need never count: an expert in the one that matters ranks
    before somebody with many others.
    """

    name: str = "skill_match"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for full proficiency."""
        return np.asarray(np.clip(100.0 * candidates.proficiency, 0.0, 100.0))


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
    """Prefer whoever had this ticket before and knows it."""

    name: str = "continuity"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for the previous holder."""
        return np.where(candidates.is_previous, 100.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rotation:
    """Give each in turn: whoever was served longest ago comes first.

    The turn is read from stored times, so restarts, newcomers and leavers do not upset it.
    """

    name: str = "rotation"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for the longest ago, equal steps downwards; equal times are equal."""
        ranks = np.searchsorted(np.sort(candidates.last_assigned), candidates.last_assigned)
        return np.asarray(100.0 - 100.0 * ranks / len(candidates))
