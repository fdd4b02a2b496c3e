"""Why her, why nobody yet, and what is on my desk, over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from app.core.db import Database
from app.people.enums import Presence
from app.tickets.enums import Commitment, Priority, TicketStatus
from tests.conftest import SignInAs
from tests.factories.assignment import (
    make_held_ticket,
    make_unscored_ticket,
    make_waiting_ticket,
    ticket_now,
)
from tests.factories.auth import SignedIn
from tests.factories.people import make_technician

Drain = Callable[[], Awaitable[int]]


async def explained(person: SignedIn, ticket_id: object) -> dict[str, Any]:
    """The explanation as this person reads it."""
    answer = await person.get(f"/api/v1/tickets/{ticket_id}/assignment")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_staff_reads_the_whole_decision(
    db: Database, as_admin: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        ann = await make_technician(session, name="Ann", skills={"network": 0.9}, capacity=6)
        ben = await make_technician(
            session, name="Ben", skills={"network": 0.9}, active=4, weighted_load=120.0
        )
        await make_technician(session, name="Cem", skills={"email": 1.0})
        await make_technician(
            session, name="Dee", skills={"network": 1.0}, presence=Presence.OFFLINE
        )
        ticket = await make_waiting_ticket(session)
    await drain()

    told = await explained(as_admin, ticket.id)

    assert told["state"] == "assigned"
    assert told["assignee"] == {"id": str(ann.user_id), "name": "Ann"}
    assert told["sentence"] == "Assigned to Ann: on shift, network 0.9, 1 of 6, free now."
    assert (told["strategy"], told["strategy_version"]) == ("weighted_least_load", 2)
    assert told["runner_up"]["technician"] == {"id": str(ben.user_id), "name": "Ben"}
    assert told["duration_ms"] > 0
    assert told["factors"][0]["label"] == "Least work ahead"
    by_name = {item["technician"]["name"]: item for item in told["candidates"]}
    assert by_name["Ann"]["eligible"]
    assert by_name["Ann"]["points"] > by_name["Ben"]["points"]
    assert by_name["Cem"]["reason"] == "has no skill in network"
    assert by_name["Cem"]["would_change"] == "an administrator adds the skill network"
    assert by_name["Dee"]["reason"] == "is offline"
    assert [entry["cause"] for entry in told["history"]] == ["system"]


async def test_a_solved_ticket_is_committed_to_nobody(
    db: Database, as_admin: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        await make_technician(session, name="Ann", skills={"network": 0.9})
        ticket = await make_waiting_ticket(session)
    await drain()
    assert (await explained(as_admin, ticket.id))["commitment"] == "held"
    path = f"/api/v1/tickets/{ticket.id}"
    version = (await as_admin.get(path)).json()["version"]
    done = await as_admin.post(f"{path}/solve", json={"version": version, "resolution": "Done."})
    assert done.status_code == 200

    told = await explained(as_admin, ticket.id)

    assert (told["state"], told["commitment"]) == ("none", None)
    assert told["assignee"]["name"] == "Ann"


async def test_the_requester_reads_no_other_names(
    db: Database, as_user: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        await make_technician(session, name="Ann Archer", skills={"network": 0.9})
        await make_technician(session, name="Ben Baker", skills={"network": 0.5})
        ticket = await make_waiting_ticket(session, requester=as_user.user)
    await drain()
    told = await explained(as_user, ticket.id)
    assert told["sentence"] == "Assigned to Ann Archer: available and able to help with network."
    assert (told["candidates"], told["factors"], told["runner_up"]) == ([], [], None)
    assert "Ben Baker" not in str(told)


async def test_the_requester_of_a_waiting_ticket_reads_no_names_at_all(
    db: Database, as_user: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    ann = await sign_in_as("technician", name="Ann Archer", skills={"network": 0.9})
    async with db.write() as session:
        ticket = await make_waiting_ticket(session, requester=as_user.user)
    await drain()
    held = await ticket_now(db, ticket.id)
    await ann.post(
        f"/api/v1/tickets/{ticket.id}/release",
        json={"version": held.version, "reason": "I wrote that system."},
    )
    await drain()
    told = await explained(as_user, ticket.id)
    assert told["state"] == "waiting"
    assert told["sentence"] == "Waiting for the next technician who can help."
    assert [entry["technician"] for entry in told["history"]] == [None, None]
    assert "Ann Archer" not in str(told)
    assert "I wrote that system." not in str(told)


async def test_why_nobody_is_told_as_of_now(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        await make_technician(session, name="Cem", skills={"email": 1.0})
        ticket = await make_waiting_ticket(session)
    assert (await explained(as_admin, ticket.id))["sentence"] == "Waiting: 1 lacks network."
    async with db.write() as session:
        await make_technician(session, skills={"network": 1.0}, presence=Presence.AWAY)
    told = await explained(as_admin, ticket.id)
    assert told["state"] == "waiting"
    assert told["sentence"] == "Waiting: 1 lacks network, 1 is away."
    assert len(told["candidates"]) == 2
    async with db.write() as session:
        await make_technician(session, skills={"network": 1.0})
    told = await explained(as_admin, ticket.id)
    assert told["sentence"] == "Waiting for its turn: somebody can take it."


async def test_a_ticket_that_is_not_scored_yet_says_so(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session)
    assert (await explained(as_admin, ticket.id))["sentence"] == "Waiting to be classified."


async def test_somebody_elses_ticket_is_not_there(db: Database, as_user: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    answer = await as_user.get(f"/api/v1/tickets/{ticket.id}/assignment")
    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")


async def test_the_waiting_list_is_paged_longest_first(
    db: Database, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        made = [
            await make_waiting_ticket(session, waited=timedelta(minutes=minutes))
            for minutes in (5, 60, 30)
        ]
        holder = await make_technician(session)
        await make_held_ticket(session, holder)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        parameters: dict[str, Any] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await as_technician.get("/api/v1/assignment/waiting", params=parameters)).json()
        seen += [item["id"] for item in page["items"]]
        assert all(item["waiting_since"] for item in page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [str(made[index].id) for index in (1, 2, 0)]


async def test_the_waiting_list_refuses_a_foreign_cursor(as_technician: SignedIn) -> None:
    answer = await as_technician.get("/api/v1/assignment/waiting", params={"cursor": "WzEsMl0"})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_users_do_not_see_the_waiting_list(as_user: SignedIn) -> None:
    assert (await as_user.get("/api/v1/assignment/waiting")).status_code == 403


async def test_my_queue_is_laid_out(db: Database, sign_in_as: SignInAs) -> None:
    ann = await sign_in_as("technician")
    async with db.write() as session:
        profile = await make_technician(session)
        await make_held_ticket(session, profile)
        shape: dict[str, dict[str, Any]] = {
            "now": {
                "status": TicketStatus.IN_PROGRESS,
                "commitment": Commitment.FIRM,
                "priority": Priority.HIGH,
            },
            "also begun": {"status": TicketStatus.IN_PROGRESS, "commitment": Commitment.FIRM},
            "pinned": {"commitment": Commitment.PINNED, "priority": Priority.LOW},
            "soft": {"commitment": Commitment.SOFT, "priority": Priority.LOW},
            "soft and grave": {"commitment": Commitment.SOFT, "priority": Priority.CRITICAL},
            "asked": {
                "status": TicketStatus.WAITING_ON_REQUESTER,
                "commitment": Commitment.FIRM,
            },
            "done": {"status": TicketStatus.SOLVED},
        }
        for subject, facts in shape.items():
            await make_held_ticket(
                session, profile, **{"subject": subject, "assignee_id": ann.id, **facts}
            )
    queue = (await ann.get("/api/v1/me/queue")).json()
    assert queue["now"]["subject"] == "now"
    assert [row["subject"] for row in queue["next"]] == ["also begun", "pinned"]
    assert [row["subject"] for row in queue["likely"]] == ["soft and grave", "soft"]
    assert [row["subject"] for row in queue["waiting_on_requester"]] == ["asked"]


async def test_only_technicians_have_a_queue(as_user: SignedIn, as_admin: SignedIn) -> None:
    assert (await as_user.get("/api/v1/me/queue")).status_code == 403
    answer = await as_admin.get("/api/v1/me/queue")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_technician")
