"""`tikify up` as a process, over fake children and a real Redis."""

import json
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.supervisor.conftest import Environment
from tests.supervisor.processes import eventually, is_alive, running

# The database of an embedded installation is SQLite.
pytestmark = pytest.mark.sqlite_only


def pids(data_dir: Path, role: str) -> list[int]:
    """Process ids that a stand-in has had, oldest first."""
    file = data_dir / f"{role}.pids"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def redis_pid(data_dir: Path) -> int:
    """The newest process id in the log of the embedded Redis."""
    lines = (data_dir / "redis" / "redis.log").read_text().splitlines()
    return int(next(line for line in reversed(lines) if "Redis is starting" in line).split(":")[0])


def everybody(data_dir: Path) -> list[int]:
    """Process ids of all children that run now."""
    return [redis_pid(data_dir), *(pids(data_dir, role)[-1] for role in ("api", "worker", "idle"))]


def test_it_says_where_to_go_and_who_may_sign_in(environment: Environment, data_dir: Path) -> None:
    settings = environment()
    with running(settings) as up:
        up.until_ready()
        url = f"http://127.0.0.1:{settings['TIKIFY_PORT']}"
        eventually(lambda: str(data_dir) in up.output, "the end of the welcome")
        assert url in up.output
        assert "una@example.org" in up.output
        assert "open-sesame" in up.output
        assert "worker | connected to redis" in up.output
        assert httpx.get(f"{url}/readyz").is_success


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_everything_cleanly(
    environment: Environment, data_dir: Path, number: signal.Signals
) -> None:
    with running(environment()) as up:
        up.until_ready()
        children = everybody(data_dir)
        assert all(is_alive(pid) for pid in children)
        assert up.end(number) == 0
        assert not any(is_alive(pid) for pid in children)
        assert "tikify | stopped" in up.output


def test_a_stop_signal_before_it_is_ready_ends_it_too(environment: Environment) -> None:
    with running(environment(FAKE_API="idle")) as up:
        up.until_printed("connected to redis")
        assert up.end() == 0
        assert "ready" not in up.output


def test_a_second_signal_does_not_wait(environment: Environment, data_dir: Path) -> None:
    with running(environment(FAKE_TRIAGE="stubborn")) as up:
        up.until_ready()
        up.process.send_signal(signal.SIGINT)
        up.until_printed("tikify | stopping")
        assert up.end() == 0
        assert not is_alive(pids(data_dir, "stubborn")[0])
        assert "still running" not in up.output


def test_a_killed_child_is_started_again(environment: Environment, data_dir: Path) -> None:
    with running(environment()) as up:
        up.until_ready()
        [first] = pids(data_dir, "api")
        os.kill(first, signal.SIGKILL)
        eventually(lambda: len(pids(data_dir, "api")) == 2, "a second api")
        up.until_printed("api was ended by SIGKILL; again in 0.2 s")
        assert is_alive(pids(data_dir, "api")[1])


def test_after_redis_died_it_is_back_before_the_workers_are(
    environment: Environment, data_dir: Path
) -> None:
    with running(environment()) as up:
        up.until_ready()
        first = redis_pid(data_dir)
        os.kill(first, signal.SIGKILL)
        # The stand-in ends with an error when it finds no Redis, so a second connection
        # after exactly one failure shows that it was not started in between.
        up.until_printed("connected to redis", times=2)
        assert redis_pid(data_dir) != first
        assert up.output.count("worker ended with code") == 1


def test_no_child_outlives_a_killed_supervisor(environment: Environment, data_dir: Path) -> None:
    with running(environment()) as up:
        up.until_ready()
        children = everybody(data_dir)
        up.process.kill()
        up.wait()
        eventually(lambda: not any(is_alive(pid) for pid in children), "the end of all children")
    with running(environment()) as again:
        again.until_ready()


def test_demo_data_come_only_into_an_empty_database(
    environment: Environment, data_dir: Path
) -> None:
    for _ in range(2):
        with running(environment()) as up:
            up.until_ready()
            assert up.end() == 0
    with closing(sqlite3.connect(data_dir / "tikify.sqlite3")) as connection:
        assert connection.execute('SELECT count(*) FROM "user"').fetchone() == (1,)


def test_a_long_data_folder_with_blanks_works(environment: Environment, tmp_path: Path) -> None:
    folder = tmp_path / "a folder with blanks" / ("long" * 30)
    with running(environment(TIKIFY_DATA_DIR=str(folder))) as up:
        up.until_ready()
        keys = json.loads((folder / "keys.json").read_text())
        assert len(keys["keys"]) == 1
