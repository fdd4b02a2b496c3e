"""People decide who works on a ticket: assign, take, release, over HTTP."""

from collections.abc import Awaitable, Callable

import pytest

from app.core.db import Database
from app.people.enums import Presence
from app.tickets.enums import Commitment, TicketStatus
from app.tickets.models import Ticket
from tests.conftest import SignInAs
from tests.factories.assignment import (
    make_held_ticket,
    make_waiting_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.auth import SignedIn
from tests.factories.people import make_technician

Drain = Callable[[], Awaitable[int]]


def path(ticket: Ticket, what: str) -> str:
    """Address of something about a ticket."""
    return f"/api/v1/tickets/{ticket.id}/{what}"


async def test_an_administrator_assigns_and_it_never_moves_by_itself(
    db: Database, as_admin: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        chosen = await make_technician(session, name="Ann", skills={})
        await make_technician(session, skills={"network": 1.0})
        ticket = await make_waiting_ticket(session)

    answer = await as_admin.post(
        path(ticket, "assign"),
        json={
            "version": ticket.version,
            "technician_id": str(chosen.user_id),
            "reason": "She knows them.",
        },
    )

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["assignee"] == {"id": str(chosen.user_id), "name": "Ann"}
    assert (body["status"], body["commitment"]) == ("assigned", "pinned")
    assert body["version"] == ticket.version + 1
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == chosen.user_id
    assert (await technician_now(db, chosen.user_id)).active == 1
    told = (await as_admin.get(path(ticket, "assignment"))).json()
    assert told["sentence"] == (
        "Assigned to Ann by hand; it stays there until a person moves it. “She knows them.”"
    )


async def test_a_move_frees_the_first_holder(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        first = await make_technician(session)
        second = await make_technician(session)
        ticket = await make_held_ticket(session, first, status=TicketStatus.IN_PROGRESS)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(second.user_id)},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "assigned"
    loads = [await technician_now(db, person.user_id) for person in (first, second)]
    assert [(load.active, load.weighted_load) for load in loads] == [(0, 0.0), (1, 30.0)]


async def test_assigning_to_the_holder_only_pins(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        person = await make_technician(session, capacity=1, comfortable_capacity=1)
        ticket = await make_held_ticket(session, person)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(person.user_id)},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["commitment"] == "pinned"
    assert (await technician_now(db, person.user_id)).active == 1


async def test_hard_capacity_holds_for_hands_too(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        full = await make_technician(session, capacity=1, comfortable_capacity=1)
        await make_held_ticket(session, full)
        ticket = await make_waiting_ticket(session)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(full.user_id)},
    )
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "technician_full"
    assert problem["detail"].startswith("This technician is full: 1 of 1 tickets.")
    assert (await ticket_now(db, ticket.id)).assignee_id is None


async def test_somebody_offline_may_be_chosen_and_the_page_warns(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        away = await make_technician(session, name="Ben", presence=Presence.OFFLINE)
        ticket = await make_waiting_ticket(session)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(away.user_id)},
    )
    assert answer.status_code == 200, answer.text
    told = (await as_admin.get(path(ticket, "assignment"))).json()
    assert told["sentence"].endswith("Note: Ben is not online now.")


async def test_null_gives_a_ticket_back_to_the_queue(
    db: Database, as_admin: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        holder = await make_technician(session, skills={"network": 0.1}, presence=Presence.OFFLINE)
        ticket = await make_held_ticket(session, holder, commitment=Commitment.PINNED)
        other = await make_technician(session, skills={"network": 0.9})
    answer = await as_admin.post(
        path(ticket, "assign"), json={"version": ticket.version, "technician_id": None}
    )
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["assignee"]) == ("triaged", None)
    assert (await technician_now(db, holder.user_id)).active == 0
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == other.user_id


