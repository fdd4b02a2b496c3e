"""How much a waiting ticket presses, as one number to compare: generalised c-mu with ageing.

The cost of another minute grows with a ticket's weight and age, and is set against the minutes
that the ticket takes away from the others (van Mieghem 1995; Mandelbaum and Stolyar 2004).
"""

from math import inf

from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import Order
from app.tickets.enums import Priority

RANK = {priority: rank for rank, priority in enumerate(Priority)}
CRITICAL = RANK[Priority.CRITICAL]
MEDIUM = RANK[Priority.MEDIUM]
FRESH_SHARE = 0.5
# A ticket of no minutes would press without end.
LEAST_MINUTES = 1.0
# Apart from everything that weights and ages can reach.
TIER = 1e9


class Urgency:
    """The settings as tables by rank of priority: a pull asks this for each head of a bucket."""

    __slots__ = (
        "_ageing",
        "_ceiling",
        "_critical_tier",
        "_late",
        "_patience",
        "_target",
        "_weight",
    )

    def __init__(self, settings: StreamSettings) -> None:
        targets = [settings.targets[priority] for priority in Priority]
        self._target = [target.response.total_seconds() for target in targets]
        self._weight = [target.weight for target in targets]
        self._patience = settings.patience
        self._late = settings.late_share
        self._ageing = settings.targets_before_ageing
        self._ceiling = inf if settings.ceiling is None else settings.ceiling.total_seconds()
        self._critical_tier = 2.0 * TIER if settings.critical_first else 0.0

    def pressure(self, rank: int, age: float) -> float:
        """What another minute of waiting costs."""
        targets_passed = age / self._target[rank]
        pressure: float = self._weight[rank] * max(targets_passed, FRESH_SHARE) ** self._patience
        if targets_passed > 1.0:
            # Its target is lost already; another's may still be kept.
            pressure *= self._late
        if targets_passed > self._ageing:
            # Without bound, and alike for all: nothing waits behind an endless stream of graver.
            pressure += self._weight[0] * (targets_passed - self._ageing) / self._ageing
        return pressure

    def tier(self, rank: int, age: float) -> float:
        """What comes before all else: critical first, then what waited beyond the ceiling."""
        if rank == CRITICAL:
            return self._critical_tier
        return TIER if age > self._ceiling else 0.0

    def index(self, order: Order, rank: int, age: float, minutes: float) -> float:
        """The number to compare, without the tier; larger goes first."""
        if order is Order.COST_OF_DELAY:
            return self.pressure(rank, age) / max(minutes, LEAST_MINUTES)
        if order is Order.PRIORITY:
            # Age never outweighs a priority: a hundred years are fewer seconds than one step.
            return (len(RANK) - rank) * TIER * 4.0 + age
        return age
