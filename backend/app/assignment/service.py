"""Use cases of people and handlers: who gets a ticket, who loses it. The locks are in `claim`."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import claim, holdings, letting_go, technicians
from app.assignment.engine.tickets import weighted_minutes
from app.assignment.enums import Outcome
from app.assignment.errors import (
    NotYours,
    TechnicianFull,
    TechnicianUnknown,
    TicketAwaitsApproval,
    TicketFinished,
    TicketHeldAlready,
    TicketUnheld,
)
from app.assignment.events import TicketAssigned
from app.assignment.models import AssignmentDecision, AssignmentExclusion
from app.assignment.technicians import Reservation
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.metrics import ASSIGNMENTS
from app.people.enums import Presence
from app.people.errors import NotATechnician
from app.tickets import service as tickets
from app.tickets.enums import HELD, OPEN, Commitment, TicketStatus
from app.tickets.models import Ticket


async def hand_to(
    session: AsyncSession,
    ticket: Ticket,
    technician_id: UUID,
    *,
    by: Actor | None,
    reason: str | None,
) -> None:
    """Give a locked ticket to somebody by hand; the engine never moves it from there.

    Without an actor a rule does it. Somebody who is offline may be chosen, the page says so; hard
    capacity holds for hands too.

    Raises:
        TicketFinished: the ticket is solved or closed.
        TechnicianUnknown: no active technician has this id.
        TechnicianFull: the technician has no place.
    """
    if not await technicians.is_technician(session, technician_id):
        raise TechnicianUnknown
    await _place(session, ticket, technician_id, by=by, outcome=Outcome.HANDED, reason=reason)


async def take(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Take a locked ticket for oneself, from the pool or from whoever holds it.

    Raises:
        TicketFinished, TicketHeldAlready, NotATechnician, TechnicianFull
    """
    if ticket.assignee_id == by.id and ticket.status in HELD:
        raise TicketHeldAlready
    if not await technicians.is_technician(session, by.id):
        raise NotATechnician
    await _place(session, ticket, by.id, by=by, outcome=Outcome.TAKEN, reason=None)


async def release(session: AsyncSession, ticket: Ticket, *, by: Actor, reason: str) -> None:
    """Give a locked ticket back; the engine does not offer it to this person again.

    Raises:
        TicketUnheld: nobody holds it.
        NotYours: somebody else holds it.
    """
    if ticket.assignee_id is None or ticket.status not in HELD:
        raise TicketUnheld
    if ticket.assignee_id != by.id:
        raise NotYours
    await session.merge(
        AssignmentExclusion(ticket_id=ticket.id, technician_id=by.id, reason=reason)
    )
    letting_go.give_up(session, ticket, outcome=Outcome.RELEASED, by=by, reason=reason)
    await claim.recount(session, {by.id})


async def return_to_pool(
    session: AsyncSession, ticket: Ticket, *, by: Actor, reason: str | None
) -> None:
    """Take a locked ticket from its holder and let the engine decide anew.

    Raises:
        TicketFinished: the ticket is solved or closed.
        TicketUnheld: nobody holds it.
    """
    if ticket.status not in OPEN:
        raise TicketFinished
    holder = ticket.assignee_id
    if holder is None or ticket.status not in HELD:
        raise TicketUnheld
    letting_go.give_up(session, ticket, outcome=Outcome.RETURNED, by=by, reason=reason)
    await claim.recount(session, {holder})


async def return_unstarted(session: AsyncSession, technician_id: UUID) -> int:
    """Put back what somebody who is offline or off shift had not begun; returns how many tickets.

    Begun work stays, and so does what a person assigned by hand. Whoever came back in the
    meantime keeps everything.
    """
    unstarted = await holdings.lock_unstarted(session, technician_id)
    locked = await technicians.lock(session, {technician_id})
    here = locked.get(technician_id)
    if here is not None and here.presence is not Presence.OFFLINE and here.on_shift:
        return 0
    for ticket in unstarted:
        letting_go.give_up(session, ticket, outcome=Outcome.OFFLINE, by=None, reason=None)
    if unstarted:
        await claim.recount(session, {technician_id})
    return len(unstarted)


async def _place(
    session: AsyncSession,
    ticket: Ticket,
    technician_id: UUID,
    *,
    by: Actor | None,
    outcome: Outcome,
    reason: str | None,
) -> None:
    if ticket.status not in OPEN:
        raise TicketFinished
    if ticket.approval_since is not None:
        raise TicketAwaitsApproval
    holder = ticket.assignee_id if ticket.status in HELD else None
    now = clock.now()
    people = {technician_id} if holder is None else {technician_id, holder}
    locked = await technicians.lock(session, people)
    if technician_id not in locked:
        raise TechnicianUnknown
    if holder != technician_id:
        await _reserve(session, ticket, technician_id, now)
        ticket.previous_assignee_id = holder or ticket.previous_assignee_id
        ticket.assigned_at = now
    previous = ticket.previous_assignee_id
    ticket.assignee_id = technician_id
    ticket.commitment = Commitment.PINNED
    if ticket.status is not TicketStatus.WAITING_ON_REQUESTER and holder != technician_id:
        ticket.status = TicketStatus.ASSIGNED
    ticket.ready_at = ticket.ready_at or now
    ticket.waiting_reason = None
    tickets.touch(ticket)
    session.add(ticket)
    offline = locked[technician_id].presence is not Presence.ONLINE
    decision = letting_go.decision(
        ticket, technician_id, outcome, by=by, reason=reason, explanation={"offline": offline}
    )
    session.add(decision)
    _record_assigned(session, ticket, decision, previous=previous, by=by)
    if holder is not None and holder != technician_id:
        await claim.recount(session, {holder})
    # The holder's list is another now, and so may be what comes next on it.
    ring(session, Bell.ASSIGNMENT)


async def _reserve(
    session: AsyncSession, ticket: Ticket, technician_id: UUID, now: datetime
) -> None:
    minutes = weighted_minutes(ticket.effort_minutes, ticket.priority)
    reservation = {technician_id: Reservation(1, minutes, now)}
    if not await technicians.reserve(session, reservation, online_only=False):
        full = (await technicians.lock(session, {technician_id}))[technician_id]
        raise TechnicianFull(active=full.active, capacity=full.capacity)


def _record_assigned(
    session: AsyncSession,
    ticket: Ticket,
    decision: AssignmentDecision,
    *,
    previous: UUID | None,
    by: Actor | None,
) -> None:
    assert decision.technician_id is not None
    events.record(
        session,
        TicketAssigned(
            ticket_id=ticket.id,
            technician_id=decision.technician_id,
            previous_id=previous,
            decision_id=decision.id,
            commitment=Commitment.PINNED,
            by_person=by is not None,
        ),
        by=by,
        cause=Cause.RULE if by is None else Cause.PERSON,
    )
    ASSIGNMENTS.labels(outcome=decision.outcome).inc()
