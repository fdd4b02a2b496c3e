"""Tickets that nobody can take yet: why, who wakes them, in which order they leave."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.assignment import jobs
from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision, AssignmentExclusion
from app.auth.models import User
from app.auth.permissions import permissions_of
from app.core import events
from app.core.actor import Actor, Role
from app.core.db import Database
from app.core.metrics import LOADS_CORRECTED
from app.people.enums import Presence
from app.people.events import TechnicianCameOnline, TechnicianWentOffline
from app.people.models import Technician
from app.tickets import moves
from app.tickets import service as tickets
from app.tickets.enums import Category, Commitment, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.conftest import FrozenClock
from tests.factories.assignment import (
    count_events,
    make_held_ticket,
    make_unscored_ticket,
    make_waiting_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.auth import make_user
from tests.factories.people import make_technician

Drain = Callable[[], Awaitable[int]]


async def set_presence(db: Database, technician: Technician, presence: Presence) -> None:
    """What the person's own switch does."""
    event = {
        Presence.ONLINE: TechnicianCameOnline(technician_id=technician.user_id),
        Presence.OFFLINE: TechnicianWentOffline(technician_id=technician.user_id, by_silence=False),
    }[presence]
    async with db.write() as session:
        row = await session.get_one(Technician, technician.user_id)
        row.presence = presence
        session.add(row)
        events.record(session, event, by=technician.user_id)


def actor_of(person: User) -> Actor:
    """Somebody with all rights of the role."""
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        permissions=permissions_of(person.role),
    )


async def solve(db: Database, ticket_id: UUID) -> None:
    """Solve a ticket by the hand of an administrator."""
    async with db.write() as session:
        person = await make_user(session, role=Role.ADMINISTRATOR)
        actor = actor_of(person)
        ticket = await session.get_one(Ticket, ticket_id)
        await tickets.solve(session, ticket, by=actor, resolution="Done.")


