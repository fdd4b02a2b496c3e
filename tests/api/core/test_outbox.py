"""Recorded facts reach their handlers: reactions exactly once, deliveries until they are parked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Cause
from app.core.db import Database
from app.core.events import Event, Recorded
from app.core.idempotency import IdempotencyKey
from app.core.ids import new_id
from app.core.outbox.models import OutboxDelivery, OutboxEvent, OutboxInbox, OutboxPending
from app.core.outbox.relay import BATCH, FIRST_RETRY, MAX_ATTEMPTS, Relay
from app.core.outbox.subscriptions import HandlerContext, announce, deliver, react
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Event):
    """A fact of these tests."""

    type: ClassVar[str] = "lamp_lit"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSeen(Event):
    """A fact that a reaction records."""

    type: ClassVar[str] = "lamp_seen"
    number: int


Lamps = Sequence[Recorded[LampLit]]


class Listener:
    """Handlers that keep what they got; they break as often as told.

    `lit` reacts by writing a row, so that a reaction carried out twice would show.
    """

    def __init__(self) -> None:
        self.breaks = 0
        self.breaks_at: int | None = None
        self.got: list[list[int]] = []

    def _note(self, batch: Lamps) -> None:
        numbers = [item.event.number for item in batch]
        self.got.append(numbers)
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("the lamp burst")
        if self.breaks_at in numbers:
            raise RuntimeError("this lamp bursts always")

    async def lit(self, session: AsyncSession, batch: Lamps) -> None:
        """Write a row per lamp, then break in the middle or not."""
        for item in batch:
            session.add(effect(item.event.number))
        await session.flush()
        self._note(batch)

    async def answered(self, session: AsyncSession, batch: Lamps) -> None:
        """Record a fact in answer to each."""
        for item in batch:
            events.record(session, LampSeen(number=item.event.number), cause=Cause.SYSTEM)

    async def told(self, context: HandlerContext, batch: Lamps) -> None:
        """Announce or deliver."""
        self._note(batch)


def effect(number: int) -> IdempotencyKey:
    """A plain row that stands for a reaction's effect."""
    return IdempotencyKey(
        actor_id=new_id(),
        key_hash=number.to_bytes(32, "big"),
        body_hash=bytes(32),
        subject_id=new_id(),
    )


@pytest.fixture
def listener() -> Listener:
    """Handlers with a memory."""
    return Listener()


@pytest.fixture
def context(job_context: dict[str, Any]) -> HandlerContext:
    """What handlers outside a transaction use."""
    made: HandlerContext = job_context["handler_context"]
    return made


async def light(db: Database, *numbers: int, ticket_id: UUID | None = None) -> None:
    """Record a fact per number, in one transaction."""
    async with db.write() as session:
        for number in numbers:
            events.record(session, LampLit(number=number, ticket_id=ticket_id))


async def effects(db: Database) -> list[int]:
    """Numbers of the rows that reactions wrote, each as often as it was written."""
    async with db.read() as session:
        found = (await session.exec(select(IdempotencyKey.key_hash))).all()
    return sorted(int.from_bytes(item, "big") for item in found)


async def count(db: Database, table: Any) -> int:
    """Rows of a table."""
    async with db.read() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def deliveries(db: Database) -> Sequence[OutboxDelivery]:
    """Outstanding and parked deliveries."""
    async with db.read() as session:
        return (await session.exec(select(OutboxDelivery))).all()


async def is_quiet(db: Database) -> bool:
    """Whether nothing waits and nothing was left lying."""
    tables = (OutboxPending, OutboxInbox, OutboxDelivery)
    return [await count(db, table) for table in tables] == [0, 0, 0]


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
        rows = (await session.exec(select(OutboxEvent).order_by(OutboxEvent.id))).all()
    found = [(row.data["number"], row.ticket_id, row.seq) for row in rows]
    assert found == [(1, one, 1), (2, one, 2), (3, other, 1), (4, one, 3), (5, None, None)]


