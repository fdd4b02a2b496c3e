"""Statements that erase."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.models import AssignmentDecision, AssignmentExclusion
from app.assignment.standing_models import TechnicianStanding
from app.auth.models import ApiToken, AuthSession, OidcIdentity, PasswordReset, User
from app.core import dialect
from app.core.outbox.models import OutboxEvent
from app.feedback.models import Rating
from app.notifications.models import Notification, NotificationSetting, PushSubscription
from app.people.models import Technician, TimeOff
from app.privacy.enums import ExportState, RetentionAction
from app.privacy.models import PersonExport, TicketRetention
from app.privacy.schemas import PersonCounts
from app.tickets.models import (
    FORMER_REQUESTER_ID,
    ArchivedPosting,
    Attachment,
    Message,
    MessageDraft,
    SavedView,
    Ticket,
    TicketPosting,
    TicketWatcher,
)
from app.triage.models import TicketEmbedding, TriageResult
from app.workflow.approvals.models import ApprovalVote, TicketApproval
from app.workflow.escalation.models import TicketEscalation

# Beyond this a page says "10,000+".
MOST_FACTS = 10_000
_BELONG_TO_A_PERSON = (
    AuthSession,
    ApiToken,
    PasswordReset,
    OidcIdentity,
    PushSubscription,
    NotificationSetting,
    Notification,
    SavedView,
    MessageDraft,
    TechnicianStanding,
)


async def lock_user(session: AsyncSession, user_id: UUID) -> User | None:
    """A person, locked."""
    return (
        await session.exec(dialect.for_update(session, select(User).where(User.id == user_id)))
    ).first()


async def find_user(session: AsyncSession, user_id: UUID) -> User | None:
    """A person."""
    return await session.get(User, user_id)


async def held_by(session: AsyncSession, user_id: UUID) -> int:
    """How many tickets a technician holds."""
    statement = select(Technician.active).where(Technician.user_id == user_id)
    return (await session.exec(statement)).one_or_none() or 0


async def counts_of(session: AsyncSession, user_id: UUID) -> PersonCounts:
    """How much is stored of somebody."""
    commented = (col(Rating.author_id) == user_id) & col(Rating.comment).is_not(None)
    acts = select(OutboxEvent.id).where(OutboxEvent.actor_id == user_id).limit(MOST_FACTS)
    facts = select(func.count()).select_from(acts.subquery())
    return PersonCounts(
        tickets=await _count(session, Ticket, col(Ticket.requester_id) == user_id),
        messages=await _count(session, Message, col(Message.author_id) == user_id),
        files=await _count(session, Attachment, col(Attachment.owner_id) == user_id),
        rating_comments=await _count(session, Rating, commented),
        notifications=await _count(session, Notification, col(Notification.user_id) == user_id),
        facts=(await session.exec(facts)).one(),
    )


async def _count(session: AsyncSession, table: Any, condition: Any) -> int:
    return (await session.exec(select(func.count()).select_from(table).where(condition))).one()


async def list_expired_exports(session: AsyncSession, now: datetime) -> Sequence[PersonExport]:
    """Exports whose day is over and whose files are still there; a few at a time."""
    statement = (
        select(PersonExport)
        .where(PersonExport.state == ExportState.READY, col(PersonExport.expires_at) <= now)
        .order_by(col(PersonExport.id))
        .limit(100)
    )
    return (await session.exec(statement)).all()


async def end_exports_of(session: AsyncSession, user_id: UUID, *, now: datetime) -> None:
    """Let nobody fetch the person's data any more; the hourly sweep deletes the files."""
    await session.exec(
        update(PersonExport).where(col(PersonExport.person_id) == user_id).values(expires_at=now)
    )


async def note_retention(
    session: AsyncSession, ids: Collection[UUID], action: RetentionAction, *, at: datetime
) -> None:
    """Remember what was done to these tickets."""
    table = TicketRetention.__table__  # type: ignore[attr-defined]
    rows = [{"ticket_id": id_, "action": action, "at": at} for id_ in ids]
    await session.exec(
        dialect.upsert(session, table, rows, key=("ticket_id",), update=("action", "at"))
    )


async def drop_files_of_tickets(
    session: AsyncSession, ids: Collection[UUID], *, as_of: datetime
) -> None:
    """Take the files out of these tickets; the sweep of orphans deletes them."""
    await session.exec(
        update(Attachment)
        .where(col(Attachment.ticket_id).in_(ids))
        .values(ticket_id=None, message_id=None, filename="deleted", created_at=as_of)
    )


async def drop_remarks(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Forget what was remarked beside these tickets: ratings, reasons, unsent words."""
    await session.exec(update(Rating).where(col(Rating.ticket_id).in_(ids)).values(comment=None))
    await session.exec(
        update(AssignmentDecision)
        .where(col(AssignmentDecision.ticket_id).in_(ids))
        .values(reason=None)
    )
    await session.exec(
        update(AssignmentExclusion)
        .where(col(AssignmentExclusion.ticket_id).in_(ids))
        .values(reason="")
    )
    await session.exec(delete(MessageDraft).where(col(MessageDraft.ticket_id).in_(ids)))
    await session.exec(
        update(TicketEscalation).where(col(TicketEscalation.ticket_id).in_(ids)).values(reason="")
    )
    asked = select(TicketApproval.id).where(col(TicketApproval.ticket_id).in_(ids))
    await session.exec(
        update(ApprovalVote).where(col(ApprovalVote.approval_id).in_(asked)).values(comment=None)
    )


async def former_requester(session: AsyncSession) -> UUID:
    """The one person without a name whom anonymised tickets belong to."""
    address = "former-requester@erased.invalid"
    if await session.get(User, FORMER_REQUESTER_ID) is None:
        session.add(
            User(
                id=FORMER_REQUESTER_ID,
                name="Former requester",
                email=address,
                email_key=address,
                is_active=False,
            )
        )
        await session.flush()
    return FORMER_REQUESTER_ID


async def pass_on(session: AsyncSession, ticket_id: UUID, *, of: UUID, to: UUID) -> None:
    """Let what one person wrote, handed in or rated in a ticket be another's."""
    for table, person in (
        (Message, "author_id"),
        (Attachment, "owner_id"),
        (Rating, "author_id"),
    ):
        columns = table.__table__.c  # type: ignore[union-attr]
        await session.exec(
            update(table)
            .where(columns.ticket_id == ticket_id, columns[person] == of)
            .values({person: to})
        )
    for of_person in (Notification, TicketWatcher, MessageDraft):
        columns = of_person.__table__.c  # type: ignore[union-attr]
        await session.exec(
            delete(of_person).where(columns.ticket_id == ticket_id, columns.user_id == of)
        )


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Ticket]:
    """Tickets."""
    return (await session.exec(select(Ticket).where(col(Ticket.id).in_(ids)))).all()


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
    for postings in (TicketPosting, ArchivedPosting):
        column = postings.__table__.c.ticket_id  # type: ignore[union-attr]
        await session.exec(delete(postings).where(column.in_(ids)))


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
    await session.exec(
        update(ApprovalVote).where(col(ApprovalVote.approver_id) == user_id).values(comment=None)
    )
    await session.exec(update(TimeOff).where(col(TimeOff.user_id) == user_id).values(reason=""))


async def votes_of(session: AsyncSession, user_id: UUID) -> Sequence[ApprovalVote]:
    """What somebody was asked to approve, and the answers."""
    found = await session.exec(select(ApprovalVote).where(ApprovalVote.approver_id == user_id))
    return found.all()
