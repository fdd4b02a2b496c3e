"""Web push from the API to a push service that verifies and decrypts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app.core.config import Settings
from app.core.db import Database
from app.core.outbox.models import OutboxDelivery
from app.notifications import push_identity
from app.notifications.models import PushIdentity, PushSubscription
from app.notifications.push_service import MOST_SUBSCRIPTIONS
from app.tickets.enums import Priority
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.feedback import hold_ticket
from tests.fixtures.push_service import Browser, PushService, encode

Drain = Callable[[], Awaitable[int]]
SUBSCRIPTIONS = "/api/v1/push/subscriptions"


async def subscribe(person: SignedIn, service: PushService) -> Browser:
    """A browser of somebody that takes pushes."""
    key = (await person.get("/api/v1/push/key")).json()["public_key"]
    browser = service.browser(key)
    answer = await person.post(SUBSCRIPTIONS, json=browser.subscription)
    assert answer.status_code == 201
    return browser


async def subscriptions(db: Database) -> list[PushSubscription]:
    async with db.read() as session:
        return list((await session.exec(select(PushSubscription))).all())


async def test_a_reply_is_pushed_to_the_requesters_browsers(
    db: Database,
    as_user: SignedIn,
    as_technician: SignedIn,
    push_service: PushService,
    drain: Drain,
) -> None:
    laptop, phone = await subscribe(as_user, push_service), await subscribe(as_user, push_service)
    async with db.write() as session:
        ticket = await hold_ticket(
            session,
            requester=as_user.user,
            technician=as_technician.user,
            priority=Priority.CRITICAL,
            subject="Größe der Postfächer",
        )
    await as_technician.post(f"/api/v1/tickets/{ticket.id}/messages", json={"text": "Which one?"})
    await drain()
    assert push_service.refusals == []
    [row] = (await as_user.get("/api/v1/notifications")).json()["items"]
    for browser in (laptop, phone):
        [received] = browser.messages
        assert received.payload == {
            "title": f"{as_technician.user.name} replied to TK-{ticket.number}",
            "body": "Größe der Postfächer",
            "ticket_id": str(ticket.id),
            "url": f"/tickets/{ticket.id}",
            "tag": f"ticket-{ticket.id}",
            "notification_id": row["id"],
        }
        assert received.headers["urgency"] == "high"
        assert int(received.headers["ttl"]) > 0


async def test_the_test_push_arrives(
    as_user: SignedIn, push_service: PushService, drain: Drain
) -> None:
    browser = await subscribe(as_user, push_service)
    assert (await as_user.post("/api/v1/push/test")).status_code == 202
    await drain()
    [received] = browser.messages
    assert received.payload["title"] == "Tikify can reach you here"
    assert (received.payload["ticket_id"], received.payload["url"]) == (None, "/")
    [row] = (await as_user.get("/api/v1/notifications")).json()["items"]
    assert row["kind"] == "test"


async def test_without_a_browser_or_with_pushes_off_there_is_no_test(
    as_user: SignedIn, push_service: PushService
) -> None:
    answer = await as_user.post("/api/v1/push/test")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_push_subscription")
    await subscribe(as_user, push_service)
    await as_user.put("/api/v1/me/notification-settings", json={"email": True, "push": False})
    answer = await as_user.post("/api/v1/push/test")
    assert (answer.status_code, answer.json()["code"]) == (409, "push_switched_off")


@pytest.mark.parametrize("status", [404, 410])
async def test_an_ended_subscription_is_forgotten(
    db: Database, as_user: SignedIn, push_service: PushService, drain: Drain, status: int
) -> None:
    gone, alive = await subscribe(as_user, push_service), await subscribe(as_user, push_service)
    gone.answers.append(status)
    await as_user.post("/api/v1/push/test")
    await drain()
    assert len(alive.messages) == 1
    [left] = await subscriptions(db)
    assert left.endpoint == alive.endpoint


@pytest.mark.parametrize("status", [429, 500])
async def test_a_busy_service_is_tried_again_and_the_others_not(
    db: Database,
    as_user: SignedIn,
    push_service: PushService,
    drain: Drain,
    frozen_clock: FrozenClock,
    status: int,
) -> None:
    busy, free = await subscribe(as_user, push_service), await subscribe(as_user, push_service)
    busy.answers += [status, status]
    await as_user.post("/api/v1/push/test")
    for _ in range(3):
        await drain()
        frozen_clock.advance(timedelta(minutes=1))
    assert (len(busy.messages), len(free.messages)) == (1, 1)
    assert push_service.requests == 4
    async with db.read() as session:
        assert (await session.exec(select(OutboxDelivery))).all() == []


async def test_a_message_that_is_refused_for_good_is_not_repeated(
    db: Database,
    as_user: SignedIn,
    push_service: PushService,
    drain: Drain,
    frozen_clock: FrozenClock,
) -> None:
    browser = await subscribe(as_user, push_service)
    browser.answers.append(400)
    await as_user.post("/api/v1/push/test")
    for _ in range(2):
        await drain()
        frozen_clock.advance(timedelta(minutes=1))
    assert push_service.requests == 1
    assert len(await subscriptions(db)) == 1


async def test_a_browser_belongs_to_whoever_subscribed_last(
    as_user: SignedIn, sign_in_as: SignInAs, push_service: PushService, drain: Drain
) -> None:
    browser = await subscribe(as_user, push_service)
    other = await sign_in_as("user")
    answer = await other.post(SUBSCRIPTIONS, json=browser.subscription)
    assert answer.status_code == 201
    assert (await as_user.post("/api/v1/push/test")).status_code == 409
    assert (await other.post("/api/v1/push/test")).status_code == 202
    await drain()
    assert len(browser.messages) == 1


async def test_subscribing_twice_is_one_subscription(
    db: Database, as_user: SignedIn, push_service: PushService
) -> None:
    browser = await subscribe(as_user, push_service)
    first, second = await asyncio.gather(
        *(as_user.post(SUBSCRIPTIONS, json=browser.subscription) for _ in range(2))
    )
    assert first.json() == second.json()
    assert len(await subscriptions(db)) == 1


async def test_unsubscribing(
    db: Database, as_user: SignedIn, sign_in_as: SignInAs, push_service: PushService
) -> None:
    browser = await subscribe(as_user, push_service)
    body = {"endpoint": browser.endpoint}
    other = await sign_in_as("user")
    # Somebody else's is left alone, and not told apart from one that is not there.
    assert (await other.request("DELETE", SUBSCRIPTIONS, json=body)).status_code == 204
    assert len(await subscriptions(db)) == 1
    for _ in range(2):
        assert (await as_user.request("DELETE", SUBSCRIPTIONS, json=body)).status_code == 204
    assert await subscriptions(db) == []


async def test_the_oldest_browsers_are_forgotten(
    db: Database, as_user: SignedIn, push_service: PushService
) -> None:
    browsers = [await subscribe(as_user, push_service) for _ in range(MOST_SUBSCRIPTIONS + 2)]
    left = {subscription.endpoint for subscription in await subscriptions(db)}
    assert left == {browser.endpoint for browser in browsers[2:]}


async def test_endpoint_and_keys_are_sealed(
    db: Database, as_user: SignedIn, push_service: PushService
) -> None:
    browser = await subscribe(as_user, push_service)
    statement = "SELECT endpoint, p256dh, auth FROM push_subscription"
    async with db.read() as session:
        connection = await session.connection()
        stored = (await connection.exec_driver_sql(statement)).one()
    plain = [browser.endpoint, *browser.subscription["keys"].values()]
    assert not any(text.encode() in bytes(value) for text, value in zip(plain, stored, strict=True))


async def test_the_installation_has_one_key_whoever_asks_first(
    db: Database, as_user: SignedIn
) -> None:
    identities = await asyncio.gather(*(push_identity.ensure(db) for _ in range(5)))
    [key] = {identity.public_key for identity in identities}
    assert (await as_user.get("/api/v1/push/key")).json() == {"public_key": key}
    async with db.read() as session:
        [row] = (await session.exec(select(PushIdentity))).all()
    assert encode(row.public_key) == key


@pytest.fixture
def public_only(app: FastAPI) -> Iterator[None]:
    """The settings of an installation on the internet."""
    usual: Settings = app.state.settings
    app.state.settings = usual.model_copy(update={"push_allow_private_endpoints": False})
    yield
    app.state.settings = usual


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/one",
        "https://127.0.0.1/one",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost:6379/one",
        "javascript:alert(1)",
    ],
)
async def test_strange_endpoints_are_refused(
    public_only: None, as_user: SignedIn, push_service: PushService, endpoint: str
) -> None:
    body = push_service.browser("").subscription | {"endpoint": endpoint}
    answer = await as_user.post(SUBSCRIPTIONS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "push_endpoint_refused")


async def test_a_real_push_service_is_taken(
    public_only: None, as_user: SignedIn, push_service: PushService
) -> None:
    body = push_service.browser("").subscription | {
        "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/abc"
    }
    assert (await as_user.post(SUBSCRIPTIONS, json=body)).status_code == 201


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": encode(b"\x04" + bytes(64))},
        {"p256dh": encode(b"\x02" + bytes(64))},
        {"p256dh": "ü" * 87},
        {"auth": encode(bytes(15))},
        {"auth": "*" * 22},
    ],
)
async def test_strange_keys_are_refused(
    as_user: SignedIn, push_service: PushService, keys: dict[str, str]
) -> None:
    body: dict[str, Any] = push_service.browser("").subscription
    body["keys"] |= keys
    answer = await as_user.post(SUBSCRIPTIONS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "push_keys_invalid")


async def test_nobody_subscribes_without_signing_in(as_user: SignedIn) -> None:
    as_user.client.cookies.clear()
    assert (await as_user.get("/api/v1/push/key")).status_code == 401