async def test_a_handler_that_fails_in_the_middle_leaves_no_half_and_is_retried_alone(
    db: Database, context: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    well = Listener()
    relay = Relay(context, [react(LampLit, listener.lit), deliver(LampLit, well.told)])
    listener.breaks = 1
    await light(db, 1, 2)

    await relay.dispatch()
    assert await effects(db) == []
    assert await relay.deliver_due() == 2
    assert well.got == [[1, 2]]

    frozen_clock.advance(FIRST_RETRY + timedelta(seconds=1))
    while await relay.deliver_due():
        pass
    assert await effects(db) == [1, 2]
    assert listener.got == [[1, 2], [1], [2]]
    assert well.got == [[1, 2]]
    assert await is_quiet(db)


async def test_one_bad_event_holds_up_no_other(
    db: Database, context: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    relay = Relay(context, [react(LampLit, listener.lit)])
    listener.breaks_at = 2
    await light(db, 1, 2, 3)

    await relay.dispatch()
    frozen_clock.advance(FIRST_RETRY + timedelta(seconds=1))
    await relay.deliver_due()

    assert await effects(db) == [1, 3]
    (left,) = await deliveries(db)
    assert left.attempts == 2
    assert left.error == "RuntimeError: this lamp bursts always"


async def test_a_delivery_is_retried_with_growing_waits_then_parked_and_replayed(
    db: Database,
    context: HandlerContext,
    listener: Listener,
    frozen_clock: FrozenClock,
    as_admin: SignedIn,
) -> None:
    relay = Relay(context, [deliver(LampLit, listener.told)])
    listener.breaks = MAX_ATTEMPTS
    await light(db, 7)
    await relay.dispatch()

    waits = []
    for _ in range(MAX_ATTEMPTS):
        assert await relay.deliver_due() == 1
        assert await relay.deliver_due() == 0
        (row,) = await deliveries(db)
        waits.append(row.next_at - frozen_clock.at)
        frozen_clock.advance(waits[-1])
    assert waits == sorted(waits)
    assert row.parked_at is not None
    assert await relay.deliver_due() == 0

    page = (await as_admin.get("/api/v1/operations/parked")).json()
    (parked,) = page["items"]
    assert parked["attempts"] == MAX_ATTEMPTS
    assert parked["event_type"] == "lamp_lit"
    assert parked["error"] == "RuntimeError: the lamp burst"

    answer = await as_admin.post(f"/api/v1/operations/parked/{parked['id']}/replay")
    assert answer.status_code == 202
    assert await relay.deliver_due() == 1
    assert len(listener.got) == MAX_ATTEMPTS + 1
    assert await is_quiet(db)
    again = await as_admin.post(f"/api/v1/operations/parked/{parked['id']}/replay")
    assert again.status_code == 404


async def test_the_error_of_a_delivery_is_unreadable_in_the_database(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    relay = Relay(context, [deliver(LampLit, listener.told)])
    listener.breaks = 1
    await light(db, 7)
    await relay.dispatch()
    await relay.deliver_due()

    async with db.engine.connect() as connection:
        raw = (await connection.exec_driver_sql("SELECT error FROM outbox_delivery")).scalar_one()
    assert b"lamp" not in bytes(raw)


async def test_a_delivery_of_a_handler_that_is_gone_is_kept(
    db: Database, context: HandlerContext, listener: Listener
) -> None:
    await light(db, 7)
    await Relay(context, [deliver(LampLit, listener.told)]).dispatch()

    await Relay(context, []).deliver_due()

    (row,) = await deliveries(db)
    assert row.error is not None
    assert "no handler is called" in row.error


async def test_events_of_a_killed_relay_are_served_when_its_lease_is_over(
    db: Database, context: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    class Killed(BaseException):
        """Power cut."""

    async def dies(session: AsyncSession, batch: Lamps) -> None:
        raise Killed

    await light(db, 1, 2)
    with pytest.raises(Killed):
        await Relay(context, [react(LampLit, listener.lit), react(LampLit, dies)]).dispatch()
    assert await effects(db) == [1, 2]
    survivor = Relay(context, [react(LampLit, listener.lit)])
    assert await survivor.dispatch() == 0

    frozen_clock.advance(timedelta(seconds=context.settings.lease_seconds + 1))

    assert await survivor.dispatch() == 2
    assert await effects(db) == [1, 2]
    assert await is_quiet(db)


@pytest.fixture
async def slow(
    db: Database, context: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A relay that claimed and then slept past its lease; calling it lets it go on."""
    woken, asleep = asyncio.Event(), asyncio.Event()

    async def sleeps(context: HandlerContext, batch: Lamps) -> None:
        asleep.set()
        await woken.wait()

    relay = Relay(
        context,
        [
            announce(LampLit, sleeps),
            react(LampLit, listener.lit),
            deliver(LampLit, listener.told),
        ],
    )
    await light(db, 1, 2)
    task = asyncio.create_task(relay.dispatch())
    await asleep.wait()
    frozen_clock.advance(timedelta(seconds=context.settings.lease_seconds + 1))

    async def go_on() -> None:
        woken.set()
        await task

    yield go_on
    await go_on()


async def test_a_relay_that_slept_past_its_lease_repeats_nothing(
    db: Database,
    context: HandlerContext,
    listener: Listener,
    slow: Callable[[], Awaitable[None]],
) -> None:
    other = Relay(context, [react(LampLit, listener.lit), deliver(LampLit, listener.told)])
    assert await other.dispatch() == 2
    assert await other.deliver_due() == 2

    await slow()

    assert await effects(db) == [1, 2]
    assert await other.deliver_due() == 0
    assert await is_quiet(db)


async def test_a_relay_that_slept_while_another_failed_does_not_react_twice(
    db: Database,
    context: HandlerContext,
    listener: Listener,
    frozen_clock: FrozenClock,
    slow: Callable[[], Awaitable[None]],
) -> None:
    other = Relay(context, [react(LampLit, listener.lit)])
    listener.breaks = 1
    assert await other.dispatch() == 2
    assert await effects(db) == []

    await slow()
    frozen_clock.advance(FIRST_RETRY + timedelta(seconds=1))
    while await other.deliver_due():
        pass

    assert await effects(db) == [1, 2]
    assert await is_quiet(db)


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
        rows = (await session.exec(select(OutboxEvent).order_by(OutboxEvent.id))).all()
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
