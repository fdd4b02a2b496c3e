"""Sign-up, sign-in, sign-out and who is told what about the session."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.auth import jobs
from app.auth.models import AuthSession, User
from app.core import clock
from app.core.db import Database
from tests.factories.auth import PASSWORD, SignedIn, carry_session, make_session, make_user

ANN = {"name": "Ann Archer", "email": "Ann@firm.example", "password": PASSWORD}
SESSION = "/api/v1/auth/session"

SignInAs = Callable[..., Awaitable[SignedIn]]


async def _sign_up(client: AsyncClient, **change: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/auth/sign-up", json=ANN | change)
    assert answer.status_code == 201, answer.text
    state: dict[str, Any] = answer.json()
    return state


async def test_sign_up_makes_a_user_and_signs_the_browser_in(client: AsyncClient) -> None:
    made = await _sign_up(client)
    assert made["user"] | {"id": "", "permissions": []} == {
        "id": "",
        "name": "Ann Archer",
        "email": "Ann@firm.example",
        "role": "user",
        "permissions": [],
        "is_technician": False,
        "presence": None,
    }
    assert "tickets:open" in made["user"]["permissions"]
    assert "tickets:work" not in made["user"]["permissions"]
    assert (await client.get(SESSION)).json() == made


async def test_the_cookie_cannot_be_read_by_scripts_and_only_its_hash_is_kept(
    client: AsyncClient, db: Database
) -> None:
    answer = await client.post("/api/v1/auth/sign-up", json=ANN)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    async with db.read() as session:
        kept = (await session.exec(select(AuthSession))).one()
        user = (await session.exec(select(User))).one()
    assert client.cookies["tikify_session"].encode() not in kept.token_hash
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    assert user.email_verified_at is None


@pytest.mark.parametrize("email", ["ann@firm.example", "ANN@FIRM.EXAMPLE"])
async def test_an_address_belongs_to_one_account_however_it_is_written(
    client: AsyncClient, email: str
) -> None:
    await _sign_up(client)
    answer = await client.post("/api/v1/auth/sign-up", json=ANN | {"email": email})
    assert answer.status_code == 409
    assert answer.json()["code"] == "email_taken"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"password": "short"}, 422, "password_unfit"),
        ({"password": "ann@firm.example"}, 422, "password_unfit"),
        ({"password": "x" * 201}, 422, "invalid_request"),
        ({"email": "not an address"}, 422, "invalid_request"),
        ({"email": "a" * 250 + "@firm.example"}, 422, "invalid_request"),
        ({"email": None}, 422, "invalid_request"),
        ({"name": "   "}, 422, "invalid_request"),
        ({"name": "Ann\r\nBcc: all@firm.example"}, 422, "invalid_request"),
        ({"name": "x" * 121}, 422, "invalid_request"),
        ({"name": ["Ann"]}, 422, "invalid_request"),
    ],
)
async def test_a_bad_sign_up_is_refused_and_makes_nobody(
    client: AsyncClient, db: Database, change: dict[str, Any], status: int, code: str
) -> None:
    answer = await client.post("/api/v1/auth/sign-up", json=ANN | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"].endswith(".")
    async with db.read() as session:
        assert (await session.exec(select(User))).all() == []


async def test_markup_in_a_name_is_only_text(client: AsyncClient) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE user; --"
    assert (await _sign_up(client, name=name))["user"]["name"] == name


async def test_signing_in_works_with_the_right_password_however_the_address_is_written(
    client: AsyncClient, db: Database
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example", password=PASSWORD)
    answer = await client.post(
        "/api/v1/auth/sign-in", json={"email": " BO@firm.example ", "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert answer.json()["user"]["email"] == "bo@firm.example"
    assert len(answer.json()["csrf_token"]) == 64


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("bo@firm.example", "violet-anchor-43"),
        ("nobody@firm.example", PASSWORD),
        ("off@firm.example", PASSWORD),
        ("outside@firm.example", PASSWORD),
        ("bó@firm.example", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
async def test_whatever_is_wrong_the_refusal_is_the_same(
    client: AsyncClient, db: Database, email: str, password: str
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example", password=PASSWORD)
        await make_user(session, email="off@firm.example", password=PASSWORD, is_active=False)
        await make_user(session, email="outside@firm.example")
    answer = await client.post("/api/v1/auth/sign-in", json={"email": email, "password": password})
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"
    assert answer.json()["detail"] == "The e-mail address or the password is wrong."
    assert "set-cookie" not in answer.headers


async def test_nobody_is_signed_in_at_first(client: AsyncClient) -> None:
    assert (await client.get(SESSION)).json() == {
        "user": None,
        "csrf_token": "",
        "providers": [],
    }


async def test_signing_out_ends_the_session_for_good(as_user: SignedIn) -> None:
    cookie = as_user.client.cookies["tikify_session"]
    answer = await as_user.post("/api/v1/auth/sign-out")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    as_user.client.cookies.clear()
    carry_session(as_user.client, cookie)
    assert (await as_user.get(SESSION)).json()["user"] is None
    assert (await as_user.get("/api/v1/auth/tokens")).status_code == 401


async def test_signing_out_twice_is_no_error(client: AsyncClient) -> None:
    assert (await client.post("/api/v1/auth/sign-out")).status_code == 204


async def test_signing_out_everywhere_ends_every_session_of_that_person_only(
    as_user: SignedIn, as_admin: SignedIn, client: AsyncClient, db: Database
) -> None:
    async with db.write() as session:
        carry_session(client, await make_session(session, as_user.user))
    assert (await client.get(SESSION)).json()["user"]["id"] == str(as_user.id)
    assert (await as_user.post("/api/v1/auth/sign-out-everywhere")).status_code == 204
    assert (await client.get(SESSION)).json()["user"] is None
    assert (await as_admin.get(SESSION)).json()["user"]["id"] == str(as_admin.id)


async def test_a_session_ends_with_its_time(
    client: AsyncClient, db: Database, frozen_clock: Any
) -> None:
    async with db.write() as session:
        user = await make_user(session)
        carry_session(client, await make_session(session, user, lasts=timedelta(days=14)))
    frozen_clock.advance(timedelta(days=14) - timedelta(seconds=1))
    assert (await client.get("/api/v1/auth/tokens")).status_code == 200
    frozen_clock.advance(timedelta(seconds=1))
    answer = await client.get("/api/v1/auth/tokens")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_made_up_cookie_signs_nobody_in(client: AsyncClient) -> None:
    carry_session(client, "x" * 32)
    assert (await client.get("/api/v1/auth/tokens")).status_code == 401


@pytest.mark.parametrize("header", [None, "", "0" * 64])
async def test_a_change_needs_the_csrf_token_of_the_session(
    as_user: SignedIn, header: str | None
) -> None:
    del as_user.client.headers["X-CSRF-Token"]
    headers = {} if header is None else {"X-CSRF-Token": header}
    for path in ("sign-out-everywhere", "sign-out"):
        answer = await as_user.post(f"/api/v1/auth/{path}", headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "csrf_failed"
    assert (await as_user.get(SESSION)).json()["user"]["id"] == str(as_user.id)


async def test_the_csrf_token_of_another_session_does_not_do(
    as_user: SignedIn, as_admin: SignedIn
) -> None:
    other = as_admin.client.headers["X-CSRF-Token"]
    answer = await as_user.post("/api/v1/auth/sign-out", headers={"X-CSRF-Token": other})
    assert answer.json()["code"] == "csrf_failed"


async def test_a_technician_is_told_of_his_presence(sign_in_as: SignInAs) -> None:
    technician = await sign_in_as("technician", presence="away")
    me = (await technician.get(SESSION)).json()["user"]
    assert (me["is_technician"], me["presence"]) == (True, "away")


async def test_signing_in_does_not_take_a_technician_online(
    sign_in_as: SignInAs, client: AsyncClient
) -> None:
    await sign_in_as("technician", email="tia@firm.example", password=PASSWORD, presence="offline")
    answer = await client.post(
        "/api/v1/auth/sign-in", json={"email": "tia@firm.example", "password": PASSWORD}
    )
    assert answer.json()["user"]["presence"] == "offline"


async def test_expired_sessions_are_dropped_by_the_job(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        user = await make_user(session)
        await make_session(session, user, lasts=timedelta(seconds=-1))
        await make_session(session, user, lasts=timedelta(hours=1))
    await jobs.forget_expired(job_context)
    async with db.read() as session:
        left = (await session.exec(select(AuthSession))).all()
    assert [row.expires_at > clock.now() for row in left] == [True]
