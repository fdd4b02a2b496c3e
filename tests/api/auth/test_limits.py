"""How often somebody may try, and that the limits let people through without Redis."""

from collections.abc import AsyncIterator

import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient

from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.factories.auth import PASSWORD, make_user
from tests.fixtures.servers import free_port

SIGN_IN = "/api/v1/auth/sign-in"


@pytest.fixture
async def limited(settings: Settings, db: Database) -> AsyncIterator[AsyncClient]:
    """A browser of an application with limits."""
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    async with (
        LifespanManager(app, startup_timeout=60, shutdown_timeout=60),
        AsyncClient(transport=ASGITransport(app=app), base_url="http://testserver") as client,
    ):
        yield client
        # The limiter keeps its connection for the life of its process.
        await app.state.limiter._storage.bridge.storage.aclose()


async def test_one_account_is_not_guessed_at_without_end(
    limited: AsyncClient, db: Database
) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example", password=PASSWORD)
    guess = {"email": "bo@firm.example", "password": "wrong-password"}
    statuses = [(await limited.post(SIGN_IN, json=guess)).status_code for _ in range(10)]
    assert statuses == [401] * 10
    # The right password does not get through either, or guessing would just go on.
    right = {"email": "BO@firm.example", "password": PASSWORD}
    answer = await limited.post(SIGN_IN, json=right)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 120


async def test_one_address_does_not_try_many_accounts_without_end(limited: AsyncClient) -> None:
    statuses = []
    for number in range(31):
        guess = {"email": f"person{number}@firm.example", "password": "wrong-password"}
        statuses.append((await limited.post(SIGN_IN, json=guess)).status_code)
    assert statuses == [401] * 30 + [429]


async def test_one_account_does_not_get_mail_without_end(limited: AsyncClient) -> None:
    statuses = [
        (
            await limited.post("/api/v1/auth/password-reset", json={"email": "bo@firm.example"})
        ).status_code
        for _ in range(6)
    ]
    assert statuses == [202] * 5 + [429]


async def test_people_sign_in_while_redis_is_away(settings: Settings, db: Database) -> None:
    async with db.write() as session:
        await make_user(session, email="bo@firm.example", password=PASSWORD)
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    app = create_app(settings.model_copy(update={"rate_limits": True, "redis_url": nowhere}))
    async with (
        LifespanManager(app, startup_timeout=60, shutdown_timeout=60),
        AsyncClient(transport=ASGITransport(app=app), base_url="http://testserver") as client,
    ):
        answer = await client.post(SIGN_IN, json={"email": "bo@firm.example", "password": PASSWORD})
    assert answer.status_code == 200


async def test_over_https_the_cookie_is_secure(settings: Settings, db: Database) -> None:
    public = settings.model_copy(update={"public_url": "https://desk.firm.example"})
    app = create_app(public)
    async with (
        LifespanManager(app, startup_timeout=60, shutdown_timeout=60),
        AsyncClient(transport=ASGITransport(app=app), base_url="https://testserver") as client,
    ):
        answer = await client.post(
            "/api/v1/auth/sign-up",
            json={"name": "Ann", "email": "ann@firm.example", "password": PASSWORD},
        )
    assert "; Secure" in answer.headers["set-cookie"]


async def test_a_closed_sign_up_is_closed(settings: Settings, db: Database) -> None:
    app = create_app(settings.model_copy(update={"sign_up_open": False}))
    async with (
        LifespanManager(app, startup_timeout=60, shutdown_timeout=60),
        AsyncClient(transport=ASGITransport(app=app), base_url="http://testserver") as client,
    ):
        answer = await client.post(
            "/api/v1/auth/sign-up",
            json={"name": "Ann", "email": "ann@firm.example", "password": PASSWORD},
        )
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_up_closed")
