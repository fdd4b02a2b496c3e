"""Builders of tickets and what hangs on them."""

from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.auth.permissions import permissions_of
from app.core import clock
from app.core.actor import Actor, Role
from app.tickets import repository, search
from app.tickets.enums import HELD, Commitment, MessageKind, TicketStatus
from app.tickets.models import Message, Ticket, TicketWatcher
from tests.factories.auth import make_user

# Far above the numbers that the product gives out in a test.
_numbers = count(5_000_001)


def actor_of(user: User) -> Actor:
    """A person as an actor with every right of the role."""
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        permissions=permissions_of(user.role),
    )


async def make_ticket(
    session: AsyncSession,
    *,
    requester_id: UUID | None = None,
    assignee_id: UUID | None = None,
    subject: str = "The printer hums",
    description: str = "It hums and prints nothing.",
    status: TicketStatus | None = None,
    tags: tuple[str, ...] = (),
    **facts: Any,
) -> Ticket:
    """A ticket with its description, found by search. Without a requester one is made.

    With an assignee it is assigned unless a status is given; whoever needs loads that agree
    sets them on the technician.
    """
    if requester_id is None:
        requester_id = (await make_user(session, role=Role.USER)).id
    if status is None:
        status = TicketStatus.ASSIGNED if assignee_id else TicketStatus.NEW
    now = clock.now()
    if status in HELD:
        facts = {"commitment": Commitment.HELD, "assigned_at": now, **facts}
    if status is TicketStatus.SOLVED:
        facts = {"solved_at": now, **facts}
    if status is TicketStatus.CLOSED:
        facts = {"closed_at": now, **facts}
    ticket = Ticket(
        number=next(_numbers),
        requester_id=requester_id,
        assignee_id=assignee_id,
        subject=subject,
        status=status,
        **facts,
    )
    session.add(ticket)
    await session.flush()
    session.add(Message(ticket_id=ticket.id, author_id=requester_id, text=description))
    await session.flush()
    await search.index(session, ticket.id, f"{subject}\n{description}", public=True)
    await repository.replace_tags(session, ticket.id, tags)
    return ticket


async def make_message(
    session: AsyncSession,
    ticket: Ticket,
    *,
    author_id: UUID | None = None,
    kind: MessageKind = MessageKind.REPLY,
    text: str = "We look into it.",
) -> Message:
    """A message without any effect on the ticket but its count and its words."""
    message = Message(
        ticket_id=ticket.id, author_id=author_id or ticket.requester_id, kind=kind, text=text
    )
    session.add(message)
    if kind is MessageKind.REPLY:
        ticket.message_count += 1
        session.add(ticket)
    await session.flush()
    await search.index(session, ticket.id, text, public=kind is MessageKind.REPLY)
    return message


async def make_watcher(session: AsyncSession, ticket: Ticket, user_id: UUID) -> None:
    """Somebody who follows the ticket."""
    session.add(TicketWatcher(ticket_id=ticket.id, user_id=user_id))
    await session.flush()
