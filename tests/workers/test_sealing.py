"""Events are sealed by the worker: in order, once, by several workers, whatever was down meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.audit import handlers
from app.audit.models import SYSTEM, AuditChain, AuditSeal
from app.core import events
from app.core.db import Database
from app.core.events import Event, Recorded
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.people.events import TechnicianCameOnline
from app.tickets.events import WatcherAdded
from tests.factories.auth import SignedIn

Drain = Callable[[], Awaitable[int]]


async def events_and_seals(db: Database) -> tuple[list[OutboxEvent], list[AuditSeal]]:
    """Everything recorded and everything sealed."""
    async with db.read() as session:
        events = select(OutboxEvent).order_by(col(OutboxEvent.id))
        seals = select(AuditSeal).order_by(col(AuditSeal.chain), col(AuditSeal.sequence))
        return list(await session.exec(events)), list(await session.exec(seals))


async def open_ticket(person: SignedIn, number: int = 1) -> str:
    """A ticket through the API."""
    answer = await person.post(
        "/api/v1/tickets",
        json={"subject": f"Printer {number}", "description": "It prints nothing at all."},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_every_event_is_sealed_in_the_order_of_its_ticket(
    db: Database, drain: Drain, as_user: SignedIn
) -> None:
    ticket_id = await open_ticket(as_user)
    await as_user.post(f"/api/v1/tickets/{ticket_id}/messages", json={"text": "Still nothing."})
    await drain()
    events, seals = await events_and_seals(db)
    assert {seal.event_id for seal in seals} == {event.id for event in events}
    mine = [seal for seal in seals if str(seal.chain) == ticket_id]
    assert [seal.sequence for seal in mine] == list(range(1, len(mine) + 1))
    by_seq = {event.seq: event.id for event in events if str(event.ticket_id) == ticket_id}
    assert [seal.event_id for seal in mine] == [by_seq[seal.sequence] for seal in mine]
    assert len({seal.seal for seal in seals}) == len(seals)


async def test_words_are_sealed_where_an_event_has_some(
    db: Database, drain: Drain, as_user: SignedIn
) -> None:
    ticket_id = await open_ticket(as_user)
    await as_user.post(f"/api/v1/tickets/{ticket_id}/messages", json={"text": "Still nothing."})
    await drain()
    events, seals = await events_and_seals(db)
    types = {event.id: event.type for event in events}
    with_words = [types[seal.event_id] for seal in seals if seal.words is not None]
    assert sorted(with_words) == ["message_added", "ticket_opened"]
    assert all((seal.words is None) == (seal.words_salt is None) for seal in seals)


async def record(db: Database, ticket_id: UUID, count: int) -> None:
    """Facts about a ticket, each in a transaction of its own."""
    for _ in range(count):
        async with db.write() as session:
            events.record(session, WatcherAdded(ticket_id=ticket_id, user_id=new_id()))


async def test_sealing_twice_changes_nothing(db: Database, drain: Drain, as_user: SignedIn) -> None:
    await open_ticket(as_user)
    await drain()
    recorded, before = await events_and_seals(db)
    async with db.write() as session:
        await handlers.seal_history(session, [events.load(row) for row in recorded])
    after = (await events_and_seals(db))[1]
    assert [seal.seal for seal in after] == [seal.seal for seal in before]


async def test_a_later_event_that_comes_first_is_sealed_after_those_before_it(
    db: Database,
) -> None:
    ticket_id = new_id()
    await record(db, ticket_id, 5)
    recorded, _ = await events_and_seals(db)
    for part in (recorded[4:], recorded[:1], recorded[1:4]):
        async with db.write() as session:
            await handlers.seal_history(session, [events.load(row) for row in part])
    seals = (await events_and_seals(db))[1]
    assert [seal.event_id for seal in seals] == [row.id for row in recorded]


async def test_several_workers_seal_the_same_chains_at_once(
    db: Database, job_context: dict[str, Any]
) -> None:
    tickets = [new_id() for _ in range(4)]
    for ticket_id in tickets * 5:
        await record(db, ticket_id, 1)
    async with db.write() as session:
        for _ in range(20):
            events.record(session, TechnicianCameOnline(technician_id=new_id()))
    recorded, _ = await events_and_seals(db)
    batch = [events.load(row) for row in recorded]

    async def work(part: Sequence[Recorded[Event]]) -> None:
        async with db.write() as session:
            await handlers.seal_history(session, part)

    # Each batch is handed to two workers, in opposite orders.
    await asyncio.gather(
        *(work(batch[start::4]) for start in range(4)),
        *(work(batch[start::4][::-1]) for start in range(4)),
    )
    seals = (await events_and_seals(db))[1]
    assert sorted(seal.event_id for seal in seals) == sorted(row.id for row in recorded)
    for chain in (*tickets, SYSTEM):
        mine = [seal.sequence for seal in seals if seal.chain == chain]
        assert mine == list(range(1, (20 if chain == SYSTEM else 5) + 1))


async def test_an_event_that_was_put_in_past_the_product_is_not_sealed(
    db: Database, drain: Drain
) -> None:
    ticket_id = new_id()
    await record(db, ticket_id, 2)
    await drain()
    recorded, _ = await events_and_seals(db)
    forged = OutboxEvent(**{**recorded[1].model_dump(), "id": new_id(), "seq": 3})
    async with db.write() as session:
        session.add(forged)
    await record(db, ticket_id, 1)
    await drain()
    seals = (await events_and_seals(db))[1]
    assert [seal.sequence for seal in seals] == [1, 2]
    async with db.read() as session:
        chain = await session.get(AuditChain, ticket_id)
    assert chain is not None
    assert (chain.length, chain.refused_at) == (2, 3)
