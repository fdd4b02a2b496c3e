"""Scorers that look at the work a technician holds, has done, and would take on."""

from dataclasses import dataclass

import numpy as np

from app.assignment.engine.roster import Candidates, Floats
from app.assignment.engine.tickets import STANDARD_MINUTES, TicketView

# A completion this far away gets half of the points: two standard tickets.
HALF_COMPLETION_MINUTES = 60.0
# Half of a shift's work lately gets half of the points.
HALF_RECENT_MINUTES = 240.0


def speed(candidates: Candidates) -> Floats:
    """Standard minutes of this ticket's kind that each gets done in a minute."""
    return np.asarray(candidates.pace * (0.5 + 0.5 * candidates.proficiency))


@dataclass(frozen=True, slots=True)
class WeightedLoad:
    """Prefer whoever would have least weighted work ahead with this ticket on top.

    The ticket's own effort at this technician's pace and proficiency is part of it, so a heavy
    ticket weighs more against a slow technician than a light one. The curve falls without ever
    reaching 0: two overloaded technicians still differ.
    """

    name: str = "weighted_load"

    def score(self, ticket: TicketView, candidates: Candidates, /) -> Floats:
        """100 for no work at all, 50 where the comfortable amount of standard work is held."""
        minutes_after = candidates.weighted_load + ticket.weighted_minutes / speed(candidates)
        comfortable_minutes = np.maximum(candidates.comfortable, 1) * STANDARD_MINUTES
        return np.asarray(100.0 / (1.0 + minutes_after / comfortable_minutes))


@dataclass(frozen=True, slots=True)
class ExpectedCompletion:
    """Prefer whoever would be done with this ticket soonest: what is ahead of it, then itself."""

    name: str = "expected_completion"

    def score(self, ticket: TicketView, candidates: Candidates, /) -> Floats:
        """100 for at once, 50 for an hour from now."""
        done_in = candidates.minutes_ahead + ticket.effort_minutes / speed(candidates)
        return np.asarray(100.0 / (1.0 + done_in / HALF_COMPLETION_MINUTES))


@dataclass(frozen=True, slots=True)
class FewestActive:
    """Prefer whoever holds the fewest tickets, whatever their size."""

    name: str = "fewest_active"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for nobody's ticket held; strictly falling with each more."""
        return np.asarray(100.0 / (1.0 + candidates.active))


@dataclass(frozen=True, slots=True)
class Fairness:
    """Prefer whoever was busy for the smaller share of the time that he was there."""

    name: str = "fairness"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for no work yet, 0 for work without a break."""
        return np.asarray(100.0 - 100.0 * np.minimum(np.maximum(candidates.busy_share, 0.0), 1.0))


@dataclass(frozen=True, slots=True)
class RecentWorkload:
    """Prefer whoever worked least in the last hours."""

    name: str = "recent_workload"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for none, 50 for four hours."""
        recent = np.maximum(candidates.recent_minutes, 0.0)
        return np.asarray(100.0 * HALF_RECENT_MINUTES / (HALF_RECENT_MINUTES + recent))
