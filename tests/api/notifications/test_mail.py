"""Notifications as e-mail: a real SMTP server that comes and goes."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from app.core.db import Database
from app.core.outbox.models import OutboxDelivery
from app.core.outbox.relay import Relay
from tests.api.notifications.conftest import RelayWith
from tests.conftest import BASE_URL, FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.feedback import hold_ticket
from tests.fixtures.push_service import PushService
from tests.fixtures.servers import free_port

Serve = Callable[[Relay], Awaitable[None]]


class Postbox:
    """Takes mails for everybody except those it was told to refuse."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refuses:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def to(self, person: SignedIn) -> list[Message]:
        """What somebody got."""
        return [mail for mail in self.mails if mail["To"] == person.user.email]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@contextmanager
def smtp_server(postbox: Postbox, port: int) -> Iterator[None]:
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


async def reply(db: Database, requester: SignedIn, technician: SignedIn) -> str:
    """The technician writes to the requester; returns the ticket's id."""
    async with db.write() as session:
        ticket = await hold_ticket(
            session,
            requester=requester.user,
            technician=technician.user,
            subject="Drucker über\r\nBcc: all@firm.example",
        )
    path = f"/api/v1/tickets/{ticket.id}/messages"
    assert (await technician.post(path, json={"text": "Which one?"})).status_code == 201
    return str(ticket.id)


async def attempts(db: Database) -> list[tuple[str, int]]:
    async with db.read() as session:
        rows = (await session.exec(select(OutboxDelivery))).all()
    return sorted((row.handler.rpartition(".")[2], row.attempts) for row in rows)


async def test_a_notification_is_mailed(
    db: Database,
    as_user: SignedIn,
    as_technician: SignedIn,
    postbox: Postbox,
    relay_with: RelayWith,
    serve: Serve,
) -> None:
    ticket_id = await reply(db, as_user, as_technician)
    port = free_port()
    with smtp_server(postbox, port):
        await serve(relay_with(smtp_port=port))
    [mail] = postbox.mails
    assert mail["To"] == as_user.user.email
    assert mail["Subject"].startswith(f"{as_technician.user.name} replied to TK-")
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()  # type: ignore[attr-defined]
    assert f"{BASE_URL}/tickets/{ticket_id}" in text
    assert "Drucker über Bcc: all@firm.example" in text
    # The words of the reply stay in the house.
    assert "Which one?" not in text


async def test_whoever_wants_no_mails_gets_none(
    db: Database,
    as_user: SignedIn,
    as_technician: SignedIn,
    postbox: Postbox,
    relay_with: RelayWith,
    serve: Serve,
) -> None:
    await as_user.put("/api/v1/me/notification-settings", json={"email": False, "push": True})
    await reply(db, as_user, as_technician)
    port = free_port()
    with smtp_server(postbox, port):
        await serve(relay_with(smtp_port=port))
    assert postbox.mails == []
    assert await attempts(db) == []


async def test_a_dead_mail_server_holds_up_neither_inbox_nor_push(
    db: Database,
    as_user: SignedIn,
    as_technician: SignedIn,
    sign_in_as: SignInAs,
    push_service: PushService,
    postbox: Postbox,
    relay_with: RelayWith,
    serve: Serve,
    frozen_clock: FrozenClock,
) -> None:
    other = await sign_in_as("user")
    browsers = []
    for person in (as_user, other):
        key = (await person.get("/api/v1/push/key")).json()["public_key"]
        browser = push_service.browser(key)
        await person.post("/api/v1/push/subscriptions", json=browser.subscription)
        browsers.append(browser)
        await reply(db, person, as_technician)
    port = free_port()
    await serve(relay_with(smtp_port=port))
    for person, browser in zip((as_user, other), browsers, strict=True):
        assert (await person.get("/api/v1/notifications/unread-count")).json() == {"unread": 1}
        assert len(browser.messages) == 1
    assert await attempts(db) == [("mail_notifications", 1)] * 2

    # The server is back: everybody gets his mail, once, and no push is repeated.
    with smtp_server(postbox, port):
        for _ in range(2):
            frozen_clock.advance(timedelta(minutes=1))
            await serve(relay_with(smtp_port=port))
    assert [len(postbox.to(person)) for person in (as_user, other)] == [1, 1]
    assert [len(browser.messages) for browser in browsers] == [1, 1]
    assert await attempts(db) == []


async def test_a_refused_recipient_holds_up_nobody_else(
    db: Database,
    as_user: SignedIn,
    as_technician: SignedIn,
    sign_in_as: SignInAs,
    postbox: Postbox,
    relay_with: RelayWith,
    serve: Serve,
    frozen_clock: FrozenClock,
) -> None:
    refused = await sign_in_as("user")
    postbox.refuses.add(refused.user.email)
    for person in (refused, as_user):
        await reply(db, person, as_technician)
    port = free_port()
    with smtp_server(postbox, port):
        relay = relay_with(smtp_port=port)
        await serve(relay)
        frozen_clock.advance(timedelta(minutes=1))
        await serve(relay)
    assert len(postbox.to(as_user)) == 1
    assert postbox.to(refused) == []
    # The one that was refused is still tried, alone.
    assert await attempts(db) == [("mail_notifications", 2)]
