"""Statements on relations between tickets, and on the messages that merged tickets share."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.tickets.enums import MessageKind
from app.tickets.models import Attachment, Message, Ticket, TicketWatcher
from app.workflow.relations.enums import PARENT_KINDS, RelationKind
from app.workflow.relations.models import MajorIncident, TicketRelation

# More merges of merges than anybody reads.
MOST_MERGED = 200


async def lock(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets, locked in the order of their ids until the transaction ends."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    statement = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return {ticket.id: ticket for ticket in await session.exec(statement)}


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets to look at."""
    if not ids:
        return {}
    statement = select(Ticket).where(col(Ticket.id).in_(ids))
    return {ticket.id: ticket for ticket in await session.exec(statement)}


async def find(session: AsyncSession, relation_id: UUID) -> TicketRelation | None:
    """One relation as it stands now."""
    statement = select(TicketRelation).where(TicketRelation.id == relation_id)
    statement = statement.execution_options(populate_existing=True)
    return (await session.exec(statement)).one_or_none()


async def touching(session: AsyncSession, ids: Collection[UUID]) -> Sequence[TicketRelation]:
    """Relations that have one of the tickets at either end, oldest first."""
    statement = (
        select(TicketRelation)
        .where(or_(col(TicketRelation.ticket_id).in_(ids), col(TicketRelation.other_id).in_(ids)))
        .order_by(col(TicketRelation.id))
    )
    return (await session.exec(statement)).all()


async def merged_into(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, Any]:
    """The merge of each of the tickets that was merged."""
    if not ticket_ids:
        return {}
    statement = select(TicketRelation).where(
        col(TicketRelation.ticket_id).in_(ticket_ids),
        TicketRelation.kind == RelationKind.MERGED_INTO,
    )
    return {row.ticket_id: row for row in await session.exec(statement)}


async def sources_of(session: AsyncSession, target_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Tickets that go on as these, directly or through others: source to the ticket it belongs to."""
    found: dict[UUID, UUID] = {}
    layer = {id_: id_ for id_ in target_ids}
    while layer and len(found) < MOST_MERGED:
        statement = select(TicketRelation.ticket_id, TicketRelation.other_id).where(
            col(TicketRelation.other_id).in_(layer),
            TicketRelation.kind == RelationKind.MERGED_INTO,
        )
        rows = (await session.exec(statement)).all()
        layer = {source: layer[other] for source, other in rows if source not in found}
        found |= layer
    return found


async def children_of(session: AsyncSession, parent_id: UUID) -> Sequence[TicketRelation]:
    """The relations of a ticket's children, oldest first."""
    statement = (
        select(TicketRelation)
        .where(TicketRelation.other_id == parent_id, col(TicketRelation.kind).in_(PARENT_KINDS))
        .order_by(col(TicketRelation.id))
    )
    return (await session.exec(statement)).all()


async def incidents_among(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, MajorIncident]:
    """Those of the tickets that are major incidents."""
    if not ids:
        return {}
    statement = select(MajorIncident).where(col(MajorIncident.ticket_id).in_(ids))
    return {row.ticket_id: row for row in await session.exec(statement)}


async def staff_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people who are staff and active."""
    if not ids:
        return set()
    statement = select(User.id).where(
        col(User.id).in_(ids), col(User.role) != Role.USER, col(User.is_active).is_(True)
    )
    return set((await session.exec(statement)).all())


async def watchers_of(session: AsyncSession, ticket_id: UUID) -> set[UUID]:
    """Who follows a ticket."""
    statement = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == ticket_id)
    return set((await session.exec(statement)).all())


async def written_after(
    session: AsyncSession, ticket_ids: Collection[UUID], moment: datetime
) -> bool:
    """Whether anything was written on one of the tickets after a moment."""
    statement = (
        select(Message.id)
        .where(col(Message.ticket_id).in_(ticket_ids), Message.created_at > moment)
        .limit(1)
    )
    return (await session.exec(statement)).first() is not None


async def list_messages(
    session: AsyncSession,
    ticket_ids: Collection[UUID],
    *,
    notes_too: bool,
    after: UUID | None,
    limit: int,
) -> Sequence[Message]:
    """Messages of several tickets, oldest first."""
    if not ticket_ids:
        return []
    statement = (
        select(Message)
        .where(col(Message.ticket_id).in_(ticket_ids))
        .order_by(col(Message.id))
        .limit(limit)
    )
    if not notes_too:
        statement = statement.where(Message.kind == MessageKind.REPLY)
    if after is not None:
        statement = statement.where(col(Message.id) > after)
    return (await session.exec(statement)).all()


async def messages_from(
    session: AsyncSession, ticket_id: UUID, message_id: UUID, *, onwards: bool, limit: int
) -> Sequence[Message]:
    """A message of a ticket, and if wanted what follows it."""
    statement = select(Message).where(Message.ticket_id == ticket_id)
    at = col(Message.id)
    statement = statement.where(at >= message_id if onwards else at == message_id)
    return (await session.exec(statement.order_by(col(Message.id)).limit(limit))).all()


async def first_message_id(session: AsyncSession, ticket_id: UUID) -> UUID | None:
    """The description of a ticket."""
    statement = (
        select(Message.id).where(Message.ticket_id == ticket_id).order_by(col(Message.id)).limit(1)
    )
    return (await session.exec(statement)).first()


async def newest_replies(
    session: AsyncSession, ticket_ids: Collection[UUID]
) -> dict[UUID, Message]:
    """The last public message of each ticket."""
    if not ticket_ids:
        return {}
    newest = (
        select(func.max(Message.id))
        .where(col(Message.ticket_id).in_(ticket_ids), Message.kind == MessageKind.REPLY)
        .group_by(col(Message.ticket_id))
    )
    statement = select(Message).where(col(Message.id).in_(newest))
    return {message.ticket_id: message for message in await session.exec(statement)}


async def count_words(session: AsyncSession, ticket_id: UUID) -> tuple[int, int]:
    """How many messages and files a ticket has."""
    messages = select(func.count()).select_from(Message).where(Message.ticket_id == ticket_id)
    files = select(func.count()).select_from(Attachment).where(Attachment.ticket_id == ticket_id)
    return (await session.exec(messages)).one(), (await session.exec(files)).one()
