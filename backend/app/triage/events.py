"""Facts about triage."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event
from app.tickets.enums import Category, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTriaged(Event):
    """The model's scores are in; priority and category are those the ticket carries now."""

    type: ClassVar[str] = "ticket_triaged"
    summary: ClassVar[str] = "Classified as {priority} priority, {category}"
    priority: Priority
    category: Category
    confidence: float
    needs_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageReviewed(Event):
    """A person looked at an uncertain classification and confirmed or corrected it."""

    type: ClassVar[str] = "triage_reviewed"
    summary: ClassVar[str] = "Classification reviewed"
    internal: ClassVar[bool] = True
