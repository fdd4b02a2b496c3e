"""Handlers that fail, relays that die or sleep: retried alone, parked at last, never done twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.db import Database
from app.core.outbox.relay import FIRST_RETRY, MAX_ATTEMPTS, Relay
from app.core.outbox.subscriptions import HandlerContext, announce, deliver, react
from tests.api.core.lamps import (
    LampLit,
    Lamps,
    Listener,
    deliveries,
    effects,
    is_quiet,
    light,
)
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn


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
    assert listener.got[0] == [1, 2]
    # Each alone, and so in any order.
    assert sorted(listener.got[1:]) == [[1], [2]]
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
