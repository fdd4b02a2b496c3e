"""A reply to what somebody has not seen yet is held back until he has."""

from typing import Any

from app.core.db import Database
from app.tickets.enums import MessageKind
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, say
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message


async def send(person: SignedIn, ticket: Ticket, *, after: Any) -> Any:
    """Reply to what was seen up to a message."""
    body = {"text": "Restart it.", "after": str(after)}
    return await person.post(f"{TICKETS}/{ticket.id}/messages", json=body)


async def test_what_others_wrote_meanwhile_is_shown_first(
    as_technician: SignedIn, as_admin: SignedIn, ticket: Ticket, db: Database
) -> None:
    async with db.write() as session:
        await make_message(session, ticket, text="It works again.")
    await say(as_admin, ticket, "I solved it.", "note")

    answer = await send(as_technician, ticket, after=ticket.id)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "newer_messages")
    seen = [message["text"] for message in problem["current"]]
    assert seen == ["It works again.", "I solved it."]
    again = await send(as_technician, ticket, after=problem["current"][-1]["id"])
    assert again.status_code == 201


async def test_ones_own_words_are_no_news(as_technician: SignedIn, ticket: Ticket) -> None:
    await say(as_technician, ticket, "One moment.")

    assert (await send(as_technician, ticket, after=ticket.id)).status_code == 201


async def test_a_requester_is_not_held_back_by_a_note_that_he_cannot_read(
    as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, db: Database
) -> None:
    async with db.write() as session:
        await make_message(
            session, ticket, author_id=as_technician.id, kind=MessageKind.NOTE, text="Careful."
        )

    assert (await send(as_user, ticket, after=ticket.id)).status_code == 201
