"""Requests that arrive together are carried out together, and none suffers from its neighbour."""

import asyncio
from collections.abc import Sequence

import pytest

from app.core.batch import Batcher


class Desk:
    """Carries out numbers by doubling them; refuses a whole batch that holds a negative one."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def carry_out(self, numbers: Sequence[int]) -> Sequence[int]:
        """Double each."""
        self.batches.append(list(numbers))
        self.begun.set()
        await self.gate.wait()
        if any(number < 0 for number in numbers):
            raise ValueError("negative")
        return [2 * number for number in numbers]


async def test_requests_that_arrive_together_share_one_batch() -> None:
    desk = Desk()
    batcher = Batcher(desk.carry_out)

    answers = await asyncio.gather(*(batcher.submit(number) for number in range(5)))

    assert answers == [0, 2, 4, 6, 8]
    assert desk.batches == [[0, 1, 2, 3, 4]]


async def test_a_batch_is_never_longer_than_allowed() -> None:
    desk = Desk()
    batcher = Batcher(desk.carry_out, most=4)

    answers = await asyncio.gather(*(batcher.submit(number) for number in range(10)))

    assert answers == [2 * number for number in range(10)]
    assert [len(batch) for batch in desk.batches] == [4, 4, 2]


async def test_while_a_batch_is_written_the_next_one_grows() -> None:
    desk = Desk()
    desk.gate.clear()
    batcher = Batcher(desk.carry_out, gather_seconds=0, at_once=1)
    first = asyncio.create_task(batcher.submit(1))
    await desk.begun.wait()
    later = [asyncio.create_task(batcher.submit(number)) for number in (2, 3, 4)]
    for _ in range(20):
        await asyncio.sleep(0)
    desk.gate.set()

    assert await asyncio.gather(first, *later) == [2, 4, 6, 8]
    assert desk.batches == [[1], [2, 3, 4]]


async def test_a_failed_batch_is_tried_one_by_one() -> None:
    desk = Desk()
    batcher = Batcher(desk.carry_out)

    answers = await asyncio.gather(
        *(batcher.submit(number) for number in (1, -1, 3)), return_exceptions=True
    )

    assert answers[0] == 2
    assert isinstance(answers[1], ValueError)
    assert answers[2] == 6
    assert desk.batches == [[1, -1, 3], [1], [-1], [3]]


async def test_a_caller_who_went_away_costs_the_others_nothing() -> None:
    desk = Desk()
    desk.gate.clear()
    batcher = Batcher(desk.carry_out, gather_seconds=0)
    gone = asyncio.create_task(batcher.submit(1))
    stays = asyncio.create_task(batcher.submit(2))
    await desk.begun.wait()
    gone.cancel()
    desk.gate.set()

    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_closing_waits_for_everything_that_was_handed_in() -> None:
    desk = Desk()
    batcher = Batcher(desk.carry_out, most=2)
    tasks = [asyncio.create_task(batcher.submit(number)) for number in range(5)]
    await asyncio.sleep(0)

    await batcher.close()

    assert all(task.done() for task in tasks)
    assert sum(len(batch) for batch in desk.batches) == 5
