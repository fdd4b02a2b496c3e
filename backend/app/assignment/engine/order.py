"""What the order of service is measured by: how soon each priority should be answered."""

from dataclasses import dataclass
from datetime import timedelta

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
