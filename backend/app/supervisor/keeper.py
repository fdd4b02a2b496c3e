"""Keeps children alive: starts each when what it needs is there, and again whenever it dies."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

from app.supervisor.backoff import Backoff
from app.supervisor.children import GRACE_SECONDS, Child, ChildSpec, Show, how_it_ended
from app.supervisor.errors import CannotStart

POLL_SECONDS = 0.05
# A child that ends this often before everything was ready will not come up by itself.
EARLY_ENDS = 3


class Keeper:
    """The set of children of one supervisor."""

    def __init__(
        self,
        *,
        show: Show,
        backoff: Callable[[], Backoff] = Backoff,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self._show = show
        self._backoff = backoff
        self._grace_seconds = grace_seconds
        self._specs: dict[str, ChildSpec] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._children: dict[str, Child] = {}
        self._ends: dict[str, int] = {}
        self._stopping = asyncio.Event()

    def keep(self, *specs: ChildSpec) -> None:
        """Start these children and hold them up until `stop`."""
        for spec in specs:
            self._specs[spec.name] = spec
            self._tasks[spec.name] = asyncio.create_task(self._hold_up(spec), name=spec.name)

    def pid_of(self, name: str) -> int | None:
        """Process id of a child, or `None` while it is down."""
        child = self._children.get(name)
        return child.pid if child else None

    async def until_ready(self, names: Sequence[str], *, timeout_seconds: float) -> None:
        """Wait until these children run and answer.

        Raises:
            CannotStart: one of them kept ending, or the time is over.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                for name in names:
                    await self._until_up(name, give_up=True)
        except TimeoutError as error:
            raise CannotStart(
                f"Not everything was ready after {timeout_seconds:g} seconds; "
                "the lines above say what the parts were doing."
            ) from error

    async def stop(self) -> None:
        """End all children, stage by stage: SIGTERM, then SIGKILL after the grace time."""
        self._stopping.set()
        for stage in sorted({spec.stage for spec in self._specs.values()}):
            names = [name for name, spec in self._specs.items() if spec.stage == stage]
            self._signal(names, signal.SIGTERM)
            tasks = [self._tasks[name] for name in names]
            _, late = await asyncio.wait(tasks, timeout=self._grace_seconds)
            if late:
                self._show("tikify", f"still running, so killed: {_listed(late)}")
                self._signal([task.get_name() for task in late], signal.SIGKILL)
            await asyncio.gather(*tasks)

    def kill(self) -> None:
        """End all children at once."""
        self._stopping.set()
        self._signal(list(self._children), signal.SIGKILL)

    def _signal(self, names: Sequence[str], number: signal.Signals) -> None:
        for name in names:
            if name in self._children:
                self._children[name].signal(number)

    async def _hold_up(self, spec: ChildSpec) -> None:
        backoff = self._backoff()
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            for name in spec.needs:
                await self._until_up(name, give_up=False)
            if self._stopping.is_set():
                return
            started_at = loop.time()
            code = await self._live(spec)
            if self._stopping.is_set():
                return
            self._ends[spec.name] = self._ends.get(spec.name, 0) + 1
            delay = backoff.after(seconds_alive=loop.time() - started_at)
            self._show("tikify", f"{spec.name} {how_it_ended(code)}; again in {delay:g} s")
            await self._rest(delay)

    async def _live(self, spec: ChildSpec) -> int:
        try:
            child = await Child.start(spec, show=self._show)
        except OSError as error:
            # No process to be had just now; the next try comes after the usual delay.
            self._show("tikify", f"{spec.name} could not be started: {error.strerror}")
            return 1
        self._children[spec.name] = child
        if self._stopping.is_set():
            # Stopped while the process was being made, so the signal missed it.
            child.signal(signal.SIGTERM)
        try:
            return await child.wait()
        finally:
            del self._children[spec.name]

    async def _until_up(self, name: str, *, give_up: bool) -> None:
        while not self._stopping.is_set():
            if await self._is_up(name):
                return
            if give_up and self._ends.get(name, 0) >= EARLY_ENDS:
                raise CannotStart(f"The {name} does not start; the lines above say why.")
            await self._rest(POLL_SECONDS)

    async def _is_up(self, name: str) -> bool:
        child, ready = self._children.get(name), self._specs[name].ready
        if child is None:
            return False
        return child.is_steady if ready is None else await ready()

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _listed(tasks: "set[asyncio.Task[None]]") -> str:
    return ", ".join(sorted(task.get_name() for task in tasks))
