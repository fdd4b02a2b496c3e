"""The `tikify` command and the real processes behind it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

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
