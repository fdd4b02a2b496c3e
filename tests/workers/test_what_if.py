"""What-if questions as the worker answers them: in a process of their own, one after the other."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.core import clock
from app.core.db import Database
from app.realtime.service import CHANNEL
from app.realtime.updates import Update, UpdateKind, load
from app.whatif import jobs, laboratory, repository, service
from app.whatif.enums import RunState
from app.whatif.models import WhatIfRun
from app.whatif.schemas import AskWhatIf
from app.whatif.staging import Task
from tests.factories.auth import SignedIn
from tests.factories.tickets import actor_of
from tests.factories.whatif import SMALL_DESK, a_question, make_history, more

# Long enough to be caught at it, even on a fast machine.
LARGE_DESK = {**SMALL_DESK, "technicians": 100, "tickets": 20_000, "load": 1.1}
Context = dict[str, Any]


async def ask(db: Database, admin: SignedIn, **facts: Any) -> UUID:
    """A queued question."""
    async with db.write() as session:
        wanted = AskWhatIf.model_validate(a_question(**facts))
        return (await service.ask(session, wanted, by=actor_of(admin.user))).id


async def look(db: Database, run_id: UUID) -> WhatIfRun:
    """The run as it stands."""
    async with db.read() as session:
        return await service.get(session, run_id)


async def until(db: Database, run_id: UUID, seen: Callable[[WhatIfRun], bool]) -> WhatIfRun:
    """Look until it is so."""
    async with asyncio.timeout(60):
        while True:
            run = await look(db, run_id)
            if seen(run):
                return run
            await asyncio.sleep(0.05)


class Listener:
    """Hears what is published to open pages."""

    def __init__(self, heard: Any) -> None:
        self._heard = heard

    async def what_if(self) -> list[Update]:
        """The updates about questions so far."""
        found: list[Update] = []
        while message := await self._heard.get_message(timeout=0.2):
            found += load(message["data"])
        return [update for update in found if update.kind is UpdateKind.WHAT_IF]


@asynccontextmanager
async def listening(context: Context) -> AsyncIterator[Listener]:
    """From now on, until the block ends."""
    async with context["redis"].pubsub() as heard:
        await heard.subscribe(CHANNEL)
        # The first message says that we are subscribed.
        await heard.get_message(timeout=5.0)
        yield Listener(heard)


@asynccontextmanager
async def answering(context: Context) -> AsyncIterator[asyncio.Task[int]]:
    """A worker at its work; it ends with the block."""
    working = asyncio.create_task(jobs.answer_next(context))
    try:
        yield working
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_a_question_is_answered(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    run_id = await ask(db, as_admin, strategies=["round_robin"])
    assert await jobs.answer_next(job_context) == 1
    run = await look(db, run_id)
    assert (run.state, run.progress) == (RunState.DONE, 1.0)
    answer = (await as_admin.get(f"/api/v1/what-if/runs/{run_id}")).json()["answer"]
    assert answer["sentence"] == run.sentence
    assert [way["key"] for way in answer["ways"]][:2] == ["today", "round_robin"]
    assert await jobs.answer_next(job_context) == 0


async def test_the_history_of_the_desk_is_asked(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    begin = clock.now() - timedelta(days=10)
    async with db.write() as session:
        await make_history(session, days=4, tickets_a_day=16, begin=begin)
    last = begin + timedelta(days=3)
    source = {
        "kind": "history",
        "begin": begin.date().isoformat(),
        "end": last.date().isoformat(),
        "zone": "UTC",
    }
    run_id = await ask(db, as_admin, source=source, more_people=[more(1)])
    await jobs.answer_next(job_context)
    run = await look(db, run_id)
    assert run.error is None
    assert run.result is not None
    assert (run.result["tickets"], run.result["technicians"], run.result["notes"]) == (64, 2, [])
    recorded, today = run.result["ways"][:2]
    assert (recorded["kind"], today["kind"]) == ("recorded", "today")
    assert recorded["figures"]["first_response"]["all"]["p50"]["value"] == pytest.approx(10.0)
    # Twenty minutes each, two of them sharing somebody's time for five: nobody is overloaded.
    assert 0.1 < today["figures"]["utilisation"]["value"] < 0.9


async def test_too_little_history_is_said_in_words(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    today = clock.now().date().isoformat()
    source = {"kind": "history", "begin": today, "end": today, "zone": "UTC"}
    run_id = await ask(db, as_admin, source=source)
    await jobs.answer_next(job_context)
    run = await look(db, run_id)
    assert run.state is RunState.FAILED
    assert "this period holds 0 tickets" in (run.error or "").lower()


async def test_questions_are_answered_one_after_the_other(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    first, second = await ask(db, as_admin, source=LARGE_DESK), await ask(db, as_admin)
    async with answering(job_context):
        await until(db, first, lambda run: run.state is RunState.RUNNING)
        assert await jobs.answer_next(job_context) == 0
        assert (await look(db, second)).state is RunState.QUEUED


async def test_a_running_question_is_told_of_and_cancelled(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    run_id = await ask(db, as_admin, source=LARGE_DESK, seeds=10)
    async with listening(job_context) as listener:
        async with answering(job_context) as working:
            run = await until(db, run_id, lambda run: run.simulated > 0)
            assert 0.0 < run.progress < 1.0
            answer = await as_admin.post(f"/api/v1/what-if/runs/{run_id}/cancel")
            # The worker ends it: its process may not go on computing behind a cancelled row.
            assert answer.json()["state"] == "running"
            assert await working == 1
        assert (await look(db, run_id)).state is RunState.CANCELLED
        mine = await listener.what_if()
    assert mine[0].data == {"run_id": str(run_id)}
    assert mine[0].user_ids == {as_admin.id}
    assert not mine[0].to_staff


async def test_a_run_whose_worker_died_is_begun_once_more_and_then_given_up(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    run_id = await ask(db, as_admin)
    for attempt in (1, 2):
        async with db.write() as session:
            run = await service.begin_next(session, lease=timedelta(seconds=-1))
        assert run is not None
        assert run.attempts == attempt
    assert await jobs.answer_next(job_context) == 0
    run = await look(db, run_id)
    assert (run.state, run.error) == (RunState.FAILED, service.GAVE_UP)


async def test_a_lease_that_holds_is_left_alone(
    db: Database, job_context: Context, as_admin: SignedIn
) -> None:
    await ask(db, as_admin)
    async with db.write() as session:
        assert await service.begin_next(session, lease=timedelta(seconds=60)) is not None
    async with db.write() as session:
        assert await service.begin_next(session, lease=timedelta(seconds=60)) is None
    assert await jobs.answer_next(job_context) == 0


async def test_a_process_that_is_killed_fails_its_question(
    db: Database, job_context: Context, as_admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratory, "MODULE", "app.whatif.nothing")
    run_id = await ask(db, as_admin)
    assert await jobs.answer_next(job_context) == 1
    run = await look(db, run_id)
    assert (run.state, run.error) == (RunState.FAILED, jobs.BROKEN)


async def test_what_takes_too_long_is_given_up(
    db: Database, job_context: Context, as_admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_SECONDS", 0.2)
    run_id = await ask(db, as_admin, source=LARGE_DESK)
    await jobs.answer_next(job_context)
    run = await look(db, run_id)
    assert (run.state, run.error) == (RunState.FAILED, jobs.TOO_LONG)


async def test_a_cancelled_run_stays_cancelled_whatever_is_found(
    db: Database, as_admin: SignedIn
) -> None:
    run_id = await ask(db, as_admin)
    async with db.write() as session:
        await service.begin_next(session, lease=timedelta(seconds=60))
        await service.cancel(session, run_id, by=actor_of(as_admin.user))
    async with db.write() as session:
        assert not await repository.note_progress(session, run_id, progress=0.5)
        await service.finish(session, run_id, "Too late.")
    assert (await look(db, run_id)).state is RunState.CANCELLED


async def test_the_process_ends_with_its_parent() -> None:
    question = AskWhatIf.model_validate(a_question(source=LARGE_DESK, seeds=10))
    task = Task(service.question_of(question), "weighted_least_load")
    script = (
        "import asyncio, sys; from app.whatif import laboratory, staging;"
        "from pydantic import TypeAdapter\n"
        "async def main():\n"
        "    task = TypeAdapter(staging.Task).validate_json(sys.stdin.readline())\n"
        "    async with laboratory.begin(task) as experiment:\n"
        "        print(experiment.pid, flush=True)\n"
        "        await experiment.answer()\n"
        "asyncio.run(main())\n"
    )
    parent = await laboratory.spawn("-c", script)
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(laboratory.TASK.dump_json(task) + b"\n")
    child = int(await parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    await parent.wait()
    async with asyncio.timeout(30):
        while True:
            if not is_alive(child):
                return
            await asyncio.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except FileNotFoundError:
        return False


Drain = Callable[[], Awaitable[int]]


async def test_the_end_is_announced_to_open_pages(
    db: Database, job_context: Context, as_admin: SignedIn, drain: Drain
) -> None:
    run_id = await ask(db, as_admin)
    await jobs.answer_next(job_context)
    async with listening(job_context) as listener:
        await drain()
        heard = await listener.what_if()
    assert {"run_id": str(run_id)} in [update.data for update in heard]
