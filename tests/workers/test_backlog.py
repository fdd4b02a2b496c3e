"""Long queues: what cannot be assigned neither slows down nor hides what can."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, func, select

from app.assignment import dispatch, jobs
from app.assignment.models import AssignmentExclusion
from app.core import clock
from app.core.db import Database
from app.tickets.enums import Category, Priority
from app.tickets.models import Ticket
from tests.factories.assignment import count_events, make_backlog, make_waiting_ticket, ticket_now
from tests.factories.people import make_technician


async def test_fault_12_a_long_unassignable_backlog_hides_nothing(
    db: Database, job_context: dict[str, Any]
) -> None:
    told = {"counts": {"no_skill": 1}, "sentence": "Waiting: 1 lacks hr."}
    await make_backlog(db, 20_000, category=Category.HR, waiting_reason=told)
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.5})
        ticket = await make_waiting_ticket(session, priority=Priority.LOW)

    assert await jobs.assign_waiting(job_context) == 1
    assert await jobs.assign_waiting(job_context) == 0

    assert (await ticket_now(db, ticket.id)).assignee_id == person.user_id


async def test_fault_12_twenty_thousand_that_one_person_could_take_wait_in_line(
    db: Database, job_context: dict[str, Any]
) -> None:
    told = {"counts": {"offline": 1}, "sentence": "Waiting: 1 is offline."}
    await make_backlog(
        db, 20_000, category=Category.NETWORK, priority=Priority.MEDIUM, waiting_reason=told
    )
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.5}, capacity=9)

    # The next one and one ahead, not her whole capacity at once; then there is peace.
    assert await jobs.assign_waiting(job_context) == 2
    assert await jobs.assign_waiting(job_context) == 0

    async with db.read() as session:
        statement = select(Ticket).where(Ticket.assignee_id == person.user_id)
        got = list(await session.exec(statement))
        first = await session.exec(select(Ticket.ready_at).order_by(col(Ticket.ready_at)).limit(2))
        assert sorted(item.ready_at for item in got if item.ready_at) == list(first)


async def test_a_long_assignable_backlog_leaves_in_order(
    db: Database, job_context: dict[str, Any]
) -> None:
    await make_backlog(db, 300, category=Category.NETWORK, priority=Priority.LOW)
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.5}, capacity=3, comfortable_capacity=3
        )
        critical = await make_waiting_ticket(session, priority=Priority.CRITICAL)

    while await jobs.assign_waiting(job_context):
        pass

    async with db.read() as session:
        statement = (
            select(Ticket)
            .where(Ticket.assignee_id == person.user_id)
            .order_by(col(Ticket.priority).desc(), col(Ticket.ready_at))
        )
        got = list(await session.exec(statement))
        untold = await session.exec(
            select(func.count(col(Ticket.id))).where(
                col(Ticket.assignee_id).is_(None), col(Ticket.waiting_reason).is_(None)
            )
        )
        assert untold.one() == 0
    assert got[0].id == critical.id
    # The backlog's tickets became ready a second apart; the two oldest of all are these.
    oldest = min(item.ready_at for item in got[1:] if item.ready_at)
    assert [item.ready_at for item in got[1:]] == [oldest, oldest + timedelta(seconds=1)]
    assert await count_events(db, "ticket_waits") == 298


async def test_many_who_gave_back_do_not_hide_who_can_be_served(
    db: Database, job_context: dict[str, Any]
) -> None:
    told = {"counts": {"excluded": 1}, "sentence": "Waiting: 1 gave it back."}
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.5})
    facts = {"previous_assignee_id": person.user_id, "waiting_reason": told}
    await make_backlog(db, 300, category=Category.NETWORK, **facts)
    async with db.write() as session:
        ids = list(await session.exec(select(Ticket.id)))
        connection = await session.connection()
        excluded = {"technician_id": person.user_id, "reason": "Not mine.", "at": clock.now()}
        rows = [{"ticket_id": id_, **excluded} for id_ in ids]
        await connection.execute(insert(AssignmentExclusion), rows)
        ticket = await make_waiting_ticket(session, priority=Priority.CRITICAL)

    assert (await dispatch.serve(db)).moved == 1

    assert (await ticket_now(db, ticket.id)).assignee_id == person.user_id
