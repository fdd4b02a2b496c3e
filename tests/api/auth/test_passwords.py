"""A changed and a forgotten password, and whom a new one signs out."""

import email
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.auth.models import ApiToken, OidcIdentity, PasswordReset, User
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import (
    PASSWORD,
    SignedIn,
    carry_session,
    make_api_token,
    make_session,
    make_user,
)

Drain = Callable[[], Awaitable[int]]
SignInAs = Callable[..., Awaitable[SignedIn]]
NEW = "another-long-word"
ASK = "/api/v1/auth/password-reset"
CONFIRM = "/api/v1/auth/password-reset/confirm"


@pytest.fixture
def mails(settings: Settings) -> Callable[[], list[str]]:
    """The texts of the mails sent since the test began."""
    folder: Path = settings.data_dir / "mail"
    before = set(folder.glob("*.eml"))

    def read() -> list[str]:
        messages = [
            email.message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(set(folder.glob("*.eml")) - before)
        ]
        return [f"To: {message['To']}\n{message.get_content()}" for message in messages]

    return read


async def _mailed_token(
    client: AsyncClient, drain: Drain, mails: Callable[[], list[str]], address: str
) -> str:
    assert (await client.post(ASK, json={"email": address})).status_code == 202
    await drain()
    found = re.search(r"/reset-password\?token=(\S+)", mails()[-1])
    assert found is not None
    return found[1]


async def _can_sign_in(client: AsyncClient, address: str, password: str) -> bool:
    answer = await client.post(
        "/api/v1/auth/sign-in", json={"email": address, "password": password}
    )
    return answer.status_code == 200


async def test_a_mailed_link_sets_a_new_password_once(
    client: AsyncClient, db: Database, drain: Drain, mails: Callable[[], list[str]]
) -> None:
    async with db.write() as session:
        user = await make_user(session, email="bo@firm.example", password=PASSWORD)
    token = await _mailed_token(client, drain, mails, "BO@firm.example")
    assert "To: bo@firm.example" in mails()[-1]
    body = {"token": token, "password": NEW}
    assert (await client.post(CONFIRM, json=body)).status_code == 204
    again = await client.post(CONFIRM, json=body)
    assert (again.status_code, again.json()["code"]) == (422, "reset_token_invalid")
    assert await _can_sign_in(client, "bo@firm.example", NEW)
    assert not await _can_sign_in(client, "bo@firm.example", PASSWORD)
    async with db.read() as session:
        kept = await session.get(User, user.id)
    assert kept is not None
    assert kept.email_verified_at is not None


@pytest.mark.parametrize("address", ["nobody@firm.example", "off@firm.example", "no address"])
async def test_the_answer_does_not_tell_whether_an_account_exists(
    client: AsyncClient,
    db: Database,
    drain: Drain,
    mails: Callable[[], list[str]],
    address: str,
) -> None:
    async with db.write() as session:
        await make_user(session, email="off@firm.example", is_active=False)
    answer = await client.post(ASK, json={"email": address})
    await drain()
    assert (answer.status_code, answer.json()) == (202, None)
    assert mails() == []


async def test_only_the_hash_of_a_link_is_kept(
    client: AsyncClient, db: Database, drain: Drain, mails: Callable[[], list[str]]
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example")
    token = await _mailed_token(client, drain, mails, "bo@firm.example")
    async with db.read() as session:
        kept = (await session.exec(select(PasswordReset))).one()
    assert len(kept.token_hash) == 32
    assert token.encode() not in kept.token_hash


async def test_a_link_grows_old(
    client: AsyncClient,
    db: Database,
    drain: Drain,
    mails: Callable[[], list[str]],
    frozen_clock: Any,
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example")
    token = await _mailed_token(client, drain, mails, "bo@firm.example")
    frozen_clock.advance(timedelta(minutes=60))
    answer = await client.post(CONFIRM, json={"token": token, "password": NEW})
    assert answer.json()["code"] == "reset_token_invalid"


async def test_an_unfit_password_does_not_use_the_link_up(
    client: AsyncClient, db: Database, drain: Drain, mails: Callable[[], list[str]]
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example")
    token = await _mailed_token(client, drain, mails, "bo@firm.example")
    answer = await client.post(CONFIRM, json={"token": token, "password": "short"})
    assert answer.json()["code"] == "password_unfit"
    assert (await client.post(CONFIRM, json={"token": token, "password": NEW})).status_code == 204


async def test_a_reset_signs_the_person_out_everywhere_and_ends_other_links(
    client: AsyncClient,
    as_user: SignedIn,
    drain: Drain,
    mails: Callable[[], list[str]],
) -> None:
    first = await _mailed_token(client, drain, mails, as_user.user.email)
    second = await _mailed_token(client, drain, mails, as_user.user.email)
    answer = await client.post(CONFIRM, json={"token": second, "password": NEW})
    assert answer.status_code == 204
    assert (await as_user.get("/api/v1/auth/tokens")).status_code == 401
    answer = await client.post(CONFIRM, json={"token": first, "password": NEW})
    assert answer.json()["code"] == "reset_token_invalid"


@pytest.mark.parametrize("was_verified", [True, False])
async def test_the_first_proof_of_an_address_ends_what_was_made_before_it(
    client: AsyncClient,
    db: Database,
    drain: Drain,
    mails: Callable[[], list[str]],
    was_verified: bool,
) -> None:
    verified_at = clock.now() if was_verified else None
    async with db.write() as session:
        user = await make_user(session, email="bo@firm.example", email_verified_at=verified_at)
        await make_api_token(session, user)
        session.add(OidcIdentity(user_id=user.id, issuer="https://id.example", subject="1"))
    token = await _mailed_token(client, drain, mails, "bo@firm.example")
    await client.post(CONFIRM, json={"token": token, "password": NEW})
    async with db.read() as session:
        left = [
            *(await session.exec(select(ApiToken))).all(),
            *(await session.exec(select(OidcIdentity))).all(),
        ]
    assert len(left) == (2 if was_verified else 0)


async def test_a_made_up_link_is_refused(client: AsyncClient) -> None:
    answer = await client.post(CONFIRM, json={"token": "x" * 32, "password": NEW})
    assert (answer.status_code, answer.json()["code"]) == (422, "reset_token_invalid")


async def test_a_changed_password_signs_every_other_browser_out(
    sign_in_as: SignInAs, client: AsyncClient, db: Database
) -> None:
    person = await sign_in_as("user", email="bo@firm.example", password=PASSWORD)
    async with db.write() as session:
        carry_session(client, await make_session(session, person.user))
    answer = await person.post(
        "/api/v1/auth/password", json={"current_password": PASSWORD, "new_password": NEW}
    )
    assert answer.status_code == 204
    assert (await person.get("/api/v1/auth/tokens")).status_code == 200
    assert (await client.get("/api/v1/auth/tokens")).status_code == 401
    client.cookies.clear()
    assert await _can_sign_in(client, "bo@firm.example", NEW)


@pytest.mark.parametrize(
    ("current", "new", "code"),
    [
        ("wrong-password", NEW, "wrong_password"),
        (PASSWORD, "short", "password_unfit"),
        (PASSWORD, "bo@firm.example", "password_unfit"),
    ],
)
async def test_a_bad_change_of_password_changes_nothing(
    sign_in_as: SignInAs, client: AsyncClient, current: str, new: str, code: str
) -> None:
    person = await sign_in_as("user", email="bo@firm.example", password=PASSWORD)
    answer = await person.post(
        "/api/v1/auth/password", json={"current_password": current, "new_password": new}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await _can_sign_in(client, "bo@firm.example", PASSWORD)
