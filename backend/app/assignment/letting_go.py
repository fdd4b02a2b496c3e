"""How a locked ticket loses its holder, and the record of what people and the clock decide."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.enums import Outcome, UnassignReason
from app.assignment.events import TicketUnassigned
from app.assignment.models import AssignmentDecision
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.metrics import ASSIGNMENTS
from app.tickets import service as tickets
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket

_REASON_OF = {
    Outcome.RELEASED: UnassignReason.RELEASED,
    Outcome.RETURNED: UnassignReason.RETURNED,
    Outcome.OFFLINE: UnassignReason.OFFLINE,
    Outcome.LAPSED: UnassignReason.LAPSED,
}


def give_up(
    session: AsyncSession,
    ticket: Ticket,
    *,
    outcome: Outcome,
    by: Actor | None,
    reason: str | None,
) -> None:
    """Write that a locked ticket has no holder; the caller recounts the holder afterwards."""
    holder = ticket.assignee_id
    assert holder is not None
    ticket.previous_assignee_id = holder
    ticket.assignee_id = None
    ticket.assigned_at = None
    ticket.commitment = None
    ticket.status = TicketStatus.NEW if ticket.triaged_at is None else TicketStatus.TRIAGED
    # Time already waited counts on: `ready_at` stays.
    ticket.ready_at = ticket.ready_at or clock.now()
    tickets.touch(ticket)
    session.add(ticket)
    session.add(decision(ticket, holder, outcome, by=by, reason=reason, explanation={}))
    events.record(
        session,
        TicketUnassigned(ticket_id=ticket.id, technician_id=holder, reason=_REASON_OF[outcome]),
        by=by,
        cause=Cause.SYSTEM if by is None else Cause.PERSON,
    )
    ASSIGNMENTS.labels(outcome=outcome).inc()
    ring(session, Bell.ASSIGNMENT)


def decision(
    ticket: Ticket,
    technician_id: UUID,
    outcome: Outcome,
    *,
    by: Actor | None,
    reason: str | None,
    explanation: dict[str, object],
) -> AssignmentDecision:
    """The record of what was not decided by the engine."""
    return AssignmentDecision(
        ticket_id=ticket.id,
        technician_id=technician_id,
        outcome=outcome,
        explanation=explanation,
        cause=Cause.SYSTEM if by is None else Cause.PERSON,
        actor_id=None if by is None else by.id,
        reason=reason,
    )