async def test_a_ticket_says_why_nobody_has_it_and_says_it_once(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        await make_technician(session, skills={"email": 1.0})
        await make_technician(session, skills={"network": 1.0}, presence=Presence.OFFLINE)
        await make_technician(session, skills={"network": 1.0}, presence=Presence.AWAY)
        await make_technician(session, skills={"network": 1.0}, active=8)
        ticket = await make_waiting_ticket(session)

    await drain()
    await drain()

    now = await ticket_now(db, ticket.id)
    assert now.waiting_reason is not None
    assert now.waiting_reason["sentence"] == (
        "Waiting: 1 lacks network, 1 is offline, 1 is away, 1 is full."
    )
    assert now.version == ticket.version
    assert await count_events(db, "ticket_waits") == 1


async def test_a_new_kind_of_reason_is_told_a_new_number_is_only_written(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        await make_technician(session, presence=Presence.OFFLINE)
        ticket = await make_waiting_ticket(session, category=Category.GENERAL)
    await drain()
    async with db.write() as session:
        await make_technician(session, presence=Presence.OFFLINE)
    await drain()
    first = (await ticket_now(db, ticket.id)).waiting_reason
    assert first is not None
    assert first["counts"] == {"offline": 2}
    assert await count_events(db, "ticket_waits") == 1

    async with db.write() as session:
        await make_technician(session, presence=Presence.AWAY)
    await drain()
    second = (await ticket_now(db, ticket.id)).waiting_reason
    assert second is not None
    assert second["counts"] == {"offline": 2, "away": 1}
    assert await count_events(db, "ticket_waits") == 2


async def test_without_technicians_a_ticket_waits(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    await drain()
    reason = (await ticket_now(db, ticket.id)).waiting_reason
    assert reason is not None
    assert reason["sentence"] == "Waiting: there are no technicians yet."


async def test_two_come_online_and_share_what_waits(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        people = [
            await make_technician(session, skills={"network": 0.5}, presence=Presence.OFFLINE)
            for _ in range(2)
        ]
        waiting_tickets = [await make_waiting_ticket(session) for _ in range(4)]
    await drain()
    for person in people:
        await set_presence(db, person, Presence.ONLINE)
    await drain()
    held = [(await technician_now(db, person.user_id)).active for person in people]
    assert held == [2, 2]
    for ticket in waiting_tickets:
        now = await ticket_now(db, ticket.id)
        assert (now.status, now.waiting_reason) == (TicketStatus.ASSIGNED, None)
        assert await count_events(db, "ticket_assigned", ticket.id) == 1


async def test_fault_6_who_logs_in_in_the_morning_gets_at_most_the_limit_in_order(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        person = await make_technician(
            session,
            skills={"network": 0.5},
            presence=Presence.OFFLINE,
            capacity=2,
            comfortable_capacity=2,
        )
        low = await make_waiting_ticket(session, priority=Priority.LOW, waited=timedelta(hours=7))
        young = await make_waiting_ticket(
            session, priority=Priority.HIGH, waited=timedelta(minutes=5)
        )
        old = await make_waiting_ticket(session, priority=Priority.HIGH, waited=timedelta(hours=2))
    await drain()
    await set_presence(db, person, Presence.ONLINE)
    await drain()
    holders = [(await ticket_now(db, item.id)).assignee_id for item in (old, young, low)]
    assert holders == [person.user_id, person.user_id, None]
    assert (await technician_now(db, person.user_id)).active == 2


async def test_what_somebody_could_take_but_not_yet_says_that_it_is_in_line(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.5}, presence=Presence.OFFLINE, capacity=8
        )
        many = [await make_waiting_ticket(session) for _ in range(5)]
    await drain()
    told = await count_events(db, "ticket_waits")
    await set_presence(db, person, Presence.ONLINE)
    await drain()
    now = [await ticket_now(db, ticket.id) for ticket in many]
    assert sum(ticket.assignee_id is not None for ticket in now) == 2
    reasons = {item.waiting_reason["sentence"] for item in now if item.waiting_reason}
    assert reasons == {"Waiting for its turn: somebody can take it."}
    assert await count_events(db, "ticket_waits") == told


async def test_fault_5_all_full_one_frees_and_the_graver_ticket_goes(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.5}, capacity=1, comfortable_capacity=1
        )
        held = await make_held_ticket(session, person)
        medium = await make_waiting_ticket(session, waited=timedelta(hours=1))
        high = await make_waiting_ticket(session, priority=Priority.HIGH)
    await drain()
    await solve(db, held.id)
    await drain()
    assert (await ticket_now(db, high.id)).assignee_id == person.user_id
    assert (await ticket_now(db, medium.id)).assignee_id is None
    assert (await technician_now(db, person.user_id)).active == 1


async def test_going_offline_returns_what_is_unstarted_and_keeps_the_rest(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        leaver = await make_technician(session, skills={"network": 1.0}, active=0)
        soft = await make_held_ticket(session, leaver)
        begun = await make_held_ticket(
            session, leaver, status=TicketStatus.IN_PROGRESS, commitment=Commitment.FIRM
        )
        asked = await make_held_ticket(
            session, leaver, status=TicketStatus.WAITING_ON_REQUESTER, commitment=Commitment.FIRM
        )
        pinned = await make_held_ticket(session, leaver, commitment=Commitment.PINNED)
        stayer = await make_technician(session, skills={"network": 0.2})
    await set_presence(db, leaver, Presence.OFFLINE)
    await drain()
    moved = await ticket_now(db, soft.id)
    assert (moved.assignee_id, moved.previous_assignee_id) == (stayer.user_id, leaver.user_id)
    for ticket in (begun, asked, pinned):
        assert (await ticket_now(db, ticket.id)).assignee_id == leaver.user_id
    assert (await technician_now(db, leaver.user_id)).active == 3
    assert (await technician_now(db, stayer.user_id)).active == 1
    async with db.read() as session:
        outcomes = await session.exec(
            select(AssignmentDecision.outcome).order_by(col(AssignmentDecision.id))
        )
        assert list(outcomes) == [Outcome.OFFLINE, Outcome.ASSIGNED]


async def test_who_is_back_before_the_reaction_keeps_everything(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 1.0})
        ticket = await make_held_ticket(session, person)
    await set_presence(db, person, Presence.OFFLINE)
    await set_presence(db, person, Presence.ONLINE)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == person.user_id
    assert await count_events(db, "ticket_unassigned") == 0


async def test_a_reopened_ticket_goes_back_to_who_knows_it(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        knows = await make_technician(session, skills={"network": 0.5})
        ticket = await make_held_ticket(session, knows)
        await make_technician(session, skills={"network": 0.5})
    await solve(db, ticket.id)
    await drain()
    assert (await technician_now(db, knows.user_id)).active == 0
    async with db.write() as session:
        requester = actor_of(await session.get_one(User, ticket.requester_id))
        row = await session.get_one(Ticket, ticket.id)
        moves.reopen(session, row, by=requester, message_id=None)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == knows.user_id
    assert (await technician_now(db, knows.user_id)).active == 1


async def test_who_gave_it_back_does_not_get_it_again(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.5})
        ticket = await make_waiting_ticket(session, previous_assignee_id=person.user_id)
        session.add(
            AssignmentExclusion(
                ticket_id=ticket.id, technician_id=person.user_id, reason="Not mine."
            )
        )
        other = await make_waiting_ticket(session)
    await drain()
    waiting_now = await ticket_now(db, ticket.id)
    assert waiting_now.waiting_reason is not None
    assert waiting_now.waiting_reason["counts"] == {"excluded": 1}
    assert (await ticket_now(db, other.id)).assignee_id == person.user_id


async def test_an_unscored_ticket_is_assigned_after_a_while_and_scored_later(
    db: Database, job_context: dict[str, Any], drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        person = await make_technician(session)
        ticket = await make_unscored_ticket(session)
        await make_unscored_ticket(session, status=TicketStatus.CLOSED)
    assert await jobs.release_unscored(job_context) == 0
    frozen_clock.advance(jobs.UNSCORED_PATIENCE + timedelta(seconds=1))
    assert await jobs.release_unscored(job_context) == 1
    assert await jobs.release_unscored(job_context) == 0
    assert await jobs.assign_waiting(job_context) == 1
    unscored = await ticket_now(db, ticket.id)
    assert (unscored.assignee_id, unscored.priority) == (person.user_id, None)
    assert (await technician_now(db, person.user_id)).weighted_load == 30.0

    frozen_clock.advance(timedelta(seconds=60))
    await drain()

    scored = await ticket_now(db, ticket.id)
    assert scored.priority is not None
    assert (scored.status, scored.assignee_id) == (TicketStatus.ASSIGNED, person.user_id)
    weighs = {Priority.CRITICAL: 120.0, Priority.HIGH: 60.0, Priority.MEDIUM: 30.0}
    load = (await technician_now(db, person.user_id)).weighted_load
    assert load == weighs.get(scored.priority, 15.0)


async def test_wrong_loads_are_found_and_set_right(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        person = await make_technician(session, active=7, weighted_load=99.0)
        await make_held_ticket(session, person, priority=Priority.HIGH)
        right = await make_technician(session)
        await make_held_ticket(session, right)
    before = LOADS_CORRECTED._value.get()
    assert await jobs.recount_loads(job_context) == 1
    assert LOADS_CORRECTED._value.get() == before + 1
    corrected = await technician_now(db, person.user_id)
    assert (corrected.active, corrected.weighted_load) == (1, 60.0)
    assert await jobs.recount_loads(job_context) == 0
