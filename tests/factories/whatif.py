"""Builders of what-if questions, and of a service desk's history."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Cause
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.people.models import Technician
from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.factories.auth import make_user
from tests.factories.people import make_technician
from tests.factories.tickets import make_ticket

SMALL_DESK = {
    "kind": "generated",
    "technicians": 4,
    "tickets": 60,
    "load": 0.8,
    "skills": 2,
    "storms": 0,
    "absence": 0.0,
    "round_the_clock": False,
}


def a_question(**facts: Any) -> dict[str, Any]:
    """As a client sends it: a small made-up desk, unless told."""
    return {"source": SMALL_DESK, "seeds": 1, **facts}


def more(count: int = 1, **facts: Any) -> dict[str, Any]:
    """More people from nine to five."""
    usual = {"skills": [], "begins": 9, "ends": 17, "weekdays": [0, 1, 2, 3, 4, 5, 6]}
    return {"count": count, **usual, **facts}


async def make_history(
    session: AsyncSession, *, days: int, tickets_a_day: int, begin: datetime
) -> list[Technician]:
    """Two people who work from nine to five (UTC), and tickets that take them twenty minutes each."""
    people = [
        await make_technician(session, skills={"network": 0.9, "email": 0.6}, capacity=4)
        for _ in range(2)
    ]
    for one in people:
        one.presence_since = begin - timedelta(days=30)
        session.add(one)
    requester = await make_user(session)
    for day in range(days):
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=day)
        for one in people:
            _note(session, "technician_came_online", midnight + timedelta(hours=9), one)
            _note(session, "technician_went_offline", midnight + timedelta(hours=17), one)
        for number in range(tickets_a_day):
            arrived = midnight + timedelta(hours=9, minutes=15 * number)
            ticket = await make_ticket(
                session,
                requester_id=requester.id,
                assignee_id=people[number % 2].user_id,
                status=TicketStatus.SOLVED,
                category=Category.NETWORK if number % 3 else Category.EMAIL,
                priority=Priority.HIGH if number % 4 == 0 else Priority.MEDIUM,
                created_at=arrived,
                ready_at=arrived,
                assigned_at=arrived + timedelta(minutes=1),
                first_response_at=arrived + timedelta(minutes=10),
                solved_at=arrived + timedelta(minutes=30),
            )
            _move(session, ticket, 1, "work_started", arrived + timedelta(minutes=10))
            _move(session, ticket, 2, "ticket_solved", arrived + timedelta(minutes=30))
    await session.flush()
    return people


def _note(session: AsyncSession, kind: str, at: datetime, technician: Technician) -> None:
    data = {"technician_id": str(technician.user_id)}
    session.add(OutboxEvent(type=kind, cause=Cause.PERSON, depth=0, at=at, data=data))


def _move(session: AsyncSession, ticket: Ticket, seq: int, kind: str, at: datetime) -> None:
    session.add(
        OutboxEvent(
            id=new_id(), ticket_id=ticket.id, seq=seq, type=kind, cause=Cause.PERSON, depth=0, at=at
        )
    )
