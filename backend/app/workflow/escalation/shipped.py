"""The levels that the product comes with: in force until an administrator writes others."""

from uuid import UUID

from app.tickets.enums import Priority
from app.workflow.escalation.schemas import EscalationLevel, EscalationPolicy
from app.workflow.sla.schemas import PolicyConditions

_LEVELS = [
    EscalationLevel(team_leads=True, timeout_minutes=15),
    EscalationLevel(administrators=True, timeout_minutes=30),
]
SHIPPED = (
    EscalationPolicy(
        id=UUID(int=1),
        name="Critical and unanswered",
        conditions=PolicyConditions(priorities=[Priority.CRITICAL]),
        unanswered_minutes=15,
        levels=_LEVELS,
        repeats=1,
    ),
)
# For tickets that no policy fits, when a person or a rule escalates them.
FALLBACK = EscalationPolicy(id=UUID(int=0), name="By hand", levels=_LEVELS)
