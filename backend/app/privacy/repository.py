"""Statements that erase."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import ApiToken, AuthSession, OidcIdentity, PasswordReset, User
from app.core import dialect
from app.feedback.models import Rating
from app.notifications.models import Notification, NotificationSetting, PushSubscription
from app.tickets.models import Attachment, Message, SavedView, Ticket, TicketPosting
from app.triage.models import TicketEmbedding, TriageResult

_BELONG_TO_A_PERSON = (
    AuthSession,
    ApiToken,
    PasswordReset,
    OidcIdentity,
    PushSubscription,
    NotificationSetting,
    Notification,
    SavedView,
)


async def lock_user(session: AsyncSession, user_id: UUID) -> User | None:
    """A person, locked."""
    return (
        await session.exec(dialect.for_update(session, select(User).where(User.id == user_id)))
    ).first()


async def tickets_with_words_of(session: AsyncSession, user_id: UUID) -> set[UUID]:
    """Tickets that the person opened or wrote in."""
    opened = await session.exec(select(Ticket.id).where(Ticket.requester_id == user_id))
    written = await session.exec(
        select(Message.ticket_id).where(Message.author_id == user_id).distinct()
    )
    return {*opened, *written}


async def lock_tickets(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Ticket]:
    """Tickets, locked in order of their ids."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    return (await session.exec(dialect.for_update(session, statement))).all()


async def messages_of(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Message]:
    """All messages of these tickets, in order."""
    statement = select(Message).where(col(Message.ticket_id).in_(ids)).order_by(col(Message.id))
    return (await session.exec(statement)).all()


async def drop_files(session: AsyncSession, user_id: UUID, *, as_of: datetime) -> int:
    """Take the person's files out of their messages; the sweep of orphans deletes them."""
    done = await session.exec(
        update(Attachment)
        .where(col(Attachment.owner_id) == user_id)
        .values(ticket_id=None, message_id=None, filename="erased", created_at=as_of)
    )
    return int(done.rowcount)


async def drop_postings(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Forget which words stand in these tickets."""
    await session.exec(delete(TicketPosting).where(col(TicketPosting.ticket_id).in_(ids)))


async def drop_meaning(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Forget what the model made of the words of these tickets, and what was told of them."""
    await session.exec(delete(TicketEmbedding).where(col(TicketEmbedding.ticket_id).in_(ids)))
    await session.exec(
        update(TriageResult)
        .where(col(TriageResult.ticket_id).in_(ids))
        .values(words=json.dumps([]))
    )
    await session.exec(delete(Notification).where(col(Notification.ticket_id).in_(ids)))


async def drop_belongings(session: AsyncSession, user_id: UUID) -> None:
    """Delete whatever belongs to the person alone, and the words of his ratings."""
    for table in _BELONG_TO_A_PERSON:
        column = table.__table__.c.user_id  # type: ignore[union-attr]
        await session.exec(delete(table).where(column == user_id))
    await session.exec(update(Rating).where(col(Rating.author_id) == user_id).values(comment=None))
