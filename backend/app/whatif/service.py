"""Use cases of what-if: ask, list, read, cancel and forget; and what the worker does to a run."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.whatif import repository
from app.whatif.enums import UNDER_WAY, RunState
from app.whatif.errors import (
    PeriodInvalid,
    RunIsOver,
    RunIsUnderWay,
    RunNotFound,
    TooManyQuestions,
    ZoneUnknown,
)
from app.whatif.events import WhatIfAsked, WhatIfEnded
from app.whatif.history import Period
from app.whatif.models import WhatIfRun
from app.whatif.schemas import Answer, AskWhatIf, CsvSource, HistorySource, Question, UploadedSource

MOST_UNDER_WAY = 10
KEPT_RUNS = 200
MOST_DAYS = 366
# A run whose worker died is begun once more.
MOST_ATTEMPTS = 2
GAVE_UP = "The process that computed this was stopped twice. Ask about a shorter period."


async def ask(session: AsyncSession, wanted: AskWhatIf, *, by: Actor) -> WhatIfRun:
    """Queue a question for the workers.

    Raises:
        TooManyQuestions: enough wait already.
        PeriodInvalid, ZoneUnknown: the period cannot be read.
    """
    if await repository.count_under_way(session) >= MOST_UNDER_WAY:
        raise TooManyQuestions(MOST_UNDER_WAY)
    source = wanted.source
    if isinstance(source, HistorySource):
        period_of(source)
    run = WhatIfRun(
        asked_by_id=by.id,
        question=question_of(wanted).model_dump(mode="json"),
        files=json.dumps([source.tickets, source.technicians])
        if isinstance(source, CsvSource)
        else None,
    )
    session.add(run)
    await session.flush()
    await repository.delete_oldest(session, keep=KEPT_RUNS)
    events.record(session, WhatIfAsked(run_id=run.id), by=by)
    ring(session, Bell.WHAT_IF)
    return run


def question_of(wanted: AskWhatIf) -> Question:
    """The question as it is kept: uploaded files stand apart from it, sealed."""
    source = wanted.source
    return Question(
        source=UploadedSource(
            kind="csv",
            ticket_lines=_lines(source.tickets),
            technician_lines=_lines(source.technicians),
        )
        if isinstance(source, CsvSource)
        else source,
        strategies=wanted.strategies,
        settings=wanted.settings,
        more_people=wanted.more_people,
        seeds=wanted.seeds,
    )


def _lines(text: str) -> int:
    """Rows below the line of column names."""
    return max(sum(1 for line in text.splitlines() if line.strip()) - 1, 0)


def period_of(source: HistorySource) -> Period:
    """From the first midnight to the last; what lies ahead is cut off.

    Raises:
        PeriodInvalid: it is empty, too long, or has not begun.
        ZoneUnknown: the zone is none.
    """
    try:
        zone = ZoneInfo(source.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneUnknown from error
    if source.end < source.begin:
        raise PeriodInvalid("The last day lies before the first.")
    if (source.end - source.begin).days >= MOST_DAYS:
        raise PeriodInvalid(f"The period is longer than {MOST_DAYS} days.")
    begin = _midnight(source.begin, zone)
    if begin >= clock.now():
        raise PeriodInvalid("The period has not begun yet; there is no history of it.")
    end = min(_midnight(source.end + timedelta(days=1), zone), clock.now())
    return Period(begin, end, source.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


async def get(session: AsyncSession, run_id: UUID) -> WhatIfRun:
    """A question with its answer.

    Raises:
        RunNotFound: there is none.
    """
    run = await repository.find_run(session, run_id)
    if run is None:
        raise RunNotFound
    return run


async def cancel(session: AsyncSession, run_id: UUID, *, by: Actor) -> WhatIfRun:
    """Give up a question: at once while it waits, within a second or two while it is computed.

    Raises:
        RunNotFound: there is none.
        RunIsOver: there is nothing left to cancel.
    """
    run = await _locked(session, run_id)
    if run.state not in UNDER_WAY:
        raise RunIsOver
    run.is_unwanted = True
    if run.state is RunState.QUEUED or not _is_held(run):
        _end(session, run, RunState.CANCELLED, by=by)
    return run


async def forget(session: AsyncSession, run_id: UUID) -> None:
    """Delete a question and its answer.

    Raises:
        RunNotFound: there is none.
        RunIsUnderWay: it has to be cancelled first.
    """
    run = await _locked(session, run_id)
    if run.state in UNDER_WAY:
        raise RunIsUnderWay
    await repository.delete_run(session, run_id)


async def _locked(session: AsyncSession, run_id: UUID) -> WhatIfRun:
    run = await repository.find_run_locked(session, run_id)
    if run is None:
        raise RunNotFound
    return run


def _is_held(run: WhatIfRun) -> bool:
    return run.claimed_until is not None and run.claimed_until > clock.now()


def _end(
    session: AsyncSession, run: WhatIfRun, state: RunState, *, by: Actor | None = None
) -> None:
    run.state, run.ended_at, run.claimed_until = state, clock.now(), None
    if state is RunState.DONE:
        run.progress = 1.0
    session.add(run)
    events.record(
        session,
        WhatIfEnded(run_id=run.id, state=state),
        by=by,
        cause=Cause.PERSON if by else Cause.SYSTEM,
    )


async def begin_next(session: AsyncSession, *, lease: timedelta) -> WhatIfRun | None:
    """Lease the oldest question, unless one is being answered: they come one after the other."""
    for run in await repository.lock_under_way(session):
        if _is_held(run):
            return None
        if run.is_unwanted:
            _end(session, run, RunState.CANCELLED)
            continue
        if run.attempts >= MOST_ATTEMPTS:
            run.error = GAVE_UP
            _end(session, run, RunState.FAILED)
            continue
        now = clock.now()
        run.state, run.attempts = RunState.RUNNING, run.attempts + 1
        run.started_at, run.claimed_until = now, now + lease
        run.progress, run.simulated = 0.0, 0
        session.add(run)
        return run
    return None


async def finish(session: AsyncSession, run_id: UUID, found: Answer | str) -> None:
    """Keep the answer, or the sentence why there is none; a cancelled run stays cancelled."""
    run = await repository.find_run_locked(session, run_id)
    if run is None or run.state is not RunState.RUNNING:
        return
    if run.is_unwanted:
        _end(session, run, RunState.CANCELLED)
    elif isinstance(found, Answer):
        run.sentence, run.result = found.sentence, found.model_dump(mode="json")
        _end(session, run, RunState.DONE)
    else:
        run.error = found
        _end(session, run, RunState.FAILED)
