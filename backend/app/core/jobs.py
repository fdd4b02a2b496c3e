"""The whole surface on arq: ring a bell as a job, run bell jobs until their rows are done, ask a worker."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from arq import func
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.typing import WorkerCoroutine
from arq.worker import Function

from app.core.bells import Bell
from app.core.crypto import keyring

DEFAULT_QUEUE = "tikify:default"
TRIAGE_QUEUE = "tikify:triage"
# arq's default of half a second would be a floor under every latency.
POLL_DELAY_SECONDS = 0.01
# A killed worker's bell stays marked as running until its job would have timed out, so a run is
# kept short; what it leaves is found by the next sweep.
JOB_SECONDS = 60
SERVE_SECONDS = 20
# How long a worker may think about a question, and how long its answer lies there to be fetched.
ANSWER_SECONDS = 10
ANSWER_POLL_SECONDS = 0.01
QUEUE_OF_BELL = {
    Bell.TRIAGE: TRIAGE_QUEUE,
    Bell.ASSIGNMENT: DEFAULT_QUEUE,
    Bell.OUTBOX: DEFAULT_QUEUE,
    Bell.DELIVERIES: DEFAULT_QUEUE,
    Bell.CLOCKS: DEFAULT_QUEUE,
    Bell.WHAT_IF: DEFAULT_QUEUE,
    Bell.AUDIT: DEFAULT_QUEUE,
    Bell.EXPORTS: DEFAULT_QUEUE,
}


def job_name(bell: Bell) -> str:
    """Name of the job that a bell starts."""
    return f"{bell}.serve"


def redis_settings(url: str) -> RedisSettings:
    """arq's connection settings: fail fast, the caller knows what to do without Redis."""
    settings = RedisSettings.from_dsn(url)
    settings.conn_timeout = 1
    settings.conn_retries = 0
    settings.conn_retry_delay = 0
    return settings


class NoAnswer(Exception):
    """No worker answered in time, or it could not."""


class BellSender:
    """Rings bells as arq jobs, and asks workers.

    arq drops a ring whose job id is queued or running. A running job may already have read
    its last batch, so each bell has two ids: one may run while the other waits.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: ArqRedis | None = None
        self._connecting = asyncio.Lock()

    async def __call__(self, bell: Bell) -> None:
        """Enqueue the bell's job.

        Raises:
            redis.RedisError, OSError, TimeoutError: Redis is out of reach.
        """
        pool = await self._connected()
        for suffix in ("a", "b"):
            job = await pool.enqueue_job(
                job_name(bell), _job_id=f"bell:{bell}:{suffix}", _queue_name=QUEUE_OF_BELL[bell]
            )
            if job is not None:
                return

    async def ask(self, queue: str, name: str, payload: bytes, *, within_seconds: float) -> bytes:
        """Put a question to any worker of a queue and wait for its answer.

        Both are sealed on their way: they hold people's words, and Redis keeps them in the clear.

        Raises:
            NoAnswer: Redis or the workers are away or too busy, or the question broke the worker.
        """
        context = _question(name)
        try:
            async with asyncio.timeout(within_seconds):
                pool = await self._connected()
                sealed = keyring().seal(payload, context=context)
                # A question that nobody waits for any more is not worth an answer.
                job = await pool.enqueue_job(
                    name, sealed, _queue_name=queue, _expires=within_seconds
                )
                assert job is not None  # only a job with an id of our choosing can be there already
                answer: bytes = await job.result(poll_delay=ANSWER_POLL_SECONDS)
            return keyring().open(answer, context=context)
        except Exception as error:
            # Whatever went wrong in the worker is raised here again, under its own name.
            raise NoAnswer(f"{name}: {type(error).__name__}: {error}") from error

    async def _connected(self) -> ArqRedis:
        async with self._connecting:
            if self._pool is None:
                self._pool = await create_pool(redis_settings(self._url))
            return self._pool

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.aclose()


def until_empty(serve: Callable[[dict[str, Any]], Awaitable[int]]) -> WorkerCoroutine:
    """Make a bell job of a function that serves one batch: run it until a claim comes back empty."""

    async def job(ctx: dict[Any, Any], *_: Any, **__: Any) -> int:
        total = 0
        enough = time.monotonic() + SERVE_SECONDS
        while served := await serve(ctx):
            total += served
            if time.monotonic() > enough:
                break
        return total

    job.__qualname__ = f"until_empty.{serve.__qualname__}"
    return job


def _question(name: str) -> str:
    return f"question.{name}"


def answering(name: str, answer: Callable[[dict[str, Any], bytes], Awaitable[bytes]]) -> Function:
    """Make the job that answers `ask` under this name."""
    context = _question(name)

    async def job(ctx: dict[Any, Any], sealed: bytes) -> bytes:
        payload = keyring().open(sealed, context=context)
        return keyring().seal(await answer(ctx, payload), context=context)

    job.__qualname__ = f"answering.{name}"
    return func(job, name=name, keep_result=ANSWER_SECONDS, timeout=ANSWER_SECONDS, max_tries=1)
