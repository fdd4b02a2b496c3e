"""Runs a task in a process of its own, so that neither people nor other jobs wait for the arithmetic."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from pydantic import TypeAdapter

from app.whatif.messages import Message
from app.whatif.schemas import Answer
from app.whatif.staging import Task

log = structlog.get_logger(__name__)
MODULE = "app.whatif"
# An answer is one line.
LONGEST_LINE = 32 * 1024 * 1024
SHOWN_OF_ERROR = 2_000
STOPPED = "It was stopped."
TASK = TypeAdapter(Task)


class Broken(Exception):
    """The process ended without an answer."""


class Experiment:
    """A running process, and how far it said it is."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._is_stopped = False
        self.pid = process.pid
        self.simulated = 0
        self.progress = 0.0

    async def answer(self) -> Answer | str:
        """What it found, or the sentence why there is no answer.

        Raises:
            Broken: it ended without either.
        """
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        noise = asyncio.create_task(self._process.stderr.read())
        found: Answer | str | None = None
        while line := await self._process.stdout.readline():
            message = Message.model_validate_json(line)
            if message.total:
                self.simulated, self.progress = message.done, message.done / message.total
            found = message.answer or message.refused or found
        error = (await noise).decode("utf-8", "replace")
        code = await self._process.wait()
        if found is not None:
            return found
        if self._is_stopped:
            return STOPPED
        log.error("what_if.broken", code=code, error=error[-SHOWN_OF_ERROR:])
        raise Broken(f"the process ended with {code}")

    def stop(self) -> None:
        """Let it end now; nobody wants the answer any more."""
        self._is_stopped = True
        with suppress(ProcessLookupError):
            self._process.kill()


async def spawn(*arguments: str) -> Process:
    """A Python with pipes to all its ends."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments), stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=LONGEST_LINE
    )


@asynccontextmanager
async def begin(task: Task) -> AsyncIterator[Experiment]:
    """Start the process; however the block ends, it ends too."""
    process = await spawn("-m", MODULE)
    try:
        assert process.stdin is not None
        process.stdin.write(TASK.dump_json(task) + b"\n")
        await process.stdin.drain()
        # Not closed: the end of this pipe tells the process that nobody waits for it any more.
        yield Experiment(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
