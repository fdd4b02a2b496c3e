"""Races for tickets and places: committed for real, on connections of their own."""

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import claim, dispatch, service
from app.assignment.engine.restore import Change
from app.assignment.jobs import assign_waiting, settle
from app.assignment.models import AssignmentDecision
from app.assignment.premises import Premises
from app.core import clock, dialect
from app.core.actor import Actor, Role
from app.core.bells import Bell, Ringer
from app.core.config import Settings
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people.enums import Presence
from app.people.models import Technician
from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.factories.assignment import (
    make_held_ticket,
    make_waiting_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.auth import make_user
from tests.factories.people import make_team, make_technician

RACERS = 20


async def run_until_quiet(context: dict[str, Any]) -> int:
    """What the bell job does, as if each caller were a process of its own."""
    total = 0
    while served := await settle(context["database"]):
        total += served
    return total


async def assigned_events(db: Database) -> Counter[UUID]:
    """How often each ticket was assigned, by the history."""
    async with db.read() as session:
        rows = await session.exec(
            select(OutboxEvent.ticket_id).where(OutboxEvent.type == "ticket_assigned")
        )
        return Counter(id_ for id_ in rows if id_ is not None)


async def decided_before(db: Database) -> tuple[list[Change], Premises]:
    """What a pass decides on the rows as they are now, before it writes anything."""
    async with db.read() as session:
        desk = await dispatch.look(session, clock.now())
    return desk.engine.settle(at=clock.now().timestamp()), desk.premises


async def carry_out(db: Database, changes: list[Change], seen: Premises) -> int:
    """Write what was decided; returns how much of it still held."""
    async with db.write() as session:
        return len(await claim.carry_out(session, changes, seen))


async def lock_tickets(session: AsyncSession, ids: list[UUID]) -> list[Ticket]:
    """What the endpoint's dependency does."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids))
    return list(await session.exec(dialect.for_update(session, statement)))


async def test_twenty_workers_race_for_one_ticket(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        people = [await make_technician(session, skills={"network": 0.9}) for _ in range(3)]
        ticket = await make_waiting_ticket(session)

    await asyncio.gather(*(run_until_quiet(job_context) for _ in range(RACERS)))

    assert await assigned_events(db) == {ticket.id: 1}
    held = [(await technician_now(db, person.user_id)).active for person in people]
    assert sorted(held) == [0, 0, 1]
    async with db.read() as session:
        count = await session.exec(select(func.count()).select_from(AssignmentDecision))
        assert count.one() == 1


async def test_twenty_tickets_race_for_one_free_place(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.9}, capacity=1, comfortable_capacity=1
        )
        tickets = [await make_waiting_ticket(session) for _ in range(RACERS)]
    # Each decided for one of them, on what they all saw before anybody wrote.
    decided = []
    for ticket in tickets:
        changes, seen = await decided_before(db)
        move = replace(changes[0].move, ticket=ticket.id)
        decided.append(([replace(changes[0], move=move)], seen))

    won = await asyncio.gather(*(carry_out(db, *one) for one in decided))
    await asyncio.gather(*(run_until_quiet(job_context) for _ in range(4)))

    assert sum(won) == 1
    assert (await technician_now(db, person.user_id)).active == 1
    assert len(await assigned_events(db)) == 1


async def test_fault_4_no_capacity_is_exceeded_in_a_burst(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        people = [
            await make_technician(
                session, skills={"network": 0.5 + n / 10}, capacity=n, comfortable_capacity=n
            )
            for n in (3, 4, 5)
        ]
        tickets = [await make_waiting_ticket(session) for _ in range(200)]

    await asyncio.gather(*(run_until_quiet(job_context) for _ in range(8)))

    counts = await assigned_events(db)
    assert sum(counts.values()) == 12
    assert set(counts.values()) == {1}
    for person, capacity in zip(people, (3, 4, 5), strict=True):
        assert (await technician_now(db, person.user_id)).active == capacity
    waiting_now = [await ticket_now(db, ticket.id) for ticket in tickets if ticket.id not in counts]
    assert {
        ticket.waiting_reason["sentence"] for ticket in waiting_now if ticket.waiting_reason
    } == {"Waiting: 3 are full."}


async def test_fault_1_people_and_workers_write_at_once_and_the_person_wins(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        people = [
            await make_technician(
                session, skills={"network": 0.5}, capacity=30, comfortable_capacity=30
            )
            for _ in range(3)
        ]
        tickets = [await make_waiting_ticket(session) for _ in range(60)]
        chief = await make_user(session, role=Role.ADMINISTRATOR)
    actor = Actor(id=chief.id, name=chief.name, email=chief.email, role=chief.role)
    chosen = people[0].user_id

    async def hand_over(ticket_id: UUID) -> None:
        async with db.write() as session:
            (locked,) = await lock_tickets(session, [ticket_id])
            await service.hand_to(session, locked, chosen, by=actor, reason=None)

    by_hand = [ticket.id for ticket in tickets[::6]]
    await asyncio.gather(
        *(run_until_quiet(job_context) for _ in range(8)), *(hand_over(id_) for id_ in by_hand)
    )
    await run_until_quiet(job_context)

    now = [await ticket_now(db, ticket.id) for ticket in tickets]
    assert all(ticket.assignee_id is not None for ticket in now)
    for ticket in now:
        if ticket.id in by_hand:
            assert (ticket.assignee_id, ticket.commitment) == (chosen, "pinned")
    held = Counter(ticket.assignee_id for ticket in now)
    for person in people:
        assert (await technician_now(db, person.user_id)).active == held[person.user_id]
    async with db.read() as session:
        written = await session.exec(select(func.count()).select_from(AssignmentDecision))
        assert written.one() == sum((await assigned_events(db)).values())


async def test_who_left_between_decision_and_claim_gets_nothing(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        best = await make_technician(session, skills={"network": 1.0})
        other = await make_technician(session, skills={"network": 0.1}, weighted_load=500.0)
        ticket = await make_waiting_ticket(session)
    decided = await decided_before(db)
    async with db.write() as session:
        leaving = (
            await session.exec(select(Technician).where(Technician.user_id == best.user_id))
        ).one()
        leaving.presence = Presence.OFFLINE
        session.add(leaving)

    assert [change.move.technician for change in decided[0]] == [best.user_id]
    assert await carry_out(db, *decided) == 0
    assert await run_until_quiet(job_context) == 1
    assert (await ticket_now(db, ticket.id)).assignee_id == other.user_id


async def test_fault_2_a_team_set_between_decision_and_claim_is_respected(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        red, blue = await make_team(session), await make_team(session)
        of_red = await make_technician(session, skills={"network": 1.0}, team_id=red.id)
        of_blue = await make_technician(session, skills={"network": 0.1}, team_id=blue.id)
        ticket = await make_waiting_ticket(session)
    decided = await decided_before(db)
    async with db.write() as session:
        assert [change.move.technician for change in decided[0]] == [of_red.user_id]
        moved = (await session.exec(select(Ticket).where(Ticket.id == ticket.id))).one()
        moved.team_id = blue.id
        session.add(moved)

    assert await carry_out(db, *decided) == 0
    assert await run_until_quiet(job_context) == 1
    assert (await ticket_now(db, ticket.id)).assignee_id == of_blue.user_id


async def test_fault_3_a_person_who_was_faster_keeps_the_ticket(db: Database) -> None:
    async with db.write() as session:
        chosen_by_hand = await make_technician(session, skills={"network": 0.1})
        await make_technician(session, skills={"network": 1.0})
        ticket = await make_waiting_ticket(session)
    decided = await decided_before(db)
    async with db.write() as session:
        taken = (await session.exec(select(Ticket).where(Ticket.id == ticket.id))).one()
        taken.assignee_id = chosen_by_hand.user_id
        taken.status = TicketStatus.ASSIGNED
        session.add(taken)

    assert await carry_out(db, *decided) == 0
    assert (await ticket_now(db, ticket.id)).assignee_id == chosen_by_hand.user_id


async def test_the_assignment_is_written_whole(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.9}, capacity=6)
        ticket = await make_waiting_ticket(session, priority=Priority.HIGH)

    assert await assign_waiting(job_context) == 1

    now = await ticket_now(db, ticket.id)
    assert (now.assignee_id, now.status, now.commitment) == (person.user_id, "assigned", "held")
    assert now.version == ticket.version + 1
    assert now.assigned_at is not None
    holder = await technician_now(db, person.user_id)
    assert (holder.active, holder.weighted_load) == (1, 60.0)
    assert holder.last_assigned_at is not None
    async with db.read() as session:
        decision = (await session.exec(select(AssignmentDecision))).one()
    assert decision.technician_id == person.user_id
    assert decision.strategy == "weighted_least_load"
    assert decision.explanation["winner"]["capacity"] == 6


async def test_one_ticket_that_fails_holds_up_no_other(db: Database) -> None:
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.9})
        tickets = [await make_waiting_ticket(session) for _ in range(3)]
    changes, seen = await decided_before(db)
    broken = replace(changes[1], account={"cannot be written": object()})

    assert await dispatch.carry_out(db, [changes[0], broken, changes[2]], seen) == (2, 0)

    now = {ticket.id: (await ticket_now(db, ticket.id)).assignee_id for ticket in tickets}
    assert now.pop(broken.move.ticket) is None
    assert set(now.values()) == {person.user_id}
    assert (await technician_now(db, person.user_id)).active == 2


async def test_a_damaged_reason_is_written_anew(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        await make_technician(session, skills={"network": 0.9})
        hopeless = await make_waiting_ticket(
            session, category=Category.HR, waiting_reason={"not": "a reason"}
        )

    await run_until_quiet(job_context)

    reason = (await ticket_now(db, hopeless.id)).waiting_reason
    assert reason is not None
    assert reason["sentence"] == "Waiting: 1 lacks hr."


async def test_a_recount_agrees_with_claims_that_run_beside_it(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        person = await make_technician(
            session, skills={"network": 0.9}, capacity=50, comfortable_capacity=50
        )
        await make_held_ticket(session, person)
        for _ in range(40):
            await make_waiting_ticket(session)

    async def recount_often() -> int:
        wrong = 0
        for _ in range(20):
            async with db.write() as session:
                wrong += await claim.recount(session, {person.user_id})
        return wrong

    results = await asyncio.gather(
        recount_often(), *(run_until_quiet(job_context) for _ in range(3))
    )

    assert results[0] == 0
    assert (await technician_now(db, person.user_id)).active == 41


async def test_a_served_batch_rings_for_its_events(db: Database, settings: Settings) -> None:
    async with db.write() as session:
        await make_technician(session, skills={"network": 0.9})
        await make_waiting_ticket(session)
    rung: list[Bell] = []

    async def send(bell: Bell) -> None:
        rung.append(bell)

    own = Database(settings, Ringer(send))
    assert (await dispatch.serve(own)).moved == 1
    await own.close()
    assert rung == [Bell.OUTBOX]


async def test_nobody_waits_nothing_happens(job_context: dict[str, Any], db: Database) -> None:
    assert await assign_waiting(job_context) == 0
    async with db.read() as session:
        assert (await session.exec(select(func.count(col(OutboxEvent.id))))).one() == 0


async def test_a_ring_during_a_pass_is_not_lost(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        person = await make_technician(session, skills={"network": 0.9}, capacity=50)
        tickets = [await make_waiting_ticket(session) for _ in range(3)]

    async def arrive_and_ring() -> int:
        async with db.write() as session:
            tickets.append(await make_waiting_ticket(session))
        return await assign_waiting(job_context)

    results = await asyncio.gather(
        assign_waiting(job_context), *(arrive_and_ring() for _ in range(5))
    )
    while await assign_waiting(job_context):
        pass

    assert sum(results) > 0
    holders = {(await ticket_now(db, ticket.id)).assignee_id for ticket in tickets}
    assert holders == {person.user_id}
