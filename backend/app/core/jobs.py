"""The whole surface on arq: ring a bell as a job, and run bell jobs until their rows are done."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.typing import WorkerCoroutine

from app.core.bells import Bell

DEFAULT_QUEUE = "tikify:default"
TRIAGE_QUEUE = "tikify:triage"
# arq's default of half a second would be a floor under every latency.
POLL_DELAY_SECONDS = 0.01
# A killed worker's bell stays marked as running until its job would have timed out, so a run is
# kept short; what it leaves is found by the next sweep.
JOB_SECONDS = 60
SERVE_SECONDS = 20
QUEUE_OF_BELL = {
    Bell.TRIAGE: TRIAGE_QUEUE,
    Bell.ASSIGNMENT: DEFAULT_QUEUE,
    Bell.OUTBOX: DEFAULT_QUEUE,
    Bell.DELIVERIES: DEFAULT_QUEUE,
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


class BellSender:
    """Rings bells as arq jobs.

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
