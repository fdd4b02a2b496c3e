"""Moves of a locked ticket: the columns that change with a status, and the facts that are recorded."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.errors import StaleEdit
from app.tickets import lifecycle, policy
from app.tickets.enums import Commitment, TicketStatus
from app.tickets.errors import MoveRefused
from app.tickets.events import (
    StatusChanged,
    TicketClosed,
    TicketReopened,
    TicketSolved,
    WorkStarted,
)
from app.tickets.models import Ticket


def touch(ticket: Ticket) -> None:
    """Count a change, so that whoever edits an older version is told."""
    ticket.version += 1
    ticket.updated_at = clock.now()


def check_version(ticket: Ticket, version: int) -> None:
    """Refuse an edit of an older version.

    Raises:
        StaleEdit: without the current row; the edge adds it.
    """
    if ticket.version != version:
        raise StaleEdit


def check_move(ticket: Ticket, new: TicketStatus, *, by: Actor) -> None:
    """Refuse a move that the lifecycle or the actor's part in the ticket does not allow.

    Raises:
        MoveRefused: with the reason in a sentence.
    """
    reason = lifecycle.refusal_by_hand(policy.standing(ticket, by), new)
    if reason is not None:
        raise MoveRefused(reason, old=ticket.status, new=new)


def _change(session: AsyncSession, ticket: Ticket, new: TicketStatus) -> TicketStatus:
    old = ticket.status
    ticket.status = new
    touch(ticket)
    session.add(ticket)
    return old


def start(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Begin or go on with the work; the assignment is firm from now on."""
    begun = ticket.status is TicketStatus.ASSIGNED
    old = _change(session, ticket, TicketStatus.IN_PROGRESS)
    if ticket.commitment is not Commitment.PINNED:
        ticket.commitment = Commitment.FIRM
    events.record(session, StatusChanged(ticket_id=ticket.id, old=old, new=ticket.status), by=by)
    if begun and ticket.assignee_id is not None:
        events.record(
            session, WorkStarted(ticket_id=ticket.id, technician_id=ticket.assignee_id), by=by
        )


def wait(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Wait for the requester's answer."""
    old = _change(session, ticket, TicketStatus.WAITING_ON_REQUESTER)
    if ticket.commitment is not Commitment.PINNED:
        ticket.commitment = Commitment.FIRM
    events.record(session, StatusChanged(ticket_id=ticket.id, old=old, new=ticket.status), by=by)


def solve(
    session: AsyncSession, ticket: Ticket, *, by: Actor, message_id: UUID, is_shared: bool
) -> None:
    """Hold the ticket for solved; the message tells how."""
    _change(session, ticket, TicketStatus.SOLVED)
    ticket.solved_at = clock.now()
    ticket.solution_id = message_id
    ticket.share_solution = is_shared
    events.record(
        session,
        TicketSolved(
            ticket_id=ticket.id,
            solved_by=by.id,
            technician_id=ticket.assignee_id,
            message_id=message_id,
            is_shared=is_shared,
        ),
        by=by,
    )


def close(
    session: AsyncSession,
    ticket: Ticket,
    *,
    by: Actor | None,
    merged_into: int | None = None,
) -> None:
    """Finish the ticket; whoever held it is free of it. Without anybody it closes by itself."""
    _change(session, ticket, TicketStatus.CLOSED)
    ticket.closed_at = clock.now()
    ticket.waiting_reason = None
    events.record(
        session,
        TicketClosed(
            ticket_id=ticket.id, technician_id=ticket.assignee_id, merged_into=merged_into
        ),
        by=by,
        cause=Cause.SYSTEM if by is None else Cause.PERSON,
    )


def reopen(session: AsyncSession, ticket: Ticket, *, by: Actor, message_id: UUID | None) -> None:
    """Put the ticket back into the pool; the engine knows who had it."""
    technician_id = ticket.assignee_id
    _change(session, ticket, TicketStatus.REOPENED)
    # Closed while nobody held it: whoever had it before still knows it best.
    ticket.previous_assignee_id = technician_id or ticket.previous_assignee_id
    ticket.assignee_id = None
    ticket.assigned_at = None
    ticket.commitment = None
    ticket.solved_at = None
    ticket.solution_id = None
    ticket.share_solution = False
    ticket.closed_at = None
    # Declined and opened again: it is asked for anew, and waits.
    ticket.ready_at = None if ticket.approval_since is not None else clock.now()
    ring(session, Bell.ASSIGNMENT)
    events.record(
        session,
        TicketReopened(ticket_id=ticket.id, message_id=message_id, technician_id=technician_id),
        by=by,
    )


def after_reply(session: AsyncSession, ticket: Ticket, *, by: Actor, message_id: UUID) -> None:
    """What a public reply does: the assignee's first one begins the work, the requester's wakes it."""
    if by.id == ticket.requester_id:
        if ticket.status is TicketStatus.WAITING_ON_REQUESTER:
            start(session, ticket, by=by)
        elif ticket.status is TicketStatus.SOLVED:
            reopen(session, ticket, by=by, message_id=message_id)
        return
    if by.id == ticket.assignee_id and ticket.status is TicketStatus.ASSIGNED:
        start(session, ticket, by=by)
