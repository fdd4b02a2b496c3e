"""Facts about ratings."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRated(Event):
    """A requester rated a solution, or changed that rating; `technician_id` is who solved it."""

    type: ClassVar[str] = "ticket_rated"
    summary: ClassVar[str] = "Rated {score} of 5"
    rating_id: UUID
    score: int
    technician_id: UUID | None
