"""What the engine knows of a ticket, and how much work it is."""

from dataclasses import dataclass
from uuid import UUID

from app.tickets.enums import Category, Priority

# A critical hour weighs as much as eight low ones when loads are compared.
LOAD_WEIGHT = {
    Priority.CRITICAL: 4.0,
    Priority.HIGH: 2.0,
    Priority.MEDIUM: 1.0,
    Priority.LOW: 0.5,
}
STANDARD_MINUTES = 30.0


def weighted_minutes(effort_minutes: float, priority: Priority | None) -> float:
    """Remaining effort weighted by priority; an unscored ticket counts as medium."""
    return effort_minutes * LOAD_WEIGHT[priority or Priority.MEDIUM]


def skill_of(category: Category | None) -> str | None:
    """The skill that a ticket asks for; general and unscored tickets ask for none."""
    if category is None or category is Category.GENERAL:
        return None
    return category.value


@dataclass(frozen=True, slots=True)
class TicketView:
    """The fields of a ticket that a decision reads."""

    id: UUID
    skill: str | None = None
    team: UUID | None = None
    priority: Priority = Priority.MEDIUM
    effort_minutes: float = STANDARD_MINUTES
    previous: UUID | None = None
    excluded: frozenset[UUID] = frozenset()
    language: str | None = None
    channel: str | None = None
    category: str | None = None
    # Who helped the same requester before.
    familiar: frozenset[UUID] = frozenset()

    @property
    def weighted_minutes(self) -> float:
        """What this ticket adds to its holder's weighted load."""
        return weighted_minutes(self.effort_minutes, self.priority)
