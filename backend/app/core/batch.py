"""Requests that arrive together share one transaction: the one exception to one session per request."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Batcher(Generic[Request, Answer]):
    """Gathers calls for a moment and carries them out together.

    `carry_out` takes the gathered requests in order and returns as many answers, after its
    commit. When it raises, each request is tried alone, so one bad request fails none beside it.
    While one batch is being written the next one gathers, so batches grow under load by themselves.
    """

    def __init__(
        self,
        carry_out: Callable[[Sequence[Request]], Awaitable[Sequence[Answer]]],
        *,
        gather_seconds: float = 0.002,
        most: int = 128,
        at_once: int = 2,
    ) -> None:
        self._carry_out = carry_out
        self._gather_seconds = gather_seconds
        self._most = most
        self._waiting: list[tuple[Request, asyncio.Future[Answer]]] = []
        self._free = asyncio.Semaphore(at_once)
        self._tasks: set[asyncio.Task[None]] = set()
        self._gathering = False

    async def submit(self, request: Request) -> Answer:
        """Carry out one request with whatever else arrives; returns or raises what became of it."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if not self._gathering:
            self._gathering = True
            task = asyncio.create_task(self._gather())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await future

    async def _gather(self) -> None:
        await asyncio.sleep(self._gather_seconds)
        await self._free.acquire()
        batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        self._gathering = bool(self._waiting)
        if self._gathering:
            task = asyncio.create_task(self._gather())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._run(batch)
        finally:
            self._free.release()

    async def _run(self, batch: Sequence[tuple[Request, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._carry_out([request for request, _ in batch])
        except Exception as error:
            if len(batch) == 1:
                _fail(batch[0][1], error)
                return
            for item in batch:
                await self._run([item])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def close(self) -> None:
        """Wait until everything that was submitted is answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def _fail(future: asyncio.Future[Answer], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
