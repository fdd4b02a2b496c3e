"""The only way to a ticket on behalf of a person: what he may not see does not exist for him."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.permissions import Permission
from app.core.actor import Actor
from app.tickets import repository
from app.tickets.errors import TicketNotFound
from app.tickets.models import Ticket

_REFERENCE = re.compile(r"^(?:TK-)?(\d{1,18})$", re.IGNORECASE)


def sees_all(actor: Actor) -> bool:
    """Staff sees every ticket."""
    return actor.may(Permission.TICKETS_READ_ALL)


def visible_to(actor: Actor) -> Any | None:
    """Condition on `Ticket` that keeps what the actor may see; `None` when that is everything."""
    if sees_all(actor):
        return None
    return or_(col(Ticket.requester_id) == actor.id, repository.watched_by(actor.id))


async def _checked(session: AsyncSession, ticket: Ticket | None, actor: Actor) -> Ticket:
    if ticket is None:
        raise TicketNotFound
    if sees_all(actor) or ticket.requester_id == actor.id:
        return ticket
    if await repository.is_watcher(session, ticket.id, actor.id):
        return ticket
    raise TicketNotFound


async def get_visible(session: AsyncSession, ticket_id: UUID, actor: Actor) -> Ticket:
    """A ticket that the actor may see.

    Raises:
        TicketNotFound: there is none, or it is not his to see.
    """
    return await _checked(session, await repository.find(session, ticket_id), actor)


async def get_locked(session: AsyncSession, ticket_id: UUID, actor: Actor) -> Ticket:
    """A ticket that the actor may see, locked until the transaction ends.

    Raises:
        TicketNotFound: there is none, or it is not his to see.
    """
    return await _checked(session, await repository.find_locked(session, ticket_id), actor)


def number_in(reference: str) -> int | None:
    """The number of a reference such as `TK-10432`; `None` when it is not one."""
    match = _REFERENCE.match(reference.strip())
    return int(match.group(1)) if match else None


async def get_by_reference(session: AsyncSession, reference: str, actor: Actor) -> Ticket:
    """A visible ticket by its short name.

    Raises:
        TicketNotFound: there is none, or it is not his to see.
    """
    number = number_in(reference)
    ticket = None if number is None else await repository.find_by_number(session, number)
    return await _checked(session, ticket, actor)
