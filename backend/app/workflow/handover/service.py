"""Use case: hand a ticket over, with the note that its receiver needs, in one transaction."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import service as assignment
from app.assignment.errors import TicketFinished
from app.core import events
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.people import teams
from app.people.models import Technician
from app.tickets import service as tickets
from app.tickets.enums import HELD, OPEN
from app.tickets.models import Ticket
from app.workflow.errors import AlreadyTheirs
from app.workflow.events import TicketHandedOver
from app.workflow.handover.schemas import HandOver, Receiver


async def hand_over(session: AsyncSession, ticket: Ticket, wanted: HandOver, *, by: Actor) -> None:
    """Give a locked ticket to a person, a team or the queue, and leave the note on it.

    Whoever is named must have a place, as in every assignment by hand. A team and the queue get it
    through the engine, and whoever had it and handed it on is not asked again.

    Raises:
        TicketFinished: the ticket is solved or closed.
        AlreadyTheirs: that person or team has it.
        TeamNotFound, TechnicianUnknown, TechnicianFull, MentionUnknown
    """
    if ticket.status not in OPEN:
        raise TicketFinished
    holder = ticket.assignee_id if ticket.status in HELD else None
    if wanted.to is Receiver.PERSON:
        assert wanted.to_id is not None
        if wanted.to_id == holder:
            raise AlreadyTheirs
        receivers: tuple[UUID, ...] = (wanted.to_id,)
        await assignment.hand_to(session, ticket, wanted.to_id, by=by, reason=wanted.note)
    else:
        receivers = await _to_pool(session, ticket, wanted, holder=holder, by=by)
    note = await tickets.add_note(session, ticket, by=by, text=wanted.note)
    events.record(
        session,
        TicketHandedOver(
            ticket_id=ticket.id,
            from_id=holder,
            to_id=wanted.to_id,
            message_id=note.id,
            receiver_ids=receivers,
        ),
        by=by,
    )
    if wanted.keep_watching:
        await tickets.follow(session, ticket, by.id, by=by)


async def _to_pool(
    session: AsyncSession, ticket: Ticket, wanted: HandOver, *, holder: UUID | None, by: Actor
) -> tuple[UUID, ...]:
    """Let the engine decide anew, among the team if one is named; returns whom it may choose from."""
    if holder is None and ticket.team_id == wanted.to_id:
        raise AlreadyTheirs
    members: tuple[UUID, ...] = ()
    if wanted.to_id is not None:
        await teams.get_team(session, wanted.to_id)
        members = await _members(session, wanted.to_id)
    ticket.team_id = wanted.to_id
    if holder == by.id:
        await assignment.release(session, ticket, by=by, reason=wanted.note)
    elif holder is not None:
        await assignment.return_to_pool(session, ticket, by=by, reason=wanted.note)
    else:
        ticket.waiting_reason = None
        tickets.touch(ticket)
        session.add(ticket)
        ring(session, Bell.ASSIGNMENT)
    return tuple(person_id for person_id in members if person_id != by.id)


async def _members(session: AsyncSession, team_id: UUID) -> tuple[UUID, ...]:
    statement = (
        select(Technician.user_id)
        .where(Technician.team_id == team_id)
        .order_by(col(Technician.user_id))
    )
    return tuple((await session.exec(statement)).all())
