"""Faults that other products shipped, on rows; those of races and queues stand with their kin."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from app.assignment.enums import Outcome
from app.assignment.jobs import assign_waiting
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.core import clock
from app.core.db import Database
from app.people.enums import Presence
from app.tickets.enums import Channel, Priority
from tests.conftest import FrozenClock
from tests.factories.assignment import (
    make_held_ticket,
    make_waiting_ticket,
    ticket_now,
)
from tests.factories.people import make_technician
from tests.workers.test_stream import outcomes_of

Drain = Callable[[], Awaitable[int]]


async def test_fault_9_who_is_not_there_gets_nothing(db: Database, drain: Drain) -> None:
    later = clock.now() + timedelta(hours=1)
    async with db.write() as session:
        for facts in (
            {"presence": Presence.OFFLINE},
            {"presence": Presence.AWAY},
            {"shift_from": later, "is_on_shift": False},
            {"capacity": 0},
        ):
            await make_technician(session, skills={"network": 1.0}, **facts)
        ticket = await make_waiting_ticket(session, priority=Priority.CRITICAL)
    await drain()
    now = await ticket_now(db, ticket.id)
    assert now.assignee_id is None
    assert now.waiting_reason is not None
    assert now.waiting_reason["counts"] == {"offline": 1, "away": 1, "off_shift": 1, "full": 1}


async def test_fault_11_an_hour_without_workers_loses_nothing(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        for _ in range(2):
            await make_technician(session, skills={"network": 0.5}, capacity=20)
        before = [await make_waiting_ticket(session) for _ in range(3)]
    frozen_clock.advance(timedelta(hours=1))
    async with db.write() as session:
        before += [await make_waiting_ticket(session) for _ in range(3)]
        before.append(await make_waiting_ticket(session, waited=timedelta(days=300)))
    await drain()
    for ticket in before:
        assert (await ticket_now(db, ticket.id)).assignee_id is not None
        assert await outcomes_of(db, ticket.id) == [Outcome.ASSIGNED]


async def test_fault_14_turns_are_kept_by_rows_and_not_by_a_process(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        wanted = {"strategy": "round_robin"}
        session.add(AssignmentSetting(scope=ORGANISATION, version=1, settings=wanted))
        people = [await make_technician(session, skills={"network": 0.5}) for _ in range(4)]
    served = []
    for _ in range(8):
        async with db.write() as session:
            ticket = await make_waiting_ticket(session)
        # Each pass is a new engine, as after a restart.
        assert await assign_waiting(job_context) == 1
        served.append((await ticket_now(db, ticket.id)).assignee_id)
    assert served[:4] == served[4:]
    assert set(served) == {person.user_id for person in people}


async def test_fault_4_a_channel_has_a_limit_of_its_own(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.5}, channel_capacity={"chat": 2}
        )
        await make_held_ticket(session, person, channel=Channel.CHAT)
        chats = [await make_waiting_ticket(session, channel=Channel.CHAT) for _ in range(3)]
        mails = [await make_waiting_ticket(session, channel=Channel.EMAIL) for _ in range(3)]
    await drain()
    now = [await ticket_now(db, one.id) for one in (*chats, *mails)]
    assert sum(one.assignee_id is not None for one in now[:3]) == 1
    assert all(one.assignee_id == person.user_id for one in now[3:])
    reasons = {one.waiting_reason["sentence"] for one in now[:3] if one.waiting_reason}
    assert reasons == {"Waiting: 1 has no place on its channel."}
