"""Follow-ups: what nobody waits for is done a moment later, many events at once, and each once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.db import Database
from app.core.outbox.relay import FIRST_RETRY, Relay
from app.core.outbox.subscriptions import HandlerContext, announce, deliver, follow_up, react
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

MOMENT = timedelta(seconds=3)


@pytest.fixture
def patient(context: HandlerContext) -> HandlerContext:
    """A context whose follow-ups wait."""
    settings = context.settings.model_copy(update={"follow_up_seconds": MOMENT.total_seconds()})
    return replace(context, settings=settings)


class Killed(BaseException):
    """Power cut."""


async def test_they_gather_what_happened_since_and_are_done_once(
    db: Database, patient: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    quick = Listener()
    relay = Relay(patient, [deliver(LampLit, quick.told), follow_up(LampLit, listener.lit)])
    await light(db, 1, 2)
    assert await relay.dispatch() == 2
    assert await relay.deliver_due() == 2
    frozen_clock.advance(MOMENT / 2)
    await light(db, 3)
    assert await relay.dispatch() == 1
    assert await relay.follow_up() == 0
    assert await effects(db) == []

    frozen_clock.advance(MOMENT)

    assert [await relay.follow_up() for _ in range(2)] == [3, 0]
    assert listener.got == [[1, 2, 3]]
    assert quick.got == [[1, 2]]
    assert await effects(db) == [1, 2, 3]
    while await relay.deliver_due():
        pass
    assert await is_quiet(db)


async def test_one_that_fails_is_retried_alone(
    db: Database, patient: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    broken = Listener()
    broken.breaks = 1
    relay = Relay(patient, [follow_up(LampLit, broken.lit), follow_up(LampLit, listener.answered)])
    await light(db, 1, 2)
    await relay.dispatch()
    frozen_clock.advance(MOMENT)

    assert await relay.follow_up() == 2
    assert await effects(db) == []
    assert [row.attempts for row in await deliveries(db)] == [1, 1]

    frozen_clock.advance(FIRST_RETRY)
    assert await relay.deliver_due() == 2
    assert await effects(db) == [1, 2]
    assert sorted(broken.got[1:]) == [[1], [2]]
    assert await deliveries(db) == []


async def test_a_worker_killed_between_two_of_them_repeats_neither(
    db: Database, patient: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    async def dies(session: AsyncSession, batch: Lamps) -> None:
        raise Killed

    await light(db, 1, 2)
    dying = Relay(patient, [follow_up(LampLit, listener.lit), follow_up(LampLit, dies)])
    await dying.dispatch()
    frozen_clock.advance(MOMENT)
    with pytest.raises(Killed):
        await dying.follow_up()
    survivor = Relay(patient, [follow_up(LampLit, listener.lit)])
    assert await survivor.follow_up() == 0

    frozen_clock.advance(timedelta(seconds=patient.settings.lease_seconds + 1))

    assert await survivor.follow_up() == 2
    assert await effects(db) == [1, 2]
    assert await is_quiet(db)


async def test_a_relay_that_slept_past_its_lease_does_not_react_again(
    db: Database, patient: HandlerContext, listener: Listener, frozen_clock: FrozenClock
) -> None:
    """By then the other one has brought the events a stage further, and its marks are gone."""
    subscriptions: Sequence[Any] = [
        react(LampLit, listener.lit),
        follow_up(LampLit, listener.answered),
    ]
    await light(db, 1, 2)
    other = Relay(patient, subscriptions)

    async def overtaken(context: HandlerContext, batch: Lamps) -> None:
        frozen_clock.advance(timedelta(seconds=patient.settings.lease_seconds + 1))
        assert await other.dispatch() == 2

    sleeper = Relay(patient, [announce(LampLit, overtaken), *subscriptions])
    await sleeper.dispatch()

    assert listener.got == [[1, 2]]
    assert await effects(db) == [1, 2]
