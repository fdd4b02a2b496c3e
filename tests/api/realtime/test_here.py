"""Who else has a ticket open or is writing on it: two people, one ticket, nothing kept."""

from datetime import timedelta
from typing import Any

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.core.config import Settings
from app.core.db import Database
from app.core.redis import connect
from app.main import create_app
from app.realtime import here
from app.tickets.models import Ticket
from tests.api.realtime.conftest import Listen
from tests.conftest import BASE_URL, FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

TICKETS = "/api/v1/tickets"


@pytest.fixture
async def held(db: Database, as_user: SignedIn) -> Ticket:
    """A ticket of the user."""
    async with db.write() as session:
        return await make_ticket(session, requester_id=as_user.id)


async def say(person: SignedIn, ticket: Ticket, doing: str = "looking") -> Any:
    """Say that the ticket is open; gives who else is there."""
    answer = await person.put(f"{TICKETS}/{ticket.id}/here", json={"doing": doing})
    return [(one["person"]["id"], one["doing"]) for one in answer.json()]


async def seen(person: SignedIn, ticket: Ticket) -> Any:
    """Who else is there."""
    answer = await person.get(f"{TICKETS}/{ticket.id}/here")
    return [(one["person"]["id"], one["doing"]) for one in answer.json()]


async def test_two_see_each_other_and_who_is_writing(sign_in_as: SignInAs, held: Ticket) -> None:
    ann, bob = await sign_in_as("technician"), await sign_in_as("technician")

    assert await say(ann, held) == []
    assert await say(bob, held) == [(str(ann.id), "looking")]
    await say(ann, held, "writing")
    assert await seen(bob, held) == [(str(ann.id), "writing")]
    await say(ann, held)
    assert await seen(bob, held) == [(str(ann.id), "looking")]
    assert (await ann.delete(f"{TICKETS}/{held.id}/here")).status_code == 204
    assert await seen(bob, held) == []


async def test_whoever_falls_silent_is_gone(
    sign_in_as: SignInAs, held: Ticket, frozen_clock: FrozenClock, app: FastAPI
) -> None:
    ann, bob = await sign_in_as("technician"), await sign_in_as("technician")
    await say(ann, held, "writing")

    frozen_clock.advance(timedelta(seconds=here.GONE_AFTER_SECONDS))

    assert await seen(bob, held) == []
    ttl = await app.state.redis.ttl(f"tikify:here:{held.id}")
    assert 0 < ttl <= here.GONE_AFTER_SECONDS


async def test_only_news_is_announced_and_only_ids(
    sign_in_as: SignInAs, held: Ticket, listen: Listen
) -> None:
    ann, bob = await sign_in_as("technician"), await sign_in_as("technician")
    async with listen(bob) as stream:
        await stream.event()
        for doing in ("looking", "looking", "writing", "writing"):
            await say(ann, held, doing)
        await ann.delete(f"{TICKETS}/{held.id}/here")
        await ann.delete(f"{TICKETS}/{held.id}/here")
        heard = [await stream.event() for _ in range(3)]

        # Nothing more came: the next is what somebody else begins.
        await say(bob, held)
        heard.append(await stream.event())

    assert [event.name for event in heard] == ["here"] * 4
    assert all(event.data == {"ticket_id": str(held.id)} for event in heard)


async def test_all_processes_know(
    sign_in_as: SignInAs, held: Ticket, settings: Settings, as_admin: SignedIn
) -> None:
    ann = await sign_in_as("technician")
    await say(ann, held, "writing")
    other: FastAPI = create_app(settings)
    async with (
        LifespanManager(other),
        AsyncClient(transport=ASGITransport(app=other), base_url=BASE_URL) as client,
    ):
        client.cookies.update(as_admin.client.cookies)
        answer = await client.get(f"{TICKETS}/{held.id}/here")

    assert [(one["person"]["id"], one["doing"]) for one in answer.json()] == [
        (str(ann.id), "writing")
    ]


async def test_a_requester_neither_sees_nor_is_seen(
    as_user: SignedIn, as_technician: SignedIn, held: Ticket
) -> None:
    url = f"{TICKETS}/{held.id}/here"

    assert (await as_user.get(url)).status_code == 403
    assert (await as_user.put(url, json={})).status_code == 403
    assert await seen(as_technician, held) == []


async def test_without_redis_nobody_is_seen_and_nothing_fails(
    app: FastAPI, as_technician: SignedIn, held: Ticket
) -> None:
    before, app.state.redis = app.state.redis, connect("redis://127.0.0.1:1/0")
    try:
        assert await say(as_technician, held, "writing") == []
        assert await seen(as_technician, held) == []
        gone = await as_technician.delete(f"{TICKETS}/{held.id}/here")
        assert gone.status_code == 204
    finally:
        await app.state.redis.aclose()
        app.state.redis = before
