"""What moves by itself and what does not, once work is under way: events in, rows out."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.auth.models import User
from app.core import clock, events
from app.core.actor import Cause, Role
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.notifications.models import Notification
from app.people.enums import Presence
from app.people.events import TechnicianWentAway, TechnicianWentOffShift
from app.people.models import Technician
from app.tickets import moves
from app.tickets import service as tickets
from app.tickets.enums import Category, Commitment, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.factories.assignment import (
    count_events,
    make_held_ticket,
    make_waiting_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.auth import make_user
from tests.factories.people import make_technician
from tests.workers.test_waiting import actor_of, set_presence, solve

Drain = Callable[[], Awaitable[int]]
BEGUN = {"status": TicketStatus.IN_PROGRESS, "commitment": Commitment.FIRM}


async def busy_technician(db: Database, **facts: Any) -> tuple[Technician, Ticket]:
    """Somebody at work on a long ticket, and that ticket."""
    async with db.write() as session:
        person = await make_technician(session, **{"skills": {"network": 0.5}, **facts})
        begun = await make_held_ticket(session, person, effort_minutes=240.0, **BEGUN)
    return person, begun


async def outcomes_of(db: Database, ticket_id: UUID) -> list[Outcome]:
    """What happened to a ticket, in order."""
    async with db.read() as session:
        found = await session.exec(
            select(AssignmentDecision.outcome)
            .where(AssignmentDecision.ticket_id == ticket_id)
            .order_by(col(AssignmentDecision.id))
        )
        return [Outcome(outcome) for outcome in found]


async def told(db: Database, user_id: UUID) -> list[str]:
    """Kinds of the notifications that somebody got."""
    async with db.read() as session:
        found = await session.exec(select(Notification.kind).where(Notification.user_id == user_id))
        return [str(kind) for kind in found]


async def test_whoever_gets_free_first_takes_what_is_soft_with_another(
    db: Database, drain: Drain
) -> None:
    ann, _ = await busy_technician(db)
    ben, his = await busy_technician(db)
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
    await drain()
    assert await outcomes_of(db, soft.id) == []

    await solve(db, his.id)
    await drain()

    now = await ticket_now(db, soft.id)
    assert (now.assignee_id, now.commitment) == (ben.user_id, Commitment.HELD)
    assert now.version == soft.version + 1
    assert [(await technician_now(db, one.user_id)).active for one in (ann, ben)] == [1, 1]
    assert (await technician_now(db, ann.user_id)).weighted_load == 240.0
    assert await outcomes_of(db, soft.id) == [Outcome.MOVED]
    async with db.read() as session:
        statement = select(OutboxEvent.data).where(
            OutboxEvent.ticket_id == soft.id, OutboxEvent.type == "ticket_assigned"
        )
        (fact,) = await session.exec(statement)
    assert fact["previous_id"] == str(ann.user_id)
    # The old holder's page hears of it as every page does; it is no news for her.
    assert "assigned_to_you" in await told(db, ben.user_id)
    assert await told(db, ann.user_id) == []


async def test_the_next_of_the_own_list_is_promised_without_a_new_version(
    db: Database, drain: Drain
) -> None:
    ann, begun = await busy_technician(db)
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
    await solve(db, begun.id)
    await drain()
    now = await ticket_now(db, soft.id)
    assert (now.assignee_id, now.commitment) == (ann.user_id, Commitment.HELD)
    assert now.version == soft.version
    assert await outcomes_of(db, soft.id) == [Outcome.PROMISED]
    assert await count_events(db, "ticket_promised", soft.id) == 1
    assert "assigned_to_you" not in await told(db, ann.user_id)


async def test_who_waits_for_a_requester_is_free_for_the_next(db: Database, drain: Drain) -> None:
    ann, begun = await busy_technician(db)
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
    async with db.write() as session:
        row = await session.get_one(Ticket, begun.id)
        moves.wait(session, row, by=actor_of(await session.get_one(User, ann.user_id)))
    await drain()
    assert (await ticket_now(db, soft.id)).commitment is Commitment.HELD


async def test_a_reply_begins_the_work_and_makes_it_firm(db: Database, drain: Drain) -> None:
    ann, _ = await busy_technician(db)
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
    async with db.write() as session:
        row = await session.get_one(Ticket, soft.id)
        replier = actor_of(await session.get_one(User, ann.user_id))
        moves.after_reply(session, row, by=replier, message_id=new_id())
    async with db.write() as session:
        await make_technician(session, skills={"network": 1.0})
    await drain()
    now = await ticket_now(db, soft.id)
    assert (now.assignee_id, now.commitment) == (ann.user_id, Commitment.FIRM)
    assert await outcomes_of(db, soft.id) == []


async def test_fault_3_what_a_person_gave_by_hand_never_moves_by_itself(
    db: Database, drain: Drain
) -> None:
    ann, _ = await busy_technician(db)
    async with db.write() as session:
        person = await session.get_one(Technician, ann.user_id)
        pinned = await make_held_ticket(session, person, commitment=Commitment.PINNED)
    async with db.write() as session:
        await make_technician(session, skills={"network": 1.0})
    await drain()
    await set_presence(db, ann, Presence.OFFLINE)
    await drain()
    await set_presence(db, ann, Presence.ONLINE)
    await drain()
    now = await ticket_now(db, pinned.id)
    assert (now.assignee_id, now.commitment) == (ann.user_id, Commitment.PINNED)


async def test_who_comes_online_relieves_the_busy_of_what_is_not_begun(
    db: Database, drain: Drain
) -> None:
    ann, begun = await busy_technician(db)
    async with db.write() as session:
        person = await session.get_one(Technician, ann.user_id)
        unstarted = [await make_held_ticket(session, person) for _ in range(3)]
        fresh = await make_technician(session, skills={"network": 0.5}, presence=Presence.OFFLINE)
    await set_presence(db, fresh, Presence.ONLINE)
    await drain()
    holders = [(await ticket_now(db, one.id)).assignee_id for one in unstarted]
    assert sorted(holder == fresh.user_id for holder in holders) == [False, False, True]
    assert (await ticket_now(db, begun.id)).assignee_id == ann.user_id
    assert [(await technician_now(db, one.user_id)).active for one in (ann, fresh)] == [3, 1]


async def test_what_is_soft_with_somebody_away_goes_to_whoever_is_free(
    db: Database, drain: Drain
) -> None:
    ann, _ = await busy_technician(db)
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
        row = await session.get_one(Technician, ann.user_id)
        row.presence = Presence.AWAY
        session.add(row)
        events.record(session, TechnicianWentAway(technician_id=ann.user_id))
        ben = await make_technician(session, skills={"network": 0.2})
    await drain()
    assert (await ticket_now(db, soft.id)).assignee_id == ben.user_id


async def test_the_end_of_a_shift_returns_what_is_not_begun(db: Database, drain: Drain) -> None:
    ann, begun = await busy_technician(db)
    async with db.write() as session:
        row = await session.get_one(Technician, ann.user_id)
        held = await make_held_ticket(session, row, commitment=Commitment.HELD)
    async with db.write() as session:
        row = await session.get_one(Technician, ann.user_id)
        row.shift_until = clock.now() - timedelta(seconds=1)
        session.add(row)
        fact = TechnicianWentOffShift(technician_id=ann.user_id, back_at=None)
        events.record(session, fact, cause=Cause.SYSTEM)
    await drain()
    now = await ticket_now(db, held.id)
    assert now.assignee_id is None
    assert now.waiting_reason is not None
    assert now.waiting_reason["counts"] == {"off_shift": 1}
    assert (await ticket_now(db, begun.id)).assignee_id == ann.user_id
    assert (await technician_now(db, ann.user_id)).active == 1


async def test_a_corrected_ticket_leaves_who_cannot_do_it(db: Database, drain: Drain) -> None:
    ann, _ = await busy_technician(db)
    ben, _ = await busy_technician(db, skills={"network": 0.2, "email": 0.9})
    async with db.write() as session:
        soft = await make_held_ticket(session, await session.get_one(Technician, ann.user_id))
        told_before = {"counts": {"no_skill": 2}, "sentence": "Waiting: 2 lack hr."}
        waiting = await make_waiting_ticket(
            session, category=Category.HR, waiting_reason=told_before
        )
    async with db.write() as session:
        chief = actor_of(await make_user(session, role=Role.ADMINISTRATOR))
        for id_ in (soft.id, waiting.id):
            row = await session.get_one(Ticket, id_)
            tickets.correct(session, row, by=chief, facts={"category": Category.EMAIL})
    await drain()
    now = [await ticket_now(db, id_) for id_ in (soft.id, waiting.id)]
    assert [one.assignee_id for one in now] == [ben.user_id, ben.user_id]


async def test_critical_work_pauses_lower_work_where_the_team_wishes(
    db: Database, drain: Drain
) -> None:
    team_of_two = [await busy_technician(db, capacity=2) for _ in range(2)]
    async with db.write() as session:
        session.add(AssignmentSetting(scope=ORGANISATION, version=1, settings={"interrupt": True}))
        critical = [
            await make_waiting_ticket(session, priority=Priority.CRITICAL) for _ in range(2)
        ]
    await drain()
    now = [await ticket_now(db, one.id) for one in critical]
    assert {one.assignee_id for one in now} == {person.user_id for person, _ in team_of_two}
    assert {one.commitment for one in now} == {Commitment.HELD}
    for _, begun in team_of_two:
        assert (await ticket_now(db, begun.id)).status is TicketStatus.IN_PROGRESS
