"""The policies that the product comes with: in force until an administrator writes others."""

from uuid import UUID

from app.tickets.enums import Priority
from app.workflow.sla.schemas import (
    PolicyConditions,
    PolicyTargets,
    PolicyWarnings,
    ServicePolicy,
)

HOUR = 60
DAY = 24 * HOUR
WARNINGS = PolicyWarnings(percents=[50, 90])


def _shipped(
    number: int, name: str, priority: Priority | None, first: int, following: int, solution: int
) -> ServicePolicy:
    return ServicePolicy(
        id=UUID(int=number),
        name=name,
        conditions=PolicyConditions(priorities=[] if priority is None else [priority]),
        targets=PolicyTargets(
            first_response_minutes=first,
            next_response_minutes=following,
            solution_minutes=solution,
        ),
        warnings=WARNINGS,
    )


SHIPPED = (
    _shipped(1, "Critical", Priority.CRITICAL, 30, HOUR, 8 * HOUR),
    _shipped(2, "High", Priority.HIGH, 2 * HOUR, 4 * HOUR, DAY),
    _shipped(3, "Medium", Priority.MEDIUM, 8 * HOUR, 8 * HOUR, 3 * DAY),
    _shipped(4, "Everything else", None, DAY, DAY, 7 * DAY),
)
