"""One child process: how it is started, how its output is shown, how it is ended."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")
CHUNK_BYTES = 64 * 1024
# A line without an end is shown in pieces of this size.
LINE_BYTES = 256 * 1024
# How long a child without a question of its own must live before it counts as running.
STEADY_SECONDS = 1.0
# From SIGTERM to SIGKILL.
GRACE_SECONDS = 10.0

Show = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """What to run. `ready` is asked again and again until true; children in `needs` come first."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    ready: Callable[[], Awaitable[bool]] | None = None
    # Children of a lower stage are ended first.
    stage: int = 0


class Child:
    """A running process in a group of its own: Ctrl-C in the terminal reaches only us."""

    def __init__(self, process: Process, output: "asyncio.Task[None]") -> None:
        self._process = process
        self._output = output
        self._started_at = asyncio.get_running_loop().time()

    @classmethod
    async def start(cls, spec: ChildSpec, *, show: Show) -> "Child":
        """Start the command under its tether and pass its output on, line by line."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(TETHER), str(os.getpid())),
            *spec.command,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **spec.environment},
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            process_group=0,
        )
        return cls(process, asyncio.create_task(_pass_on(process, spec.name, show)))

    @property
    def pid(self) -> int:
        """Process id, which is the id of its group too."""
        return self._process.pid

    @property
    def is_steady(self) -> bool:
        """Has it lived long enough not to have failed at once?"""
        return asyncio.get_running_loop().time() - self._started_at >= STEADY_SECONDS

    async def wait(self) -> int:
        """Wait for the end; return the exit code, negative for a signal."""
        code = await self._process.wait()
        # A grandchild that was left behind would hold the pipe open.
        self.signal(signal.SIGKILL)
        await self._output
        return code

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole group; nothing happens when it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)


async def run_to_end(spec: ChildSpec, *, show: Show) -> int:
    """Run a command that ends by itself and return its exit code.

    When cancelled, it lets the command finish within the grace time: half a migration is worse
    than a late stop.
    """
    child = await Child.start(spec, show=show)
    waiting = asyncio.ensure_future(child.wait())
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        await asyncio.wait([waiting], timeout=GRACE_SECONDS)
        child.signal(signal.SIGKILL)
        await waiting
        raise


async def _pass_on(process: Process, name: str, show: Show) -> None:
    assert process.stdout is not None
    pending = b""
    while chunk := await process.stdout.read(CHUNK_BYTES):
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            show(name, line.decode("utf-8", "replace").rstrip("\r"))
        if len(pending) > LINE_BYTES:
            show(name, pending.decode("utf-8", "replace"))
            pending = b""
    if pending:
        show(name, pending.decode("utf-8", "replace"))


def how_it_ended(code: int) -> str:
    """Put an exit code into words."""
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
