"""In which order waiting tickets are served: priority first, and time wins in the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Protocol, TypeVar
from uuid import UUID

from app.tickets.enums import Priority


@dataclass(frozen=True, slots=True)
class Target:
    """How long a first response may take, and how much missing it matters."""

    response: timedelta
    weight: float


# Typical first-response targets of service desks; the weights are those that did best in
# simulation against strict priority (which starves) and against plain age (which is late).
TARGETS = {
    Priority.CRITICAL: Target(timedelta(minutes=15), 128.0),
    Priority.HIGH: Target(timedelta(hours=1), 8.0),
    Priority.MEDIUM: Target(timedelta(hours=4), 2.0),
    Priority.LOW: Target(timedelta(hours=8), 1.0),
}
# From here on every further target that passes adds a full point, for every priority alike:
# nothing waits for ever behind an endless stream of graver tickets.
TARGETS_BEFORE_AGEING = 8.0
FRESH_SHARE = 0.5


def pressure(priority: Priority | None, waited: timedelta) -> float:
    """How much a ticket presses: its weight times the root of its age in targets, plus ageing."""
    target = TARGETS[priority or Priority.MEDIUM]
    targets_passed = waited / target.response
    ageing = max(0.0, targets_passed - TARGETS_BEFORE_AGEING)
    return target.weight * sqrt(max(targets_passed, FRESH_SHARE)) + ageing


class Waiting(Protocol):
    """A ticket that waits."""

    @property
    def id(self) -> UUID:
        """Breaks ties."""

    @property
    def priority(self) -> Priority | None:
        """Unscored counts as medium."""

    @property
    def waited(self) -> timedelta:
        """Since it could have been assigned."""


W = TypeVar("W", bound=Waiting)


def best_first(tickets: Iterable[W]) -> list[W]:
    """Sort by pressure, then the longer wait, then the older id."""
    return sorted(
        tickets,
        key=lambda ticket: (-pressure(ticket.priority, ticket.waited), -ticket.waited, ticket.id),
    )
