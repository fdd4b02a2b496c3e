"""Wake-up calls for the row queues: collected in a session, rung after its commit, never an error to anybody."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import partial

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.metrics import BELLS_FAILED

log = structlog.get_logger(__name__)

RUNG = "bells"
QUIET_SECONDS_AFTER_FAILURE = 0.5


class Bell(StrEnum):
    """The states of rows that a worker can be woken for."""

    TRIAGE = "triage"
    ASSIGNMENT = "assignment"
    OUTBOX = "outbox"
    DELIVERIES = "deliveries"
    CLOCKS = "clocks"
    WHAT_IF = "what_if"
    AUDIT = "audit"
    EXPORTS = "exports"


def ring(session: AsyncSession, bell: Bell) -> None:
    """Ring after this session's commit."""
    session.info.setdefault(RUNG, set()).add(bell)


class Ringer:
    """Sends rings in the background, one at a time per bell; rings that meet one on its way join it."""

    def __init__(self, send: Callable[[Bell], Awaitable[None]] | None) -> None:
        self._send = send
        self._wanted: set[Bell] = set()
        self._tasks: dict[Bell, asyncio.Task[None]] = {}

    def ring(self, bells: set[Bell]) -> None:
        """Send soon; returns at once."""
        if self._send is None:
            return
        for bell in bells:
            self._wanted.add(bell)
            if bell not in self._tasks:
                task = asyncio.create_task(self._work(bell), name=f"bell:{bell}")
                self._tasks[bell] = task
                task.add_done_callback(partial(self._forget, bell))

    def _forget(self, bell: Bell, _: asyncio.Task[None]) -> None:
        self._tasks.pop(bell, None)

    async def _work(self, bell: Bell) -> None:
        assert self._send is not None
        while bell in self._wanted:
            self._wanted.discard(bell)
            try:
                await self._send(bell)
            except Exception as error:
                # The rows are safe and a sweep finds them; a missing bell only costs time.
                BELLS_FAILED.labels(bell=bell).inc()
                log.warning("bell.failed", bell=bell, error=str(error))
                await asyncio.sleep(QUIET_SECONDS_AFTER_FAILURE)

    async def close(self) -> None:
        """Wait for the rings on their way."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
