"""Steps that several stories of the tickets API share."""

from typing import Any

from sqlmodel import col, select

from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from tests.factories.auth import SignedIn

TICKETS = "/api/v1/tickets"


async def put_into(db: Database, ticket: Ticket, status: TicketStatus) -> None:
    """Move a ticket without any rule."""
    async with db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        row.status = status
        session.add(row)


async def reload(db: Database, ticket: Ticket) -> Ticket:
    """The ticket as it is now."""
    async with db.read() as session:
        return await session.get_one(Ticket, ticket.id)


async def facts(db: Database, ticket: Ticket) -> list[str]:
    """Types of the ticket's events, in order."""
    async with db.read() as session:
        statement = (
            select(OutboxEvent.type)
            .where(OutboxEvent.ticket_id == ticket.id)
            .order_by(col(OutboxEvent.seq))
        )
        return list((await session.exec(statement)).all())


async def move(person: SignedIn, ticket: Ticket, status: str, **more: Any) -> Any:
    """Ask for a move on the first version."""
    return await person.post(
        f"{TICKETS}/{ticket.id}/status", json={"version": 1, "status": status, **more}
    )


async def say(person: SignedIn, ticket: Ticket, text: str, kind: str = "reply") -> Any:
    """Write a message."""
    return await person.post(f"{TICKETS}/{ticket.id}/messages", json={"kind": kind, "text": text})
