"""The worker's side of what-if: compute the answer of one question after the other."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.whatif import history, laboratory, repository, service
from app.whatif.announcing import tell_pages
from app.whatif.experiment import MOST_TICKETS
from app.whatif.models import WhatIfRun
from app.whatif.schemas import Answer, HistorySource, Question
from app.whatif.staging import Task

log = structlog.get_logger(__name__)

# What no bounded question takes; one that does is given up.
MOST_SECONDS = 600
# The job ends by itself before arq would end it.
JOB_SECONDS = MOST_SECONDS + 60
LOOK_SECONDS = 1.0
TOO_LONG = (
    f"This took longer than {MOST_SECONDS // 60} minutes. Ask about a shorter period, fewer "
    "strategies or fewer seeds."
)
BROKEN = "The computation broke off; what happened is in the worker's log."


async def answer_next(context: dict[str, Any]) -> int:
    """Answer the oldest question; returns 1, or 0 when there is none or one is being answered."""
    database: Database = context["database"]
    settings: Settings = context["settings"]
    async with database.read() as session:
        if not await repository.is_due(session, now=clock.now()):
            return 0
    async with database.write() as session:
        run = await service.begin_next(session, lease=_lease(settings))
    if run is None:
        return 0
    found = await _answer(context, run)
    async with database.write() as session:
        await service.finish(session, run.id, found)
    return 1


def _lease(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.lease_seconds)


async def _answer(context: dict[str, Any], run: WhatIfRun) -> Answer | str:
    try:
        async with asyncio.timeout(MOST_SECONDS):
            task = await _task(context["database"], run)
            return await _compute(context, run.id, task)
    except TimeoutError:
        return TOO_LONG
    except laboratory.Broken as error:
        log.error("what_if.failed", run_id=str(run.id), error=str(error))
        return BROKEN


async def _task(database: Database, run: WhatIfRun) -> Task:
    question = Question.model_validate(run.question)
    tickets, technicians = json.loads(run.files) if run.files else ("", "")
    record = None
    async with database.read() as session:
        today = await history.way_today(session)
        notes = today.notes
        if isinstance(question.source, HistorySource):
            period = service.period_of(question.source)
            count = await history.count_tickets(session, period)
            record = await history.read(session, period, most=MOST_TICKETS)
            if count > MOST_TICKETS:
                notes = (*notes, f"Only the newest {MOST_TICKETS:,} of {count:,} tickets count.")
    return Task(question, today.way.value, record, tickets, technicians, notes, today.settings)


async def _compute(context: dict[str, Any], run_id: UUID, task: Task) -> Answer | str:
    async with laboratory.begin(task) as experiment:
        watching = asyncio.create_task(_watch(context, run_id, experiment))
        try:
            return await experiment.answer()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


async def _watch(context: dict[str, Any], run_id: UUID, experiment: laboratory.Experiment) -> None:
    """Renew the lease, write the progress, and stop the process when it is no longer wanted."""
    database: Database = context["database"]
    lease = _lease(context["settings"])
    while True:
        await asyncio.sleep(min(LOOK_SECONDS, lease.total_seconds() / 4.0))
        try:
            async with database.write() as session:
                is_wanted = await repository.note_progress(
                    session,
                    run_id,
                    progress=experiment.progress,
                    simulated=experiment.simulated,
                    claimed_until=clock.now() + lease,
                )
            if not is_wanted:
                experiment.stop()
                return
            await tell_pages(database, context["redis"], [run_id])
        except (DBAPIError, RedisError, OSError) as error:
            # The computation goes on; the next look may reach them again.
            log.warning("what_if.not_noted", error=str(error))
