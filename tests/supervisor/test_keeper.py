"""The keeper over single children: order, restarts, grace time, giving up."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.supervisor.backoff import Backoff
from app.supervisor.children import ChildSpec, run_to_end
from app.supervisor.errors import CannotStart
from app.supervisor.keeper import Keeper
from tests.supervisor.processes import eventually, is_alive

# Nothing here depends on the database of the run, so once is enough.
pytestmark = pytest.mark.sqlite_only

FAKES = str(Path(__file__).with_name("fakes.py"))


class Screen:
    """Keeps what would be shown."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._changed = asyncio.Event()

    def show(self, name: str, line: str) -> None:
        """Take a line."""
        self.lines.append(f"{name}: {line}")
        self._changed.set()

    async def until(self, text: str, *, times: int = 1) -> None:
        """Wait for a text."""
        async with asyncio.timeout(20):
            while sum(text in line for line in self.lines) < times:
                self._changed.clear()
                await self._changed.wait()


def child(name: str, program: str, *, needs: tuple[str, ...] = (), stage: int = 0) -> ChildSpec:
    """A child that runs a few lines of Python."""
    return ChildSpec(name, (sys.executable, "-c", program), needs=needs, stage=stage)


SLEEP = "import time\nprint('up')\ntime.sleep(60)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SLEEP


@pytest.fixture
def screen() -> Screen:
    """A screen of this test's own."""
    return Screen()


@pytest.fixture
async def keeper(screen: Screen) -> AsyncIterator[Keeper]:
    """A keeper that waits little, stopped at the end."""
    made = Keeper(
        show=screen.show,
        backoff=lambda: Backoff(first=0.01, longest=0.02),
        grace_seconds=0.3,
    )
    yield made
    await made.stop()


async def test_a_child_that_does_not_listen_is_killed(keeper: Keeper, screen: Screen) -> None:
    keeper.keep(child("deaf", STUBBORN), child("polite", SLEEP))
    await screen.until("up", times=2)
    pids = [keeper.pid_of("deaf"), keeper.pid_of("polite")]
    await keeper.stop()
    assert "tikify: still running, so killed: deaf" in screen.lines
    assert not any(is_alive(pid) for pid in pids if pid)


async def test_grandchildren_go_with_the_child(keeper: Keeper, screen: Screen) -> None:
    keeper.keep(
        child(
            "parent",
            "import subprocess, sys, time\n"
            f"grandchild = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}])\n"
            "print('grandchild', grandchild.pid)\n"
            "time.sleep(60)",
        )
    )
    await screen.until("up")
    [line] = [line for line in screen.lines if "grandchild" in line]
    await keeper.stop()
    pid = int(line.rsplit(" ", 1)[1])
    # The signal is sent by then; nobody waits for a grandchild's end.
    eventually(lambda: not is_alive(pid), "the end of the grandchild")


async def test_stages_end_one_after_the_other(keeper: Keeper, screen: Screen) -> None:
    says_goodbye = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    print('goodbye')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n" + SLEEP
    )
    keeper.keep(child("base", says_goodbye, stage=1), child("user", says_goodbye))
    await screen.until("up", times=2)
    await keeper.stop()
    assert [line for line in screen.lines if "goodbye" in line] == [
        "user: goodbye",
        "base: goodbye",
    ]


async def test_what_keeps_ending_is_given_up_before_it_was_ready(keeper: Keeper) -> None:
    keeper.keep(child("broken", "raise SystemExit(3)"))
    with pytest.raises(CannotStart, match="The broken does not start"):
        await keeper.until_ready(["broken"], timeout_seconds=20)


async def test_what_is_never_ready_is_given_up_in_the_end(keeper: Keeper) -> None:
    async def never() -> bool:
        return False

    keeper.keep(ChildSpec("slow", (sys.executable, "-c", SLEEP), ready=never))
    with pytest.raises(CannotStart, match=r"after 0\.2 seconds"):
        await keeper.until_ready(["slow"], timeout_seconds=0.2)


async def test_a_child_waits_for_what_it_needs(keeper: Keeper, screen: Screen) -> None:
    opened = False

    async def is_open() -> bool:
        return opened

    keeper.keep(
        child("second", "print('second is up')\n" + SLEEP, needs=("first",)),
        ChildSpec("first", (sys.executable, "-c", SLEEP), ready=is_open),
    )
    await screen.until("first: up")
    assert keeper.pid_of("second") is None
    opened = True
    await screen.until("second is up")


async def test_output_comes_whole_whatever_its_shape(keeper: Keeper, screen: Screen) -> None:
    program = (
        "import os\n"
        "os.write(1, b'caf\\xc3\\xa9\\r\\n')\n"
        "os.write(2, b'not utf-8: \\xff\\n')\n"
        "os.write(1, b'x' * 600_000 + b'\\n')\n"
        "os.write(1, b'no end')\n"
    )
    assert await run_to_end(child("talker", program), show=screen.show) == 0
    assert screen.lines[0] == "talker: café"
    assert screen.lines[1] == "talker: not utf-8: \N{REPLACEMENT CHARACTER}"
    assert sum(line.count("x") for line in screen.lines) == 600_000
    assert screen.lines[-1] == "talker: no end"


async def test_a_command_that_is_cancelled_may_finish(screen: Screen) -> None:
    program = "import time\nprint('begun')\ntime.sleep(0.5)\nprint('finished')"
    task = asyncio.create_task(run_to_end(child("migrate", program), show=screen.show))
    await screen.until("begun")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert screen.lines[-1] == "migrate: finished"


async def test_a_program_that_is_not_there_says_so(screen: Screen) -> None:
    spec = ChildSpec("absent", ("/no/such/program",))
    assert await run_to_end(spec, show=screen.show) == 1
    assert "absent: /no/such/program could not be started: No such file or directory" in (
        screen.lines
    )
