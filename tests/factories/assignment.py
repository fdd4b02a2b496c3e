"""Builders of tickets that wait for somebody, and of tickets that somebody holds."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.engine.tickets import weighted_minutes
from app.auth.models import User
from app.core import clock
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.people.models import Technician
from app.tickets.enums import Category, Channel, Commitment, MessageKind, Priority, TicketStatus
from app.tickets.models import Message, Ticket
from tests.factories.auth import make_user, unique

FIRST_NUMBER = 500_000


async def make_unscored_ticket(
    session: AsyncSession,
    *,
    requester: User | None = None,
    subject: str = "VPN drops",
    body: str = "The VPN disconnects all of accounting every few minutes.",
    **facts: Any,
) -> Ticket:
    """A new ticket with its description, which nobody has scored yet."""
    requester = requester or await make_user(session)
    ticket = Ticket(
        number=FIRST_NUMBER + unique(), requester_id=requester.id, subject=subject, **facts
    )
    session.add(ticket)
    await session.flush()
    session.add(
        Message(ticket_id=ticket.id, author_id=requester.id, kind=MessageKind.REPLY, text=body)
    )
    await session.flush()
    return ticket


async def make_waiting_ticket(
    session: AsyncSession,
    *,
    category: Category | None = Category.NETWORK,
    priority: Priority | None = Priority.MEDIUM,
    waited: timedelta = timedelta(),
    **facts: Any,
) -> Ticket:
    """A scored ticket that can be assigned."""
    ready_at = clock.now() - waited
    usual: dict[str, Any] = {
        "status": TicketStatus.TRIAGED,
        "triaged_at": ready_at,
        "ready_at": ready_at,
        "created_at": ready_at,
        "category": category,
        "priority": priority,
    }
    return await make_unscored_ticket(session, **{**usual, **facts})


async def make_held_ticket(session: AsyncSession, technician: Technician, **facts: Any) -> Ticket:
    """A ticket that the technician holds; his counts know of it."""
    usual: dict[str, Any] = {
        "status": TicketStatus.ASSIGNED,
        "commitment": Commitment.SOFT,
        "assignee_id": technician.user_id,
        "assigned_at": clock.now(),
    }
    ticket = await make_waiting_ticket(session, **{**usual, **facts})
    technician.active += 1
    technician.weighted_load += weighted_minutes(ticket.effort_minutes, ticket.priority)
    session.add(technician)
    await session.flush()
    return ticket


async def ticket_now(db: Database, ticket_id: UUID) -> Ticket:
    """The ticket as it is in the database."""
    async with db.read() as session:
        return (await session.exec(select(Ticket).where(Ticket.id == ticket_id))).one()


async def technician_now(db: Database, user_id: UUID) -> Technician:
    """The technician as he is in the database."""
    async with db.read() as session:
        statement = select(Technician).where(col(Technician.user_id) == user_id)
        return (await session.exec(statement)).one()


async def make_backlog(db: Database, count: int, **facts: Any) -> None:
    """Many waiting tickets at once, without descriptions."""
    now = clock.now()
    async with db.write() as session:
        person = await make_user(session)
        usual: dict[str, Any] = {
            "requester_id": person.id,
            "subject": "Backlog",
            "status": TicketStatus.TRIAGED,
            "priority": Priority.CRITICAL,
            "channel": Channel.API,
            "needs_review": False,
            "set_by_person": [],
            "effort_minutes": 30.0,
            "message_count": 0,
            "share_solution": False,
            "is_archived": False,
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "triaged_at": now,
        }
        rows = [
            {
                **usual,
                "id": new_id(),
                "number": 1_000_000 + unique(),
                "ready_at": now - timedelta(days=3, seconds=number),
                **facts,
            }
            for number in range(count)
        ]
        connection = await session.connection()
        for start in range(0, count, 1000):
            await connection.execute(insert(Ticket), rows[start : start + 1000])


async def count_events(db: Database, type_: str, ticket_id: UUID | None = None) -> int:
    """How many events of a type there are."""
    statement = select(func.count(col(OutboxEvent.id))).where(OutboxEvent.type == type_)
    if ticket_id is not None:
        statement = statement.where(OutboxEvent.ticket_id == ticket_id)
    async with db.read() as session:
        return (await session.exec(statement)).one()
