"""A ticket is handed over: with a sentence, in one step, to somebody who has a place."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from app.core.db import Database
from app.people.models import Team, Technician, TechnicianSkill
from app.tickets.enums import Category, TicketStatus
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, facts, reload
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

Drain = Callable[[], Awaitable[int]]
NOTE = "The switch is fine; look at the firewall."


async def make_held(db: Database, holder: SignedIn, requester: SignedIn) -> Ticket:
    """A ticket in somebody's hands, and his load."""
    async with db.write() as session:
        profile = await session.get_one(Technician, holder.id)
        profile.active = 1
        session.add(profile)
        return await make_ticket(session, requester_id=requester.id, assignee_id=holder.id)


async def hand_over(
    person: SignedIn, ticket: Ticket, to: str, to_id: UUID | None = None, **more: Any
) -> Any:
    """Hand the first version on."""
    body = {"version": 1, "to": to, "to_id": to_id and str(to_id), "note": NOTE, **more}
    return await person.post(f"{TICKETS}/{ticket.id}/hand-over", json=body)


async def told(person: SignedIn) -> list[tuple[str, str]]:
    """Kind and body of what somebody was told."""
    items = (await person.get("/api/v1/notifications")).json()["items"]
    return [(item["kind"], item["body"]) for item in items]


async def load(db: Database, person: SignedIn) -> int:
    """How many tickets somebody holds."""
    async with db.read() as session:
        return (await session.get_one(Technician, person.id)).active


async def test_to_a_person_with_the_note(
    db: Database, sign_in_as: SignInAs, as_technician: SignedIn, as_user: SignedIn, drain: Drain
) -> None:
    ann = await sign_in_as("technician", name="Ann Okafor")
    ticket = await make_held(db, as_technician, as_user)

    answer = await hand_over(as_technician, ticket, "person", ann.id, keep_watching=True)

    assert answer.status_code == 200, answer.text
    assert answer.json()["assignee"]["id"] == str(ann.id)
    assert [one["id"] for one in answer.json()["watchers"]] == [str(as_technician.id)]
    assert (await load(db, ann), await load(db, as_technician)) == (1, 0)
    assert await facts(db, ticket) == [
        *("ticket_assigned", "message_added", "ticket_handed_over", "watcher_added")
    ]
    await drain()
    assert await told(ann) == [("handed_over", NOTE)]
    assert "note" not in [kind for kind, _ in await told(as_user)]
    messages = (await ann.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"]
    assert [(one["kind"], one["text"]) for one in messages] == [("note", NOTE)]
    history = (await ann.get(f"{TICKETS}/{ticket.id}/history", params={"group": "holder"})).json()
    handed = next(one for one in history["items"] if one["type"] == "ticket_handed_over")
    assert handed["text"] == "Handed over to Ann Okafor"
    assert handed["changes"] == [
        {"field": "with", "before": as_technician.user.name, "after": "Ann Okafor"}
    ]
    seen = (await as_user.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
    assert "ticket_handed_over" not in [entry["type"] for entry in seen]


async def test_to_a_team_that_decides_among_its_own(
    db: Database, sign_in_as: SignInAs, as_technician: SignedIn, as_user: SignedIn, drain: Drain
) -> None:
    ann = await sign_in_as("technician")
    ticket = await make_held(db, as_technician, as_user)
    async with db.write() as session:
        team = Team(name="Network")
        session.add(team)
        await session.flush()
        profile = await session.get_one(Technician, ann.id)
        profile.team_id = team.id
        session.add(profile)
        for skill in Category:
            session.add(TechnicianSkill(user_id=ann.id, skill=skill))

    answer = await hand_over(as_technician, ticket, "team", team.id)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["assignee"], body["team"]["name"], body["status"]) == (None, "Network", "new")
    assert await load(db, as_technician) == 0
    await drain()
    assert (await reload(db, ticket)).assignee_id == ann.id
    assert ("handed_over", NOTE) in await told(ann)
    history = (await ann.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
    assert "Handed over to Network" in [entry["text"] for entry in history]


async def test_to_the_queue_and_not_back_to_whoever_gave_it(
    db: Database, as_technician: SignedIn, as_user: SignedIn, drain: Drain
) -> None:
    ticket = await make_held(db, as_technician, as_user)

    answer = await hand_over(as_technician, ticket, "queue")

    assert answer.status_code == 200, answer.text
    await drain()
    assert (await reload(db, ticket)).assignee_id is None
    history = (await as_technician.get(f"{TICKETS}/{ticket.id}/history")).json()["items"]
    assert "Handed over to the queue" in [entry["text"] for entry in history]


async def test_whoever_is_full_gets_nothing_and_nothing_is_written(
    db: Database, sign_in_as: SignInAs, as_technician: SignedIn, as_user: SignedIn
) -> None:
    ann = await sign_in_as("technician")
    ticket = await make_held(db, as_technician, as_user)
    async with db.write() as session:
        profile = await session.get_one(Technician, ann.id)
        profile.active = profile.capacity
        session.add(profile)

    answer = await hand_over(as_technician, ticket, "person", ann.id)

    assert (answer.status_code, answer.json()["code"]) == (409, "technician_full")
    assert (await reload(db, ticket)).assignee_id == as_technician.id
    assert await facts(db, ticket) == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"version": 7}, 409, "stale_edit"),
        ({"note": "  "}, 422, "invalid_request"),
        ({"to": "queue"}, 422, "invalid_request"),
        ({"to_id": None}, 422, "invalid_request"),
        ({"to": "team"}, 404, "team_not_found"),
        ({}, 409, "already_theirs"),
    ],
)
async def test_what_cannot_be(
    change: dict[str, Any],
    status: int,
    code: str,
    db: Database,
    as_technician: SignedIn,
    as_user: SignedIn,
) -> None:
    ticket = await make_held(db, as_technician, as_user)
    body = {"version": 1, "to": "person", "to_id": str(as_technician.id), "note": NOTE, **change}

    answer = await as_technician.post(f"{TICKETS}/{ticket.id}/hand-over", json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_finished_ticket_stays(
    db: Database, sign_in_as: SignInAs, as_technician: SignedIn
) -> None:
    ann = await sign_in_as("technician")
    async with db.write() as session:
        ticket = await make_ticket(session, status=TicketStatus.CLOSED)

    answer = await hand_over(as_technician, ticket, "person", ann.id)

    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_finished")
