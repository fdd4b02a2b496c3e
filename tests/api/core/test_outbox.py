"""Recorded facts reach their handlers: reactions exactly once, in order, in batches."""

import asyncio

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Cause
from app.core.db import Database
from app.core.events import Recorded
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent, OutboxPending
from app.core.outbox.relay import BATCH, Relay
from app.core.outbox.subscriptions import HandlerContext, announce, react
from tests.api.core.lamps import (
    LampLit,
    Lamps,
    LampSeen,
    Listener,
    count,
    deliveries,
    effects,
    is_quiet,
    light,
)
from tests.conftest import FrozenClock


async def test_a_reaction_runs_once_with_the_whole_batch(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    relay = Relay(context, [react(LampLit, listener.lit)])
    await light(db, 1, 2, 3)

    assert await relay.dispatch() == 3
    assert await relay.dispatch() == 0

    assert listener.got == [[1, 2, 3]]
    assert await effects(db) == [1, 2, 3]
    assert await is_quiet(db)
    assert await count(db, OutboxEvent) == 3


async def test_nothing_is_recorded_when_the_change_fails(db: Database) -> None:
    async def change() -> None:
        async with db.write() as session:
            events.record(session, LampLit(number=1))
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await change()

    assert await count(db, OutboxEvent) == 0
    assert await count(db, OutboxPending) == 0


async def test_sequence_numbers_count_up_per_ticket(db: Database) -> None:
    one, other = new_id(), new_id()
    await light(db, 1, 2, ticket_id=one)
    await light(db, 3, ticket_id=other)
    await light(db, 4, ticket_id=one)
    await light(db, 5)

    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent).order_by(col(OutboxEvent.id)))).all()
    found = [(row.data["number"], row.ticket_id, row.seq) for row in rows]
    assert found == [(1, one, 1), (2, one, 2), (3, other, 1), (4, one, 3), (5, None, None)]


async def test_two_relays_at_once_share_the_work(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    relays = [Relay(context, [react(LampLit, listener.lit)]) for _ in range(4)]
    for number in range(0, 40, 4):
        await light(db, *range(number, number + 4))

    served = await asyncio.gather(*(relay.dispatch() for relay in relays))
    for relay in relays:
        while await relay.dispatch():
            pass

    assert sum(served) <= 40
    assert await effects(db) == list(range(40))
    assert await is_quiet(db)


async def test_a_failed_announcement_harms_nobody(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    deaf = Listener()
    deaf.breaks = 1
    relay = Relay(context, [announce(LampLit, deaf.told), react(LampLit, listener.lit)])
    await light(db, 1)

    await relay.dispatch()

    assert deaf.got == [[1]]
    assert await effects(db) == [1]
    assert await is_quiet(db)


async def test_a_batch_is_bounded_and_in_order(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    relay = Relay(context, [react(LampLit, listener.lit)])
    await light(db, *range(BATCH + 50))

    assert [await relay.dispatch() for _ in range(3)] == [BATCH, 50, 0]

    assert listener.got == [list(range(BATCH)), list(range(BATCH, BATCH + 50))]
    assert await is_quiet(db)


async def test_facts_of_a_reaction_lie_one_deeper_and_are_served_next(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    seen = Listener()
    relay = Relay(context, [react(LampLit, listener.answered), announce(LampSeen, seen.told)])
    await light(db, 1, 2)

    assert [await relay.dispatch() for _ in range(3)] == [2, 2, 0]

    assert seen.got == [[1, 2]]
    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent).order_by(col(OutboxEvent.id)))).all()
    assert [(row.type, row.depth) for row in rows] == [
        *[("lamp_lit", 0)] * 2,
        *[("lamp_seen", 1)] * 2,
    ]


async def test_handlers_that_feed_each_other_are_stopped(
    db: Database, context: HandlerContext
) -> None:
    async def again(session: AsyncSession, batch: Lamps) -> None:
        for item in batch:
            events.record(session, LampLit(number=item.event.number + 1))

    relay = Relay(context, [react(LampLit, again)])
    await light(db, 0)

    while await relay.dispatch():
        pass

    assert await count(db, OutboxEvent) == events.DEPTH_LIMIT + 1
    (row,) = await deliveries(db)
    assert row.handler.endswith("again")


async def test_an_event_comes_back_as_it_was_recorded(
    db: Database, context: HandlerContext, frozen_clock: FrozenClock
) -> None:
    got: list[Recorded[LampLit]] = []

    async def keep(session: AsyncSession, batch: Lamps) -> None:
        got.extend(batch)

    ticket_id, person_id = new_id(), new_id()
    async with db.write() as session:
        events.record(
            session, LampLit(number=1, ticket_id=ticket_id), by=person_id, cause=Cause.RULE
        )

    await Relay(context, [react(LampLit, keep)]).dispatch()

    (item,) = got
    assert item.event == LampLit(number=1, ticket_id=ticket_id)
    assert (item.actor_id, item.cause, item.seq, item.at) == (
        person_id,
        Cause.RULE,
        1,
        frozen_clock.at,
    )
