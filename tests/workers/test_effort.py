"""Effort and pace learned from solved tickets: kept in rows, so that a restart loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from app.assignment import effort_estimating, effort_jobs, effort_learning
from app.assignment.effort_books import Case
from app.assignment.effort_models import OVERALL, EffortCell, HandledTicket, TechnicianPace
from app.auth.models import User
from app.core.db import Database
from app.people.models import Technician
from app.tickets import moves
from app.tickets import service as tickets
from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.models import Message, Ticket
from tests.conftest import FrozenClock
from tests.factories.assignment import (
    make_held_ticket,
    make_unscored_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.people import make_technician
from tests.factories.tickets import actor_of

Drain = Callable[[], Awaitable[int]]
NETWORK = Case(Category.NETWORK, Priority.MEDIUM, 60)


async def work_through(
    db: Database, technician: Technician, frozen: FrozenClock, *, minutes: float, **facts: Any
) -> Ticket:
    """Give a ticket to a technician, who begins and solves it."""
    async with db.write() as session:
        held = await session.get(Technician, technician.user_id)
        assert held is not None
        ticket = await make_held_ticket(session, held, **facts)
    await solve(db, ticket, frozen, minutes=minutes)
    return ticket


async def solve(db: Database, ticket: Ticket, frozen: FrozenClock, *, minutes: float) -> None:
    """Begin with a held ticket and solve it so many minutes later."""
    async with db.write() as session:
        row = await session.get(Ticket, ticket.id)
        assert row is not None
        user = await session.get(User, row.assignee_id)
        assert user is not None
        moves.start(session, row, by=actor_of(user))
    frozen.advance(timedelta(minutes=minutes))
    async with db.write() as session:
        row = await session.get(Ticket, ticket.id)
        message = (
            await session.exec(select(Message).where(col(Message.ticket_id) == ticket.id))
        ).first()
        assert row is not None
        assert message is not None
        moves.solve(session, row, by=actor_of(user), message_id=message.id, is_shared=False)


async def expected(db: Database, case: Case = NETWORK) -> float:
    """Minutes expected of a ticket."""
    async with db.read() as session:
        return (await effort_learning.expected(session, [case]))[0]


async def learned(db: Database) -> tuple[dict[str, list[float]], dict[Any, tuple[int, float]]]:
    """Cells and paces as the rows hold them."""
    async with db.read() as session:
        cells = (await session.exec(select(EffortCell))).all()
        paces = (await session.exec(select(TechnicianPace))).all()
    return (
        {row.cell: row.newest for row in cells},
        {(row.user_id, row.category): (row.count, round(row.log_sum, 5)) for row in paces},
    )


async def test_a_solved_ticket_teaches_effort_and_pace(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        technician = await make_technician(session, skills={"network": 1.0})
    before = await expected(db)
    ticket = await work_through(db, technician, frozen_clock, minutes=120)
    await drain()
    async with db.read() as session:
        handled = await session.get(HandledTicket, ticket.id)
    assert handled is not None
    assert handled.minutes == pytest.approx(120.0, abs=0.1)
    assert await expected(db) > before
    cells, paces = await learned(db)
    assert set(cells) == {"*", "network", "network/medium", "network/medium/0"}
    assert {category: count for (_, category), (count, _) in paces.items()} == {
        OVERALL: 1,
        "network": 1,
    }
    # Slower than expected, and believed a little.
    assert 0.8 < (await technician_now(db, technician.user_id)).pace < 1.0


async def test_a_restart_loses_nothing_and_the_nightly_count_says_the_same(
    db: Database, drain: Drain, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        fast = await make_technician(session, skills={"network": 1.0})
        slow = await make_technician(session, skills={"network": 1.0, "email": 0.5})
    for _ in range(3):
        await work_through(db, fast, frozen_clock, minutes=10)
        await drain()
        await work_through(db, slow, frozen_clock, minutes=50, category=Category.EMAIL)
        await drain()
    kept = await learned(db)
    paces = [(await technician_now(db, one.user_id)).pace for one in (fast, slow)]
    assert paces[0] > 1.0 > paces[1]
    # Whatever the rows had lost or made up is put right.
    async with db.write() as session:
        await session.exec(delete(EffortCell))
        await session.exec(delete(TechnicianPace))
        await session.exec(delete(HandledTicket).where(col(HandledTicket.minutes) > 40))
    assert await effort_jobs.recount_effort(job_context) == 6
    cells, sums = await learned(db)
    assert {key: len(newest) for key, newest in cells.items()} == {
        key: len(newest) for key, newest in kept[0].items()
    }
    assert sums == kept[1]
    again = [(await technician_now(db, one.user_id)).pace for one in (fast, slow)]
    assert again == pytest.approx(paces, abs=0.01)
    assert await effort_jobs.recount_effort(job_context) == 6


async def test_a_ticket_solved_twice_is_learned_once(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        technician = await make_technician(session)
    ticket = await work_through(db, technician, frozen_clock, minutes=30)
    await drain()
    async with db.write() as session:
        assert await effort_learning.learn(session, [ticket.id]) == 0
    cells, _ = await learned(db)
    assert len(cells["*"]) == 1


async def test_nothing_is_learned_where_work_never_began(
    db: Database, drain: Drain, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        technician = await make_technician(session)
        ticket = await make_held_ticket(session, technician)
        user = await session.get(User, technician.user_id)
        assert user is not None
        moves.solve(session, ticket, by=actor_of(user), message_id=ticket.id, is_shared=False)
    await drain()
    assert await learned(db) == ({}, {})
    assert await effort_jobs.recount_effort(job_context) == 0


async def test_a_new_ticket_carries_the_effort_of_its_kind_when_it_is_assigned(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        await make_technician(session, capacity=100, skills={c.value: 1.0 for c in Category})
        first = await make_unscored_ticket(session)
    await drain()
    scored = await ticket_now(db, first.id)
    assert scored.effort_minutes == 30.0
    assert scored.assignee_id is not None
    assert scored.priority is not None
    async with db.write() as session:
        rows = [
            HandledTicket(
                ticket_id=(await make_unscored_ticket(session, triaged_at=frozen_clock.at)).id,
                technician_id=scored.assignee_id,
                requester_id=scored.requester_id,
                category=scored.category,
                priority=scored.priority,
                characters=60,
                minutes=90.0,
                standard_minutes=90.0,
                solved_at=frozen_clock.at,
            )
            for _ in range(20)
        ]
        await effort_learning._take_up(session, rows)
    # The worker reads anew what was learned.
    frozen_clock.advance(effort_estimating.FRESH)
    async with db.write() as session:
        second = await make_unscored_ticket(session)
    await drain()
    told = await ticket_now(db, second.id)
    assert told.effort_minutes > 50.0
    assert told.assignee_id is not None


async def test_a_corrected_category_is_expected_anew_and_weighs_so(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        technician = await make_technician(
            session, capacity=50, skills={"network": 1.0, "hardware": 1.0}
        )
    for _ in range(5):
        await work_through(db, technician, frozen_clock, minutes=200, category=Category.HARDWARE)
    await drain()
    async with db.write() as session:
        held = await session.get(Technician, technician.user_id)
        assert held is not None
        ticket = await make_held_ticket(session, held)
        user = await session.get(User, technician.user_id)
        assert user is not None
        tickets.correct(session, ticket, by=actor_of(user), facts={"category": "hardware"})
    await drain()
    corrected = await ticket_now(db, ticket.id)
    assert corrected.effort_minutes > 40.0
    assert corrected.status is TicketStatus.ASSIGNED
    now = await technician_now(db, technician.user_id)
    assert now.weighted_load == pytest.approx(corrected.effort_minutes)
