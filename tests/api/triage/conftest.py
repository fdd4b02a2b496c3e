"""A triage worker that answers the application, with a model that says what the test wants."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from arq.connections import create_pool
from arq.worker import Worker

from app.core import jobs
from app.core.config import Settings
from app.triage.jobs import prepare
from app.wiring import triage_jobs
from tests.factories.triage import FixedScorer

StartWorker = Callable[..., Any]


@asynccontextmanager
async def triage_worker(
    settings: Settings, context: dict[str, Any]
) -> AsyncIterator[dict[str, Any]]:
    """Answer questions for the length of the block, over the Redis of the run."""
    pool = await create_pool(jobs.redis_settings(settings.resolved_redis_url))
    worker = Worker(
        functions=list(triage_jobs.FUNCTIONS),
        queue_name=jobs.TRIAGE_QUEUE,
        redis_pool=pool,
        poll_delay=jobs.POLL_DELAY_SECONDS,
        ctx=context,
        handle_signals=False,
        keep_result=0,
        burst=True,
    )
    stopped = asyncio.Event()

    async def serve() -> None:
        # Burst after burst: cancelling arq in the middle of a command would leave a connection open.
        while not stopped.is_set():
            await worker.async_run()
            await asyncio.sleep(jobs.POLL_DELAY_SECONDS)

    running = asyncio.create_task(serve())
    try:
        yield context
    finally:
        stopped.set()
        await running
        await pool.aclose()


@pytest.fixture
async def start_worker(
    settings: Settings, job_context: dict[str, Any]
) -> AsyncIterator[StartWorker]:
    """Start a triage worker around a scorer; gives its context, whose jobs a test may run itself."""
    async with AsyncExitStack() as stack:

        async def start(scorer: FixedScorer | None = None) -> dict[str, Any]:
            context = {**job_context, "scorer": scorer or FixedScorer()}
            prepare(context)
            await stack.enter_async_context(triage_worker(settings, context))
            return context

        yield start
