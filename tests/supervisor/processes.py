"""Watching processes from a test: is one alive, has something become true, what did `up` print."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
UP_WITH_FAKES = (sys.executable, str(Path(__file__).with_name("up_with_fakes.py")))
PATIENCE_SECONDS = 90.0


def is_alive(pid: int) -> bool:
    """Does the process run? One that is dead and waits to be collected does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition holds; fail with `what` when it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)


def clean_environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a child: ours without any setting of Tikify, then these."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TIKIFY_")}
    paths = os.pathsep.join([str(ROOT / "backend"), str(ROOT)])
    return ours | {"PYTHONPATH": paths, "TIKIFY_DATA_DIR": str(data_dir)} | more


class Up:
    """A running `tikify up` and all that it has printed."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return "\n".join(self._lines)

    def until_printed(self, text: str, *, times: int = 1) -> None:
        """Wait for a text in the output."""
        eventually(
            lambda: self.output.count(text) >= times or self.process.poll() is not None,
            f"{text!r} in\n{self.output}",
        )
        assert self.output.count(text) >= times, self.output

    def until_ready(self) -> None:
        """Wait for the welcome."""
        self.until_printed("Tikify is ready")

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return code

    def close(self) -> None:
        """Kill what still runs; the tethers take the children along."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(PATIENCE_SECONDS)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@contextmanager
def running(environment: Mapping[str, str], command: Sequence[str] = UP_WITH_FAKES) -> Iterator[Up]:
    """Run `tikify up`, by default over fake children, for the length of the block."""
    up = Up(command, environment)
    try:
        yield up
    finally:
        up.close()


def refusal(
    environment: Mapping[str, str],
    command: Sequence[str] = UP_WITH_FAKES,
    *,
    prefix: Sequence[str] = (),
) -> str:
    """Run a `tikify up` that must not start; return the sentence it says."""
    done = subprocess.run(
        [*prefix, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    sentences = done.stderr.splitlines()
    assert len(sentences) == 1, done.stderr
    return sentences[0]
