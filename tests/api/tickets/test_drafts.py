"""Unsent words: kept for their writer alone, the latest edit of two devices counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from app.core import clock
from app.core.db import Database
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, say
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def keep(
    person: SignedIn, ticket: Ticket, words: str, *, device: str = "laptop", minute: int = 0
) -> Any:
    """Keep what was written so many minutes after nine."""
    body = {
        "kind": "reply",
        "text": words,
        "device": device,
        "edited_at": (MORNING + timedelta(minutes=minute)).isoformat(),
    }
    return (await person.put(f"{TICKETS}/{ticket.id}/draft", json=body)).json()


async def kept(person: SignedIn, ticket: Ticket) -> Any:
    """What is kept now."""
    return (await person.get(f"{TICKETS}/{ticket.id}/draft")).json()


async def test_a_draft_is_found_again_and_goes_when_it_is_sent(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    assert await kept(as_technician, ticket) is None
    await keep(as_technician, ticket, "Could you")
    answer = await keep(as_technician, ticket, "Could you send", minute=1)
    assert (answer["kept"], answer["draft"]["text"]) == (True, "Could you send")
    assert (await kept(as_technician, ticket))["text"] == "Could you send"

    await say(as_technician, ticket, "Could you send it?")

    assert await kept(as_technician, ticket) is None


async def test_words_are_stored_sealed_and_for_their_writer_alone(
    as_technician: SignedIn, as_admin: SignedIn, as_user: SignedIn, ticket: Ticket, db: Database
) -> None:
    await keep(as_technician, ticket, "Rude customer")

    for other in (as_admin, as_user):
        assert await kept(other, ticket) is None
    async with db.read() as session:
        stored = (await session.exec(sql("SELECT text FROM message_draft"))).scalar_one()  # type: ignore[call-overload]
    assert b"Rude" not in bytes(stored)


@pytest.mark.parametrize(
    ("device", "minute", "stays"),
    [("phone", 5, False), ("phone", -5, True), ("laptop", -5, False)],
)
async def test_the_latest_edit_of_two_devices_counts(
    device: str, minute: int, stays: bool, as_technician: SignedIn, ticket: Ticket
) -> None:
    await keep(as_technician, ticket, "From the laptop")

    answer = await keep(as_technician, ticket, "Another", device=device, minute=minute)

    assert answer["kept"] is not stays
    expected = "From the laptop" if stays else "Another"
    assert answer["draft"]["text"] == expected
    assert (await kept(as_technician, ticket))["text"] == expected


async def test_a_clock_that_is_ahead_wins_nothing_for_long(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    await keep(as_technician, ticket, "From tomorrow", minute=60 * 24 * 365 * 50)

    stored = datetime.fromisoformat((await kept(as_technician, ticket))["edited_at"])

    assert stored <= clock.now()


async def test_empty_words_forget_the_draft(as_user: SignedIn, ticket: Ticket) -> None:
    await keep(as_user, ticket, "Still broken")
    assert await keep(as_user, ticket, "  ", minute=1) == {"kept": True, "draft": None}
    assert await kept(as_user, ticket) is None
    await keep(as_user, ticket, "Still broken", minute=2)
    assert (await as_user.delete(f"{TICKETS}/{ticket.id}/draft")).status_code == 204
    assert await kept(as_user, ticket) is None


async def test_nobody_keeps_words_on_a_ticket_that_is_not_his_to_see(
    sign_in_as: SignInAs, ticket: Ticket
) -> None:
    stranger = await sign_in_as("user")

    assert (await keep(stranger, ticket, "Let me in"))["code"] == "ticket_not_found"
