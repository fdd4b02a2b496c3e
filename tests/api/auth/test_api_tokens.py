"""Personal API tokens: made, listed, used within their scopes, ended."""

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient
from sqlmodel import select

from app.auth.models import ApiToken, User
from app.auth.permissions import Scope
from app.core import clock
from app.core.actor import Role
from app.core.db import Database
from tests.factories.auth import SignedIn, make_api_token, make_user

TOKENS = "/api/v1/auth/tokens"
WANTED = {"name": "Script", "scopes": ["people:read"], "expires_in_days": None}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def _make(person: SignedIn, **change: Any) -> dict[str, Any]:
    answer = await person.post(TOKENS, json=WANTED | change)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_token_is_shown_once_and_kept_as_a_hash(as_admin: SignedIn, db: Database) -> None:
    made = await _make(as_admin, expires_in_days=30)
    assert re.fullmatch(r"tkf_[\w-]{32}", made["token"])
    assert made["hint"] == made["token"][-4:]
    listed = (await as_admin.get(TOKENS)).json()["items"]
    assert listed == [{key: value for key, value in made.items() if key != "token"}]
    assert listed[0]["last_used_at"] is None
    async with db.read() as session:
        kept = (await session.exec(select(ApiToken))).one()
    assert made["token"].encode() not in kept.token_hash


async def test_a_token_works_without_cookie_and_csrf_token(
    as_admin: SignedIn, client: AsyncClient
) -> None:
    made = await _make(as_admin, scopes=["people:read", "people:write"])
    headers = _bearer(made["token"])
    assert (await client.get("/api/v1/people", headers=headers)).status_code == 200
    answer = await client.post("/api/v1/teams", json={"name": "Networks"}, headers=headers)
    assert answer.status_code == 201


async def test_a_token_does_only_what_its_scopes_cover(
    as_admin: SignedIn, client: AsyncClient
) -> None:
    headers = _bearer((await _make(as_admin, scopes=["people:read"]))["token"])
    answer = await client.post("/api/v1/teams", json={"name": "Networks"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_token_does_no_more_than_its_owner_may(
    as_user: SignedIn, client: AsyncClient
) -> None:
    headers = _bearer((await _make(as_user, scopes=[str(scope) for scope in Scope]))["token"])
    assert (await client.get("/api/v1/people", headers=headers)).status_code == 403


async def test_no_token_can_make_or_list_tokens(as_admin: SignedIn, client: AsyncClient) -> None:
    headers = _bearer((await _make(as_admin, scopes=[str(scope) for scope in Scope]))["token"])
    assert (await client.post(TOKENS, json=WANTED, headers=headers)).status_code == 403
    assert (await client.get(TOKENS, headers=headers)).status_code == 403


async def test_a_token_tells_its_owner_and_the_rights_it_has(
    as_admin: SignedIn, client: AsyncClient
) -> None:
    headers = _bearer((await _make(as_admin))["token"])
    state = (await client.get("/api/v1/auth/session", headers=headers)).json()
    assert state["user"]["id"] == str(as_admin.id)
    assert state["user"]["permissions"] == ["people:read"]
    assert state["csrf_token"] == ""


@pytest.mark.parametrize("token", ["tkf_" + "x" * 32, "x", "tkf_"])
async def test_an_unknown_token_signs_nobody_in_whatever_the_cookie_says(
    as_admin: SignedIn, token: str
) -> None:
    answer = await as_admin.get("/api/v1/people", headers=_bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_token_ends_with_its_time_and_with_its_owner(
    client: AsyncClient, db: Database, frozen_clock: Any
) -> None:
    async with db.write() as session:
        user = await make_user(session, role=Role.ADMINISTRATOR)
        expires_at = clock.now() + timedelta(days=1)
        short = _bearer(await make_api_token(session, user, expires_at=expires_at))
        long = _bearer(await make_api_token(session, user))
    assert (await client.get("/api/v1/people", headers=short)).status_code == 200
    frozen_clock.advance(timedelta(days=1))
    assert (await client.get("/api/v1/people", headers=short)).status_code == 401
    assert (await client.get("/api/v1/people", headers=long)).status_code == 200
    async with db.write() as session:
        kept = await session.get(User, user.id)
        assert kept is not None
        kept.is_active = False
        session.add(kept)
    assert (await client.get("/api/v1/people", headers=long)).status_code == 401


async def test_a_revoked_token_ends_at_once(as_admin: SignedIn, client: AsyncClient) -> None:
    made = await _make(as_admin)
    assert (await as_admin.delete(f"{TOKENS}/{made['id']}")).status_code == 204
    assert (await client.get("/api/v1/people", headers=_bearer(made["token"]))).status_code == 401
    assert (await as_admin.get(TOKENS)).json() == {"items": [], "next_cursor": None}


async def test_somebody_elses_token_is_not_there(as_admin: SignedIn, as_user: SignedIn) -> None:
    made = await _make(as_user)
    answer = await as_admin.delete(f"{TOKENS}/{made['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "token_not_found")
    assert len((await as_user.get(TOKENS)).json()["items"]) == 1


async def test_its_use_is_noted_once_a_minute(
    as_admin: SignedIn, client: AsyncClient, frozen_clock: Any
) -> None:
    headers = _bearer((await _make(as_admin))["token"])

    async def noted_after_use() -> str:
        await client.get("/api/v1/people", headers=headers)
        used: str = (await as_admin.get(TOKENS)).json()["items"][0]["last_used_at"]
        return used

    first = await noted_after_use()
    frozen_clock.advance(timedelta(seconds=59))
    assert await noted_after_use() == first
    frozen_clock.advance(timedelta(seconds=1))
    assert await noted_after_use() > first


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": "admin"},
        {"name": ""},
        {"expires_in_days": 0},
        {"expires_in_days": 3651},
    ],
)
async def test_a_token_that_cannot_be_is_refused(as_user: SignedIn, change: dict[str, Any]) -> None:
    answer = await as_user.post(TOKENS, json=WANTED | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_tokens_come_in_pages_newest_first(as_user: SignedIn) -> None:
    for number in range(3):
        await _make(as_user, name=f"Script {number}")
    first = (await as_user.get(TOKENS, params={"limit": 2})).json()
    rest = (await as_user.get(TOKENS, params={"cursor": first["next_cursor"]})).json()
    names = [item["name"] for item in first["items"] + rest["items"]]
    assert names == ["Script 2", "Script 1", "Script 0"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "WyJ4Il0", "WzEsMl0"])
async def test_a_foreign_cursor_is_refused(as_user: SignedIn, cursor: str) -> None:
    answer = await as_user.get(TOKENS, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")
