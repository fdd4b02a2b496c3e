"""Splitting: a part of a conversation becomes a ticket of its own."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Actor
from app.tickets import together
from app.tickets.enums import MessageKind
from app.tickets.models import Ticket
from app.workflow.relations import repository
from app.workflow.relations.enums import RelationKind, SplitWhat
from app.workflow.relations.errors import MessageUnknown, RelationRefused
from app.workflow.relations.events import TicketSplit, TicketSplitOff
from app.workflow.relations.models import TicketRelation

MOST_MESSAGES = 200


async def split(
    session: AsyncSession,
    ticket: Ticket,
    message_id: UUID,
    *,
    what: SplitWhat,
    subject: str,
    by: Actor,
) -> Ticket:
    """Open a ticket with copies of a message or of everything from it on; the original keeps them.

    Files stay with the message that they came with, on the original.

    Raises:
        MessageUnknown: the ticket has no such message.
        RelationRefused: it is the ticket's description, or a note.
    """
    if await repository.first_message_id(session, ticket.id) == message_id:
        raise RelationRefused("This is what the ticket is about. Split off what came later.")
    messages = await repository.messages_from(
        session,
        ticket.id,
        message_id,
        onwards=what is SplitWhat.ONWARDS,
        limit=MOST_MESSAGES,
    )
    if not messages:
        raise MessageUnknown
    if messages[0].kind is MessageKind.NOTE:
        raise RelationRefused(
            "Begin with a reply: the requester reads what the ticket begins with."
        )
    made = await together.split_off(session, ticket, messages, by=by, subject=subject)
    session.add(
        TicketRelation(
            ticket_id=made.id,
            other_id=ticket.id,
            kind=RelationKind.SPLIT_FROM,
            made_by_id=by.id,
        )
    )
    events.record(
        session,
        TicketSplitOff(ticket_id=made.id, other_id=ticket.id, other_number=ticket.number),
        by=by,
    )
    events.record(
        session,
        TicketSplit(
            ticket_id=ticket.id,
            other_id=made.id,
            other_number=made.number,
            messages=len(messages),
        ),
        by=by,
    )
    return made
