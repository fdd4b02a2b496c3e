"""Facts about who holds a ticket."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.assignment.enums import UnassignReason
from app.core.events import Event
from app.tickets.enums import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAssigned(Event):
    """The ticket belongs to somebody; `previous_id` had it last."""

    type: ClassVar[str] = "ticket_assigned"
    summary: ClassVar[str] = "Assigned to {technician_id}"
    technician_id: UUID
    previous_id: UUID | None
    decision_id: UUID
    commitment: Commitment
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPromised(Event):
    """Its holder was free for it: it is what he does next, and moves no more."""

    type: ClassVar[str] = "ticket_promised"
    summary: ClassVar[str] = "{technician_id} does it next"
    internal: ClassVar[bool] = True
    technician_id: UUID
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAccepted(Event):
    """Its holder said that he does it; nobody else gets it now."""

    type: ClassVar[str] = "ticket_accepted"
    summary: ClassVar[str] = "Accepted by {technician_id}"
    technician_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLeftBehind(Event):
    """Begun work whose holder is away for longer than it should wait; somebody has to decide."""

    type: ClassVar[str] = "work_left_behind"
    summary: ClassVar[str] = "{technician_id} is away with work begun"
    internal: ClassVar[bool] = True
    technician_id: UUID
    lead_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnassigned(Event):
    """The ticket is back in the pool; `technician_id` had it until now."""

    type: ClassVar[str] = "ticket_unassigned"
    summary: ClassVar[str] = "No longer with {technician_id} ({reason})"
    technician_id: UUID
    reason: UnassignReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketWaits(Event):
    """Nobody may take the ticket for now; the ticket says why."""

    type: ClassVar[str] = "ticket_waits"
    summary: ClassVar[str] = "Waits: nobody can take it yet"
    internal: ClassVar[bool] = True
