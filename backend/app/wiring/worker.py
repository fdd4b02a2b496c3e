"""What both kinds of worker share: their context, and the loop that runs arq."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog
from arq.connections import RedisSettings
from arq.cron import CronJob
from arq.worker import Function, Worker
from redis.exceptions import RedisError

from app.audit import keys as audit_keys
from app.core import crypto, jobs, logging, mail, metrics, process
from app.core.bells import Ringer
from app.core.config import Settings
from app.core.db import Database
from app.core.jobs import BellSender
from app.core.outbox.relay import Relay
from app.core.outbox.subscriptions import HandlerContext
from app.core.redis import connect
from app.wiring.subscriptions import SUBSCRIPTIONS, sealing

log = structlog.get_logger(__name__)
MAX_JOBS = 8


def make_context(settings: Settings, *, sender: BellSender | None) -> dict[str, Any]:
    """Everything a job may use, by name."""
    audit_keys.configure(audit_keys.load(settings))
    database = Database(settings, Ringer(sender))
    redis = connect(settings.resolved_redis_url)
    handler_context = HandlerContext(
        db=database, redis=redis, settings=settings, mailer=mail.make_mailer(settings)
    )
    return {
        "database": database,
        "redis": redis,
        "settings": settings,
        "handler_context": handler_context,
        "relay": Relay(handler_context, (*SUBSCRIPTIONS, *sealing())),
    }


def run(
    settings: Settings,
    *,
    queue: str,
    functions: Sequence[Function],
    crons: Sequence[CronJob],
    extra: dict[str, Any] | None = None,
    prepare: Callable[[dict[str, Any]], None] | None = None,
    beside: Sequence[Callable[[dict[str, Any]], Coroutine[Any, Any, None]]] = (),
) -> None:
    """Work until told to stop; ends with an error when Redis goes away, and is started anew.

    `prepare` completes the context before the first job, `beside` runs for as long as the jobs do.
    """
    logging.configure(level=settings.log_level, json=settings.log_json)
    crypto.configure(crypto.load_keyring(settings))
    if settings.metrics_port:
        metrics.serve(settings.metrics_port)

    async def start(ctx: dict[Any, Any]) -> None:
        sender = BellSender(settings.resolved_redis_url)
        made = make_context(settings, sender=sender)
        ctx.update(made, sender=sender, own_redis=made["redis"], **(extra or {}))
        if prepare is not None:
            prepare(ctx)
        ctx["beside"] = [asyncio.create_task(run_beside(ctx)) for run_beside in beside]
        process.settle()
        log.info("worker.started", queue=queue)

    worker = Worker(
        functions=list(functions),
        queue_name=queue,
        cron_jobs=list(crons),
        redis_settings=_patient(jobs.redis_settings(settings.resolved_redis_url)),
        poll_delay=jobs.POLL_DELAY_SECONDS,
        max_jobs=MAX_JOBS,
        on_startup=start,
        on_shutdown=_stop,
        job_timeout=jobs.JOB_SECONDS,
        # A stopped worker finishes its batch; what it does not reach stays a row for the next one.
        job_completion_wait=5,
        health_check_interval=30,
        # A job that was killed counts as failed later; a kept result would block its bell for an hour.
        keep_result=0,
        log_results=False,
    )
    try:
        worker.run()
    except RedisError as error:
        # Whoever supervises this process starts it anew; a traceback would say no more.
        log.error("worker.lost_redis", queue=queue, error=str(error))
        sys.exit(1)


async def _stop(ctx: dict[Any, Any]) -> None:
    for task in ctx["beside"]:
        task.cancel()
    await asyncio.gather(*ctx["beside"], return_exceptions=True)
    await ctx["database"].close()
    await ctx["sender"].close()
    await ctx["own_redis"].aclose()


def _patient(settings: RedisSettings) -> RedisSettings:
    # At start Redis may still be coming up beside us.
    settings.conn_retries = 10
    settings.conn_retry_delay = 1
    return settings
