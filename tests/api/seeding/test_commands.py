"""The administrator's commands as they are typed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.auth.models import ApiToken, User
from app.auth.permissions import Scope
from app.core.actor import Role
from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import make_user

BACKEND = Path(__file__).parents[3] / "backend"
NEW = "another-long-word"


def _admin(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command against the database of the tests."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(BACKEND),
        "TIKIFY_DATABASE_URL": str(settings.database_url),
        "TIKIFY_DATA_DIR": str(settings.data_dir),
        "TIKIFY_PUBLIC_URL": str(settings.public_url),
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "app.admin", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_a_token_is_printed_alone_and_works(
    settings: Settings, db: Database, client: AsyncClient
) -> None:
    async with db.write() as session:
        await make_user(session, email="boss@firm.example", role=Role.ADMINISTRATOR)
    done = _admin(settings, "token", "create", "BOSS@firm.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"tkf_[\w-]{32}\n", done.stdout)
    headers = {"Authorization": f"Bearer {done.stdout.strip()}"}
    assert (await client.get("/api/v1/people", headers=headers)).status_code == 200
    async with db.read() as session:
        kept = (await session.exec(select(ApiToken))).one()
    assert kept.scopes == list(Scope)


async def test_scopes_name_and_days_of_a_token_can_be_chosen(
    settings: Settings, db: Database
) -> None:
    async with db.write() as session:
        await make_user(session, email="boss@firm.example")
    options = ("--scope", "tickets:read", "--scope", "people:read", "--name", "CI", "--days", "3")
    assert _admin(settings, "token", "create", "boss@firm.example", *options).returncode == 0
    async with db.read() as session:
        kept = (await session.exec(select(ApiToken))).one()
    assert (kept.name, kept.scopes) == ("CI", ["tickets:read", "people:read"])
    assert kept.expires_at is not None
    assert (kept.expires_at - kept.created_at).days == 3


async def test_a_new_administrator_gets_a_link_to_set_a_password(
    settings: Settings, db: Database, client: AsyncClient
) -> None:
    done = _admin(settings, "user", "create", "boss@firm.example", "--role", "administrator")
    link = re.fullmatch(r"http://testserver/reset-password\?token=(\S+)\n", done.stdout)
    assert link is not None, done.stderr
    body = {"token": link[1], "password": NEW}
    answer = await client.post("/api/v1/auth/password-reset/confirm", json=body)
    assert answer.status_code == 204
    credentials = {"email": "boss@firm.example", "password": NEW}
    answer = await client.post("/api/v1/auth/sign-in", json=credentials)
    assert answer.json()["user"]["role"] == "administrator"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("token", "create", "nobody@firm.example"), "Nobody who may sign in has the address"),
        (("user", "create", "boss@firm.example"), "There is an account with the address"),
        (("user", "create", "nonsense"), "nonsense is not an e-mail address."),
        (("seed", "--demo"), "There are people in this database"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    settings: Settings, db: Database, arguments: tuple[str, ...], sentence: str
) -> None:
    async with db.write() as session:
        await make_user(session, email="boss@firm.example")
    done = _admin(settings, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    async with db.read() as session:
        assert len((await session.exec(select(User))).all()) == 1
