"""Builders of solved tickets and their ratings."""

from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import clock
from app.feedback.models import Rating
from app.people.models import Technician
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from tests.factories.assignment import make_held_ticket


async def hold_ticket(
    session: AsyncSession, *, requester: User, technician: User, **facts: Any
) -> Ticket:
    """A ticket of one person that another one, with a profile, holds."""
    statement = select(Technician).where(Technician.user_id == technician.id)
    profile = (await session.exec(statement)).one()
    return await make_held_ticket(session, profile, requester=requester, **facts)


async def solve_ticket(
    session: AsyncSession, *, requester: User, technician: User, **facts: Any
) -> Ticket:
    """A ticket of one person that another one solved."""
    usual: dict[str, Any] = {"status": TicketStatus.SOLVED, "solved_at": clock.now()}
    return await hold_ticket(
        session, requester=requester, technician=technician, **{**usual, **facts}
    )


async def make_rating(
    session: AsyncSession, ticket: Ticket, *, score: int = 4, comment: str | None = None
) -> Rating:
    """What the requester thought of the ticket's solution."""
    assert ticket.solved_at is not None
    rating = Rating(
        ticket_id=ticket.id,
        solution_at=ticket.solved_at,
        author_id=ticket.requester_id,
        technician_id=ticket.assignee_id,
        score=score,
        comment=comment,
    )
    session.add(rating)
    await session.flush()
    return rating