async def test_nobody_holds_it_so_nobody_can_be_freed(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    answer = await as_admin.post(
        path(ticket, "assign"), json={"version": ticket.version, "technician_id": None}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_unheld")


@pytest.mark.parametrize("status", [TicketStatus.SOLVED, TicketStatus.CLOSED])
async def test_a_finished_ticket_is_not_assigned(
    db: Database, as_admin: SignedIn, status: TicketStatus
) -> None:
    async with db.write() as session:
        person = await make_technician(session)
        ticket = await make_waiting_ticket(session, status=status)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(person.user_id)},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_finished")


async def test_who_is_no_technician_gets_no_ticket(
    db: Database, as_admin: SignedIn, as_user: SignedIn
) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    answer = await as_admin.post(
        path(ticket, "assign"),
        json={"version": ticket.version, "technician_id": str(as_user.id)},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "technician_unknown")


async def test_a_stale_assignment_gets_the_current_row(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        person = await make_technician(session)
        ticket = await make_waiting_ticket(session, version=4)
    answer = await as_admin.post(
        path(ticket, "assign"), json={"version": 3, "technician_id": str(person.user_id)}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_edit")
    assert answer.json()["current"]["version"] == 4


async def test_a_technician_takes_a_ticket(db: Database, sign_in_as: SignInAs) -> None:
    ann = await sign_in_as("technician", capacity=1, comfortable_capacity=1)
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
        second = await make_waiting_ticket(session)
    answer = await ann.post(path(ticket, "take"), json={"version": ticket.version})
    assert answer.status_code == 200, answer.text
    assert answer.json()["assignee"]["id"] == str(ann.id)
    assert answer.json()["commitment"] == "pinned"
    again = await ann.post(path(ticket, "take"), json={"version": answer.json()["version"]})
    assert (again.status_code, again.json()["code"]) == (409, "ticket_held_already")
    over = await ann.post(path(second, "take"), json={"version": second.version})
    assert (over.status_code, over.json()["code"]) == (409, "technician_full")


async def test_of_two_who_take_one_gets_it(db: Database, sign_in_as: SignInAs) -> None:
    ann, ben = await sign_in_as("technician"), await sign_in_as("technician")
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    body = {"version": ticket.version}
    answers = [await person.post(path(ticket, "take"), json=body) for person in (ann, ben)]
    assert [answer.status_code for answer in answers] == [200, 409]


async def test_an_administrator_without_profile_takes_nothing(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    answer = await as_admin.post(path(ticket, "take"), json={"version": ticket.version})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_technician")


async def test_what_is_released_goes_to_somebody_else(
    db: Database, sign_in_as: SignInAs, drain: Drain
) -> None:
    ann = await sign_in_as("technician", skills={"network": 1.0})
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    await drain()
    held = await ticket_now(db, ticket.id)
    assert held.assignee_id == ann.id
    answer = await ann.post(
        path(ticket, "release"), json={"version": held.version, "reason": "I wrote that system."}
    )
    assert answer.status_code == 200, answer.text
    await drain()
    waits = await ticket_now(db, ticket.id)
    assert waits.assignee_id is None
    assert waits.waiting_reason is not None
    assert waits.waiting_reason["counts"] == {"excluded": 1}
    assert (await technician_now(db, ann.id)).active == 0
    async with db.write() as session:
        other = await make_technician(session, skills={"network": 0.1})
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == other.user_id


async def test_only_the_holder_releases(
    db: Database, as_technician: SignedIn, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        holder = await make_technician(session)
        ticket = await make_held_ticket(session, holder)
    for person in (as_technician, as_admin):
        answer = await person.post(
            path(ticket, "release"), json={"version": ticket.version, "reason": "No."}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("assign", {"version": 1, "technician_id": None}),
        ("take", {"version": 1}),
        ("release", {"version": 1, "reason": "x"}),
    ],
)
async def test_users_decide_nothing(
    db: Database, as_user: SignedIn, what: str, body: dict[str, object]
) -> None:
    async with db.write() as session:
        own = await make_waiting_ticket(session, requester=as_user.user)
        strange = await make_waiting_ticket(session)
    assert (await as_user.post(path(own, what), json=body)).status_code == 403
    assert (await as_user.post(path(strange, what), json=body)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("assign", {"version": 1}),
        ("assign", {"version": 1, "technician_id": "Ann"}),
        ("assign", {"version": 1, "technician_id": None, "note": "unknown field"}),
        ("take", {"version": 0}),
        ("release", {"version": 1, "reason": "   "}),
        ("release", {"version": 1, "reason": "x" * 1001}),
    ],
)
async def test_bad_bodies_get_a_sentence(
    db: Database, as_technician: SignedIn, what: str, body: dict[str, object]
) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    answer = await as_technician.post(path(ticket, what), json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
