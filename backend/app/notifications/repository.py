"""Statements of the notifications domain around the inbox and the people who are told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision
from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.notifications.enums import NotificationKind
from app.notifications.models import Notification, NotificationSetting
from app.tickets import service as tickets
from app.tickets.enums import Priority
from app.tickets.models import Message, Ticket, TicketWatcher

PLACING = frozenset({Outcome.ASSIGNED, Outcome.HANDED, Outcome.TAKEN})


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What notifications need of a ticket."""

    id: UUID
    number: int
    subject: str
    requester_id: UUID
    assignee_id: UUID | None
    priority: Priority | None


@dataclass(frozen=True, slots=True)
class Person:
    """What notifications need of a person."""

    id: UUID
    name: str
    email: str
    role: Role


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, TicketFacts]:
    """Facts of tickets."""
    if not ids:
        return {}
    statement = select(
        Ticket.id,
        Ticket.number,
        Ticket.subject,
        Ticket.requester_id,
        Ticket.assignee_id,
        Ticket.priority,
    ).where(col(Ticket.id).in_(ids))  # type: ignore[call-overload]
    return {row[0]: TicketFacts(*row) for row in await session.exec(statement)}


async def watchers_of(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who follows each ticket."""
    watchers: dict[UUID, set[UUID]] = defaultdict(set)
    if ticket_ids:
        statement = select(TicketWatcher.ticket_id, TicketWatcher.user_id).where(
            col(TicketWatcher.ticket_id).in_(ticket_ids)
        )
        for ticket_id, user_id in await session.exec(statement):
            watchers[ticket_id].add(user_id)
    return watchers


async def active_people(
    session: AsyncSession, ids: Collection[UUID], *, administrators: bool
) -> dict[UUID, Person]:
    """The active ones of these people and, if asked for, all active administrators."""
    wanted: Any = col(User.id).in_(ids)
    if administrators:
        wanted = wanted | (col(User.role) == Role.ADMINISTRATOR)
    statement = select(User.id, User.name, User.email, User.role).where(
        col(User.is_active).is_(True), wanted
    )
    return {
        person_id: Person(person_id, name, email, Role(role))
        for person_id, name, email, role in await session.exec(statement)
    }


async def holders_before(
    session: AsyncSession, tickets_of_decisions: Mapping[UUID, UUID]
) -> dict[UUID, UUID]:
    """Who held the ticket when each of these decisions gave it to somebody else."""
    if not tickets_of_decisions:
        return {}
    statement = (
        select(
            AssignmentDecision.id,
            AssignmentDecision.ticket_id,
            AssignmentDecision.technician_id,
            AssignmentDecision.outcome,
        )
        .where(col(AssignmentDecision.ticket_id).in_(set(tickets_of_decisions.values())))
        .order_by(col(AssignmentDecision.id))
    )
    holders: dict[UUID, UUID] = {}
    held_by: dict[UUID, UUID | None] = {}
    for decision_id, ticket_id, technician_id, outcome in await session.exec(statement):
        holder = held_by.get(ticket_id)
        if decision_id in tickets_of_decisions and holder is not None and holder != technician_id:
            holders[decision_id] = holder
        held_by[ticket_id] = technician_id if outcome in PLACING else None
    return holders


async def words_of(session: AsyncSession, message_ids: Collection[UUID]) -> dict[UUID, str]:
    """What was said in these messages."""
    if not message_ids:
        return {}
    statement = select(Message.id, Message.text).where(col(Message.id).in_(message_ids))
    return {id_: tickets.words_of_note(text) for id_, text in await session.exec(statement)}


async def kinds_told(
    session: AsyncSession, source_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], NotificationKind]:
    """As what each (user, source) was told already."""
    if not source_ids:
        return {}
    statement = select(Notification.user_id, Notification.source_id, Notification.kind).where(
        col(Notification.source_id).in_(source_ids)
    )
    return {
        (user_id, source_id): NotificationKind(kind)
        for user_id, source_id, kind in await session.exec(statement)
    }


async def reword(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Say in another way what somebody was told of this row's source."""
    await session.exec(
        update(Notification)
        .where(
            col(Notification.user_id) == row["user_id"],
            col(Notification.source_id) == row["source_id"],
        )
        .values(kind=row["kind"], title=row["title"], body=row["body"])
    )


async def insert_notifications(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write many notifications in one statement."""
    await session.exec(insert(Notification).values(list(rows)))


async def list_inbox(
    session: AsyncSession, user_id: UUID, *, unread: bool, before: UUID | None, limit: int
) -> Sequence[Notification]:
    """Somebody's notifications, newest first."""
    statement = (
        select(Notification)
        .where(Notification.user_id == user_id)
        .order_by(col(Notification.id).desc())
        .limit(limit)
    )
    if unread:
        statement = statement.where(col(Notification.read_at).is_(None))
    if before is not None:
        statement = statement.where(col(Notification.id) < before)
    return (await session.exec(statement)).all()


async def count_unread(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many unread notifications each of these people has."""
    statement = (
        select(Notification.user_id, func.count())
        .where(col(Notification.user_id).in_(user_ids), col(Notification.read_at).is_(None))
        .group_by(col(Notification.user_id))
    )
    counted = dict((await session.exec(statement)).all())
    return {user_id: counted.get(user_id, 0) for user_id in user_ids}


async def find_in_inbox(
    session: AsyncSession, user_id: UUID, notification_id: UUID
) -> Notification | None:
    """One of somebody's notifications, locked."""
    statement = dialect.for_update(
        session,
        select(Notification).where(
            Notification.id == notification_id, Notification.user_id == user_id
        ),
    )
    return (await session.exec(statement)).one_or_none()


async def mark_all_read(session: AsyncSession, user_id: UUID, *, at: datetime) -> int:
    """Mark somebody's unread notifications; returns how many there were."""
    statement = (
        update(Notification)
        .where(col(Notification.user_id) == user_id, col(Notification.read_at).is_(None))
        .values(read_at=at)
    )
    return int((await session.exec(statement)).rowcount)


async def find_settings(session: AsyncSession, user_id: UUID) -> NotificationSetting | None:
    """What somebody has chosen; `None` when he never did."""
    statement = select(NotificationSetting).where(NotificationSetting.user_id == user_id)
    return (await session.exec(statement)).one_or_none()


async def save_settings(session: AsyncSession, user_id: UUID, *, email: bool, push: bool) -> None:
    """Write what somebody chose."""
    row = {"user_id": user_id, "email": email, "push": push}
    table = NotificationSetting.__table__  # type: ignore[attr-defined]
    await session.exec(
        dialect.upsert(session, table, [row], key=["user_id"], update=["email", "push"])
    )


async def delete_read_before(session: AsyncSession, moment: datetime, *, limit: int) -> int:
    """Drop some of the notifications that were read and are older than the moment."""
    ids = (
        await session.exec(
            select(Notification.id)
            .where(col(Notification.created_at) < moment, col(Notification.read_at).is_not(None))
            .limit(limit)
        )
    ).all()
    if ids:
        await session.exec(delete(Notification).where(col(Notification.id).in_(ids)))
    return len(ids)
