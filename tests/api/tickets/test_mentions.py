"""Colleagues named in notes: they are told, they follow, and requesters never learn of it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from app.core.db import Database
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, facts, say
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn

Drain = Callable[[], Awaitable[int]]


async def inbox(person: SignedIn) -> list[tuple[str, str]]:
    """Kind and title of what somebody was told, newest first."""
    items = (await person.get("/api/v1/notifications")).json()["items"]
    return [(item["kind"], item["title"]) for item in items]


async def test_a_colleague_is_told_once_and_follows_from_then_on(
    sign_in_as: SignInAs, as_technician: SignedIn, ticket: Ticket, db: Database, drain: Drain
) -> None:
    ann = await sign_in_as("technician", name="Ann Okafor")
    text = f"@[{ann.id}] have a look, and @[{ann.id}] again."

    answer = await say(as_technician, ticket, text, "note")
    await drain()

    body = answer.json()
    assert (answer.status_code, body["text"]) == (201, text)
    assert body["mentions"] == [{"id": str(ann.id), "name": "Ann Okafor"}]
    assert [kind for kind, _ in await inbox(ann)] == ["mentioned"]
    assert ann.user.name not in (await inbox(ann))[0][1]
    await say(as_technician, ticket, "Found it.", "note")
    await drain()
    assert [kind for kind, _ in await inbox(ann)] == ["note", "mentioned"]
    assert (await facts(db, ticket))[:2] == ["message_added", "people_mentioned"]
    history = (await as_technician.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
    assert "Ann Okafor mentioned in a note" in [entry["text"] for entry in history]


async def test_a_watcher_who_is_mentioned_hears_that_and_not_that_there_is_a_note(
    as_admin: SignedIn, as_technician: SignedIn, ticket: Ticket, drain: Drain
) -> None:
    await as_admin.put(f"{TICKETS}/{ticket.id}/watchers/me")
    await say(as_technician, ticket, f"@[{as_admin.id}] your call.", "note")
    await drain()

    assert [kind for kind, _ in await inbox(as_admin)] == ["mentioned"]


async def test_a_requester_learns_nothing(
    sign_in_as: SignInAs, as_user: SignedIn, as_technician: SignedIn, ticket: Ticket, drain: Drain
) -> None:
    ann = await sign_in_as("technician")
    await say(as_technician, ticket, f"@[{ann.id}] he shouts.", "note")
    await drain()

    assert await inbox(as_user) == []
    assert (await as_user.get(f"{TICKETS}/{ticket.id}")).json()["watchers"] == []
    assert (await as_user.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"] == []
    history = (await as_user.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
    assert {entry["type"] for entry in history} <= {"ticket_triaged"}


@pytest.mark.parametrize("who", ["user", "nobody", "gone"])
async def test_only_staff_that_is_here_can_be_mentioned(
    who: str,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    as_technician: SignedIn,
    as_user: SignedIn,
    ticket: Ticket,
    db: Database,
) -> None:
    other = await sign_in_as("technician")
    await as_admin.patch(f"/api/v1/people/{other.id}", json={"is_active": False})
    person_id = {"user": as_user.id, "nobody": uuid4(), "gone": other.id}[who]

    answer = await say(as_technician, ticket, f"@[{person_id}] see this.", "note")

    assert (answer.status_code, answer.json()["code"]) == (422, "mention_unknown")
    assert await facts(db, ticket) == []


async def test_in_a_reply_nobody_is_mentioned(
    sign_in_as: SignInAs, as_technician: SignedIn, ticket: Ticket, db: Database
) -> None:
    ann = await sign_in_as("technician")

    answer = await say(as_technician, ticket, f"@[{ann.id}] is our expert.")

    assert answer.json()["mentions"] == []
    assert "people_mentioned" not in await facts(db, ticket)


async def test_an_id_is_no_word_that_a_search_finds(
    sign_in_as: SignInAs, as_technician: SignedIn, ticket: Ticket
) -> None:
    ann = await sign_in_as("technician")
    await say(as_technician, ticket, f"@[{ann.id}] fuser swapped", "note")

    async def found(words: str) -> list[Any]:
        answer = await as_technician.get(TICKETS, params={"q": words})
        items: list[Any] = answer.json()["items"]
        return items

    assert len(await found("fuser")) == 1
    assert await found(str(ann.id).split("-")[4]) == []


async def test_whom_one_can_mention(
    sign_in_as: SignInAs, as_technician: SignedIn, as_user: SignedIn, ticket: Ticket
) -> None:
    for name in ("Zoe Annan", "Anna Berg", "Joanna Cole"):
        await sign_in_as("technician", name=name)
    await sign_in_as("user", name="Anna Userova")
    url = f"{TICKETS}/{ticket.id}/mentionable"

    found = (await as_technician.get(url, params={"q": "ann"})).json()

    assert [person["name"] for person in found] == ["Anna Berg", "Zoe Annan"]
    assert (await as_technician.get(url, params={"q": "%"})).json() == []
    assert (await as_user.get(url)).status_code == 403
