"""Many tickets with one request: what is done, what is refused beside it, and the way back."""

from typing import Any

import pytest

from app.core.db import Database
from app.tickets.enums import Priority, TicketStatus
from app.tickets.models import Ticket
from tests.api.tickets.steps import facts, reload
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

BULK = "/api/v1/tickets/bulk"


@pytest.fixture
async def tickets(db: Database, as_user: SignedIn, as_technician: SignedIn) -> list[Ticket]:
    """Three tickets of the user: two of the technician, one of nobody."""
    async with db.write() as session:
        return [
            await make_ticket(
                session,
                requester_id=as_user.id,
                assignee_id=as_technician.id,
                priority=Priority.LOW,
            ),
            await make_ticket(
                session,
                requester_id=as_user.id,
                assignee_id=as_technician.id,
                priority=Priority.MEDIUM,
            ),
            await make_ticket(session, requester_id=as_user.id, priority=Priority.LOW),
        ]


async def change(person: SignedIn, *changes: dict[str, Any]) -> dict[str, Any]:
    """Ask for the changes and expect an answer."""
    answer = await person.post(BULK, json={"changes": list(changes)})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def wish(ticket: Ticket, **wanted: Any) -> dict[str, Any]:
    """One entry of the request."""
    return {"ticket_id": str(ticket.id), **wanted}


async def test_each_ticket_gets_what_was_asked_for_it(
    db: Database, as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    one, two, three = tickets

    body = await change(
        as_technician,
        wish(one, priority="high", add_tags=["VPN"]),
        wish(two, status="in_progress"),
        wish(three, watch=True, category="network"),
    )

    assert [outcome["done"] for outcome in body["outcomes"]] == [True, True, True]
    first, second, third = (outcome["ticket"] for outcome in body["outcomes"])
    assert (first["priority"], first["tags"]) == ("high", ["vpn"])
    assert second["status"] == "in_progress"
    assert third["category"] == "network"
    assert await facts(db, one) == ["ticket_edited", "classification_corrected"]
    assert await facts(db, three) == ["classification_corrected", "watcher_added"]


async def test_what_is_refused_holds_nothing_else_up(
    db: Database, as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    one, two, three = tickets

    body = await change(
        as_technician,
        wish(three, status="in_progress", priority="critical"),
        wish(one, version=9, priority="high"),
        wish(two, priority="high"),
    )

    unheld, stale, done = body["outcomes"]
    assert (unheld["done"], unheld["code"]) == (False, "move_refused")
    assert unheld["detail"] == "Nobody holds this ticket yet. Take it or assign it first."
    assert (stale["done"], stale["code"]) == (False, "stale_edit")
    assert done["done"]
    # Nothing of a refused change stays, not even what came before the refusal.
    assert (await reload(db, three)).priority is Priority.LOW
    assert await facts(db, three) == []
    assert (await reload(db, two)).priority is Priority.HIGH


async def test_the_undo_puts_back_what_was(
    db: Database, as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    one, two, _ = tickets
    await change(as_technician, wish(one, add_tags=["old"]))

    body = await change(
        as_technician,
        wish(one, priority="critical", add_tags=["vpn"], remove_tags=["old"], watch=True),
        wish(two, status="closed"),
    )
    back = await change(as_technician, *body["undo"])

    assert [outcome["done"] for outcome in back["outcomes"]] == [True, True]
    first, second = (outcome["ticket"] for outcome in back["outcomes"])
    assert (first["priority"], first["tags"]) == ("low", ["old"])
    assert second["assignee"]["id"] == str(as_technician.id)
    assert second["status"] == "assigned"
    assert "watcher_removed" in await facts(db, one)


async def test_an_undo_leaves_alone_what_somebody_changed_since(
    db: Database, as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    one = tickets[0]
    body = await change(as_technician, wish(one, priority="critical"))
    await change(as_technician, wish(one, add_tags=["later"]))

    back = await change(as_technician, *body["undo"])

    assert back["outcomes"][0]["code"] == "stale_edit"
    assert (await reload(db, one)).priority is Priority.CRITICAL


async def test_tickets_are_handed_over_and_back(
    db: Database, as_technician: SignedIn, as_admin: SignedIn, tickets: list[Ticket]
) -> None:
    three = tickets[2]

    body = await change(as_admin, wish(three, assignee_id=str(as_technician.id)))
    given = await reload(db, three)
    back = await change(as_admin, *body["undo"])

    assert (given.assignee_id, given.status) == (as_technician.id, TicketStatus.ASSIGNED)
    assert back["outcomes"][0]["ticket"]["assignee"] is None


async def test_what_cannot_be_taken_back_is_not_offered(
    as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    body = await change(as_technician, wish(tickets[0], status="in_progress"))

    assert body["undo"] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "at least 1"),
        (
            [{"ticket_id": f"00000000-0000-0000-0000-{n:012}", "watch": True} for n in range(101)],
            "100",
        ),
        ([{"ticket_id": "00000000-0000-0000-0000-000000000001"}], "nothing to change"),
        ([{"ticket_id": "00000000-0000-0000-0000-000000000001", "watch": True}] * 2, "twice"),
        (
            [
                {
                    "ticket_id": "00000000-0000-0000-0000-000000000001",
                    "assignee_id": "00000000-0000-0000-0000-000000000002",
                    "unassign": True,
                }
            ],
            "at once",
        ),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_whole(
    as_technician: SignedIn, changes: list[dict[str, Any]], words: str
) -> None:
    answer = await as_technician.post(BULK, json={"changes": changes})

    assert answer.status_code == 422
    assert words in answer.text


async def test_a_ticket_that_does_not_exist_is_one_refusal_among_the_others(
    as_technician: SignedIn, tickets: list[Ticket]
) -> None:
    nowhere = {"ticket_id": "00000000-0000-0000-0000-000000000001", "watch": True}

    body = await change(as_technician, nowhere, wish(tickets[0], watch=True))

    assert [outcome["code"] for outcome in body["outcomes"]] == ["ticket_not_found", None]
