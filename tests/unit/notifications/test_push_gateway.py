"""Pushes against a push service that verifies and decrypts."""

import json
from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.notifications.push_gateway import Answer, Outcome, Push, PushGateway, Urgency
from app.notifications.push_identity import Identity
from tests.fixtures.push_service import Browser, PushService, push_service
from tests.fixtures.servers import free_port

CONTACT = "mailto:admin@firm.example"


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
def identity() -> Identity:
    return Identity(ec.generate_private_key(ec.SECP256R1()))


def to(browser: Browser, *, endpoint: str | None = None, title: str = "TK-7 is yours") -> Push:
    keys = browser.subscription["keys"]
    return Push(
        endpoint=endpoint or browser.endpoint,
        p256dh=keys["p256dh"],
        auth=keys["auth"],
        payload=json.dumps({"title": title}).encode(),
        ttl_seconds=60,
        urgency=Urgency.HIGH,
        topic="dGlja2V0LTc",
    )


async def send(identity: Identity, push: Push, *, allow_private: bool = True) -> Answer:
    async with PushGateway(identity, contact=CONTACT, allow_private=allow_private) as gateway:
        return await gateway.send(push)


async def test_a_push_arrives_signed_and_encrypted(
    service: PushService, identity: Identity
) -> None:
    browser = service.browser(identity.public_key)
    answer = await send(identity, to(browser, title="Größe ✓"))
    assert service.refusals == []
    assert answer == Answer(Outcome.SENT)
    [received] = browser.messages
    assert received.payload == {"title": "Größe ✓"}
    assert received.claims["sub"] == CONTACT
    assert received.headers["ttl"] == "60"
    assert received.headers["urgency"] == "high"
    assert received.headers["topic"] == "dGlja2V0LTc"


async def test_the_service_refuses_another_installations_key(
    service: PushService, identity: Identity
) -> None:
    browser = service.browser(identity.public_key)
    stranger = Identity(ec.generate_private_key(ec.SECP256R1()))
    answer = await send(stranger, to(browser))
    assert answer.outcome is Outcome.REFUSED
    assert browser.messages == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (429, Outcome.FAILED),
        (500, Outcome.FAILED),
        (503, Outcome.FAILED),
        (400, Outcome.REFUSED),
        (413, Outcome.REFUSED),
    ],
)
async def test_answers_are_understood(
    service: PushService, identity: Identity, status: int, outcome: Outcome
) -> None:
    browser = service.browser(identity.public_key)
    browser.answers.append(status)
    answer = await send(identity, to(browser))
    assert (answer.outcome, str(status) in answer.reason) == (outcome, True)


async def test_redirects_are_not_followed(service: PushService, identity: Identity) -> None:
    browser = service.browser(identity.public_key)
    browser.answers.append(307)
    answer = await send(identity, to(browser))
    assert answer.outcome is Outcome.REFUSED
    assert service.requests == 1


async def test_a_service_that_is_down_may_be_up_later(
    service: PushService, identity: Identity
) -> None:
    browser = service.browser(identity.public_key)
    nobody = f"http://127.0.0.1:{free_port()}/push"
    answer = await send(identity, to(browser, endpoint=nobody))
    assert answer.outcome is Outcome.FAILED


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost", "127.0.0.1"])
async def test_no_spelling_of_a_private_address_is_connected_to(
    service: PushService, identity: Identity, host: str
) -> None:
    browser = service.browser(identity.public_key)
    port = service.url.rpartition(":")[2]
    answer = await send(
        identity, to(browser, endpoint=f"https://{host}:{port}/push"), allow_private=False
    )
    assert answer == Answer(Outcome.REFUSED, "The endpoint is on a private address.")
    assert service.requests == 0


async def test_plain_http_is_refused_before_anything_is_sent(
    service: PushService, identity: Identity
) -> None:
    answer = await send(identity, to(service.browser(identity.public_key)), allow_private=False)
    assert answer.outcome is Outcome.REFUSED
    assert service.requests == 0
