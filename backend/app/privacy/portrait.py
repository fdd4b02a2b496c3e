"""What is stored of a person, read ticket by ticket: the content of an export."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.standing_models import TechnicianStanding
from app.auth.models import ApiToken, AuthSession, OidcIdentity, User
from app.core.db import Database
from app.core.events import REGISTRY
from app.core.outbox.models import OutboxEvent
from app.feedback.models import Rating
from app.notifications.models import Notification, NotificationSetting
from app.people.models import Technician, TechnicianSkill, TimeOff
from app.privacy import repository
from app.tickets.enums import MessageKind
from app.tickets.models import (
    Attachment,
    Message,
    MessageDraft,
    SavedView,
    Ticket,
    TicketTag,
    TicketWatcher,
)
from app.tickets.time_log_models import TimeEntry

AT_ONCE = 100
# Columns that are credentials or keep the machine going; nobody's data.
_SECRET = frozenset(
    {"password_hash", "token_hash", "email_key", "claimed_until", "sha256", "mailed_at"}
)


@dataclass(frozen=True, slots=True)
class TicketPortrait:
    """One ticket as it concerns the person, and the files to go with it."""

    reference: str
    document: dict[str, Any]
    files: Sequence[tuple[str, Attachment]]


def plain(row: Any, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A row as values of JSON, without credentials."""
    return {
        name: _plain(getattr(row, name))
        for name in type(row).model_fields
        if name not in _SECRET | but
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | bytes) else value


async def of_person(session: AsyncSession, person_id: UUID) -> dict[str, Any]:
    """Everything but tickets."""
    user = await session.get_one(User, person_id)
    technician = await session.get(Technician, person_id)
    return {
        "person": plain(user),
        "technician": None if technician is None else plain(technician),
        "skills": await _rows(session, TechnicianSkill, person_id),
        "time_off": await _rows(session, TimeOff, person_id),
        "standing": await _rows(session, TechnicianStanding, person_id),
        "logged_time": await _rows(session, TimeEntry, person_id),
        "votes": [plain(vote) for vote in await repository.votes_of(session, person_id)],
        "signed_in": await _rows(session, AuthSession, person_id),
        "api_tokens": await _rows(session, ApiToken, person_id),
        "sign_in_providers": await _rows(session, OidcIdentity, person_id),
        "notification_settings": await _rows(session, NotificationSetting, person_id),
        "saved_views": await _rows(session, SavedView, person_id),
        "unsent_words": await _rows(session, MessageDraft, person_id),
        "follows_tickets": await _rows(session, TicketWatcher, person_id),
        "notifications": await _rows(session, Notification, person_id),
        "acts": await _acts(session, person_id),
    }


async def _rows(session: AsyncSession, table: Any, person_id: UUID) -> list[dict[str, Any]]:
    found = await session.exec(select(table).where(table.user_id == person_id))
    return [plain(row) for row in found]


async def _acts(session: AsyncSession, person_id: UUID) -> dict[str, int]:
    """How often the person did what, by the history."""
    statement = (
        select(OutboxEvent.type, func.count())
        .where(OutboxEvent.actor_id == person_id)
        .group_by(col(OutboxEvent.type))
    )
    counted = dict((await session.exec(statement)).all())
    return {type_: counted[type_] for type_ in sorted(counted) if type_ in REGISTRY}


async def tickets_of(
    database: Database, ids: Sequence[UUID], person_id: UUID
) -> AsyncIterator[TicketPortrait]:
    """The person's tickets and those that he wrote in, in order."""
    for start in range(0, len(ids), AT_ONCE):
        async with database.read() as session:
            batch = await _batch(session, ids[start : start + AT_ONCE], person_id)
        for one in batch:
            yield one


async def _batch(
    session: AsyncSession, ids: Sequence[UUID], person_id: UUID
) -> list[TicketPortrait]:
    tickets = {row.id: row for row in await repository.tickets_by_id(session, ids)}
    messages: dict[UUID, list[Message]] = {}
    for message in await repository.messages_of(session, ids):
        if _is_his(message, tickets[message.ticket_id], person_id):
            messages.setdefault(message.ticket_id, []).append(message)
    files: dict[UUID | None, list[Attachment]] = {}
    for file in await session.exec(select(Attachment).where(col(Attachment.ticket_id).in_(ids))):
        files.setdefault(file.message_id, []).append(file)
    tags: dict[UUID, list[str]] = {}
    for tag in await session.exec(select(TicketTag).where(col(TicketTag.ticket_id).in_(ids))):
        tags.setdefault(tag.ticket_id, []).append(tag.tag)
    ratings: dict[UUID, list[Rating]] = {}
    statement = select(Rating).where(col(Rating.ticket_id).in_(ids), Rating.author_id == person_id)
    for rating in await session.exec(statement):
        ratings.setdefault(rating.ticket_id, []).append(rating)
    return [
        _portrait(
            tickets[id_],
            messages.get(id_, []),
            files,
            tags=tags.get(id_, []),
            ratings=ratings.get(id_, []),
            is_own=tickets[id_].requester_id == person_id,
        )
        for id_ in ids
        if id_ in tickets
    ]


def _is_his(message: Message, ticket: Ticket, person_id: UUID) -> bool:
    """What he wrote, and what was answered to him; what staff says among itself is not."""
    if message.author_id == person_id:
        return True
    return ticket.requester_id == person_id and message.kind is MessageKind.REPLY


def _portrait(
    ticket: Ticket,
    messages: Sequence[Message],
    files: dict[UUID | None, list[Attachment]],
    *,
    tags: list[str],
    ratings: Sequence[Rating],
    is_own: bool,
) -> TicketPortrait:
    named = [
        (f"files/{ticket.reference}/{number:03}-{file.filename}", file)
        for number, file in enumerate(
            (file for message in messages for file in files.get(message.id, [])), 1
        )
    ]
    places = {file.id: name for name, file in named}
    document: dict[str, Any] = {"reference": ticket.reference, "yours": is_own}
    if is_own:
        document |= {
            "subject": ticket.subject,
            "status": ticket.status,
            "priority": ticket.priority,
            "category": ticket.category,
            "channel": ticket.channel,
            "tags": tags,
            "created_at": _plain(ticket.created_at),
            "solved_at": _plain(ticket.solved_at),
            "closed_at": _plain(ticket.closed_at),
            "ratings": [plain(rating) for rating in ratings],
        }
    document["messages"] = [
        {
            "at": _plain(message.created_at),
            "kind": message.kind,
            "author_id": _plain(message.author_id),
            "text": message.text,
            "files": [places[file.id] for file in files.get(message.id, [])],
        }
        for message in messages
    ]
    return TicketPortrait(ticket.reference, document, named)
