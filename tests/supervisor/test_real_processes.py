"""The `tikify` command and the real processes behind it."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from tests.fixtures.servers import free_port, redis_server
from tests.supervisor.conftest import Environment
from tests.supervisor.processes import PATIENCE_SECONDS, eventually, running

# The database of an embedded installation is SQLite.
pytestmark = pytest.mark.sqlite_only

TIKIFY = (sys.executable, "-m", "app.cli")


def tikify(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that ends by itself."""
    return subprocess.run(
        [*TIKIFY, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def sign_in(url: str, person: dict[str, str]) -> str:
    """Sign in through the API and return the role."""
    answer = httpx.post(f"{url}/api/v1/auth/sign-in", json=person)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["user"]["role"])


def listens(process: psutil.Process) -> bool:
    """Does this process accept connections?"""
    found = process.net_connections("tcp")
    return any(one.status == psutil.CONN_LISTEN for one in found)


def answers(port: int) -> bool:
    """Does something accept a connection there?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


# Starts the whole product, which takes its time on a busy machine.
@pytest.mark.timeout(300)
def test_up_seeds_once_and_comes_back_with_the_same_people(
    environment: Environment, data_dir: Path
) -> None:
    settings = environment()
    url = f"http://127.0.0.1:{settings['TIKIFY_PORT']}"
    sign_ins_file = data_dir / "demo-sign-ins.json"
    with running(settings, [*TIKIFY, "up"]) as up:
        up.until_ready()
        sign_ins = json.loads(sign_ins_file.read_text())
        eventually(lambda: "Ctrl-C" in up.output, "the end of the welcome")
        for role, person in sign_ins.items():
            assert person["email"] in up.output
            assert person["password"] in up.output
            assert sign_in(url, person) == role
        assert up.end() == 0
    assert set(sign_ins) == {"user", "technician", "administrator"}
    assert sign_ins_file.stat().st_mode & 0o077 == 0
    with running(settings, [*TIKIFY, "up"]) as again:
        again.until_ready()
        assert json.loads(sign_ins_file.read_text()) == sign_ins
        assert sign_in(url, sign_ins["user"]) == "user"
        assert again.end(signal.SIGTERM) == 0


# Starts the whole product, which takes its time on a busy machine.
@pytest.mark.timeout(300)
def test_a_token_of_the_command_line_opens_the_api(environment: Environment) -> None:
    settings = environment()
    assert tikify(settings, "migrate").returncode == 0
    assert tikify(settings, "user", "create", "ada@example.org").returncode == 0
    made = tikify(settings, "token", "create", "ada@example.org", "--scope", "tickets:read")
    assert made.returncode == 0, made.stderr
    with running(settings, [*TIKIFY, "up"]) as up:
        up.until_ready()
        answer = httpx.get(
            f"http://127.0.0.1:{settings['TIKIFY_PORT']}/api/v1/tickets",
            headers={"Authorization": f"Bearer {made.stdout.strip()}"},
        )
        assert answer.status_code == 200
        assert answer.json()["items"] == []
        assert up.end() == 0


def test_the_api_says_what_to_raise_when_few_files_may_be_open(environment: Environment) -> None:
    command = ["bash", "-c", 'ulimit -n 1024 && exec "$@"', "bash", *TIKIFY, "api"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as api:
        try:
            assert api.stderr is not None
            said = next((line for line in api.stderr if "nofile" in line), "")
        finally:
            api.kill()
    assert "hold only 1,024 files open" in said
    assert "raise the hard limit 'nofile' to 20,000 or more" in said


# Starts the whole product, which takes its time on a busy machine.
@pytest.mark.timeout(300)
def test_apis_at_one_address_share_the_requests_and_the_counters(environment: Environment) -> None:
    settings = environment(TIKIFY_API_PROCESSES="2")
    url = f"http://127.0.0.1:{settings['TIKIFY_PORT']}"
    with running(settings, [*TIKIFY, "up"]) as up:
        up.until_ready()
        children = psutil.Process(up.process.pid).children()
        apis = [child for child in children if "app.main" in child.cmdline()]
        assert len(apis) == 2
        eventually(lambda: all(map(listens, apis)), "both listen")
        asked = 40
        for _ in range(asked):
            # A connection of its own each time: connections are what the system spreads.
            assert httpx.get(f"{url}/healthz").status_code == 200
        answered = 'tikify_http_requests_total{method="GET",route="/healthz",status="200"}'
        assert f"{answered} {asked}.0" in httpx.get(f"{url}/metrics").text
        assert up.end() == 0


def test_a_worker_answers_for_its_counters_at_a_port_of_its_own(environment: Environment) -> None:
    port = free_port()
    assert tikify(environment(), "migrate").returncode == 0
    with redis_server() as redis:
        settings = environment(TIKIFY_METRICS_PORT=str(port), TIKIFY_REDIS_URL=redis.url)
        with subprocess.Popen(
            [*TIKIFY, "worker"], env=settings, stderr=subprocess.DEVNULL
        ) as worker:
            try:
                eventually(lambda: answers(port), "the worker answers")
                assert (
                    "tikify_assignments_total" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
                )
            finally:
                worker.kill()


def test_migrate_makes_a_database(environment: Environment, data_dir: Path) -> None:
    for _ in range(2):
        done = tikify(environment(), "migrate")
        assert done.returncode == 0, done.stderr
    assert (data_dir / "tikify.sqlite3").stat().st_size > 0


def test_the_openapi_document_comes_without_any_server(environment: Environment) -> None:
    done = tikify(environment(), "openapi")
    document = json.loads(done.stdout)
    assert "/api/v1/tickets" in document["paths"]


def test_a_command_that_does_not_exist_is_told(environment: Environment) -> None:
    done = tikify(environment(), "worker", "--queue", "nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr


def test_starting_the_command_line_loads_no_root(environment: Environment) -> None:
    program = (
        "import sys, app.cli\n"
        "print([name for name in sys.modules if name.startswith('app.') and name != 'app.cli'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment() | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
