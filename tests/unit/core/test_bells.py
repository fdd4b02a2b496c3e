"""Rings are sent in the background, joined while one is on its way, and never an error."""

import asyncio

import pytest

from app.core import bells
from app.core.bells import Bell, Ringer
from app.core.metrics import BELLS_FAILED


class Sender:
    """Counts rings; waits at a gate; fails when told."""

    def __init__(self) -> None:
        self.sent: list[Bell] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = 0

    async def __call__(self, bell: Bell) -> None:
        """Take one ring."""
        self.sent.append(bell)
        self.begun.set()
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise ConnectionError("no Redis")


async def test_each_bell_is_rung_once() -> None:
    sender = Sender()
    ringer = Ringer(sender)

    ringer.ring({Bell.TRIAGE, Bell.OUTBOX})
    await ringer.close()

    assert sorted(sender.sent) == [Bell.OUTBOX, Bell.TRIAGE]


async def test_rings_that_meet_one_on_its_way_become_one_more() -> None:
    sender = Sender()
    sender.gate.clear()
    ringer = Ringer(sender)
    ringer.ring({Bell.TRIAGE})
    await sender.begun.wait()

    for _ in range(50):
        ringer.ring({Bell.TRIAGE})
    sender.gate.set()
    await ringer.close()

    # The one on its way may have left before the row was there, so exactly one must follow.
    assert sender.sent == [Bell.TRIAGE, Bell.TRIAGE]


async def test_a_ring_after_the_last_one_ended_is_sent() -> None:
    sender = Sender()
    ringer = Ringer(sender)
    ringer.ring({Bell.TRIAGE})
    await ringer.close()

    ringer.ring({Bell.TRIAGE})
    await ringer.close()

    assert sender.sent == [Bell.TRIAGE, Bell.TRIAGE]


async def test_a_failed_ring_is_counted_and_the_next_one_goes_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bells, "QUIET_SECONDS_AFTER_FAILURE", 0)
    sender = Sender()
    sender.fails = 1
    ringer = Ringer(sender)
    counter = BELLS_FAILED.labels(bell=Bell.ASSIGNMENT)
    before = counter._value.get()

    ringer.ring({Bell.ASSIGNMENT})
    await ringer.close()
    ringer.ring({Bell.ASSIGNMENT})
    await ringer.close()

    assert counter._value.get() == before + 1
    assert sender.sent == [Bell.ASSIGNMENT, Bell.ASSIGNMENT]


async def test_without_a_sender_nothing_happens() -> None:
    ringer = Ringer(None)

    ringer.ring(set(Bell))
    await ringer.close()
