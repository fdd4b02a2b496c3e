"""Scorers that look at the work a technician already holds."""

from dataclasses import dataclass

import numpy as np

from app.assignment.engine.roster import Candidates, Floats
from app.assignment.engine.tickets import STANDARD_MINUTES, TicketView


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
        speed = candidates.pace * (0.5 + 0.5 * candidates.proficiency)
        minutes_after = candidates.weighted_load + ticket.weighted_minutes / speed
        comfortable_minutes = np.maximum(candidates.comfortable, 1) * STANDARD_MINUTES
        return np.asarray(100.0 / (1.0 + minutes_after / comfortable_minutes))


@dataclass(frozen=True, slots=True)
class FewestActive:
    """Prefer whoever holds the fewest tickets, whatever their size."""

    name: str = "fewest_active"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for nobody's ticket held; strictly falling with each more."""
        return np.asarray(100.0 / (1.0 + candidates.active))


@dataclass(frozen=True, slots=True)
class FreeShare:
    """Prefer whoever has the larger part of his places free, so that all are filled evenly."""

    name: str = "free_share"

    def score(self, _: TicketView, candidates: Candidates, /) -> Floats:
        """100 for empty, 0 for full."""
        share = candidates.active / np.maximum(candidates.capacity, 1)
        return np.asarray(np.clip(100.0 - 100.0 * share, 0.0, 100.0))
