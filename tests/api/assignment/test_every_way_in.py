"""Whichever way a ticket comes or comes back, the same assigner gives it to somebody and keeps the same record."""

from collections.abc import Awaitable, Callable
from typing import Any

from app.core.db import Database
from tests.conftest import SignInAs
from tests.factories.assignment import ticket_now
from tests.factories.auth import SignedIn

Drain = Callable[[], Awaitable[int]]
PROBLEM = {
    "subject": "VPN drops",
    "description": "The VPN disconnects all of accounting every few minutes.",
}
SKILLS = dict.fromkeys(
    ("hardware", "software", "network", "access", "storage", "email", "security", "billing", "hr"),
    0.8,
)


async def record(admin: SignedIn, ticket_id: str) -> dict[str, Any]:
    """The explanation, once somebody has the ticket."""
    answer = await admin.get(f"/api/v1/tickets/{ticket_id}/assignment")
    told: dict[str, Any] = answer.json()
    assert told["state"] == "assigned", told
    assert (told["strategy"], told["history"][0]["outcome"]) == ("weighted_least_load", "assigned")
    assert told["factors"]
    assert told["candidates"]
    return told


async def test_fault_10_every_way_in_ends_in_the_same_assigner(
    db: Database, sign_in_as: SignInAs, as_user: SignedIn, as_admin: SignedIn, drain: Drain
) -> None:
    people = {
        str(person.id): person
        for person in [await sign_in_as("technician", skills=SKILLS) for _ in range(3)]
    }
    opened = (await as_user.post("/api/v1/tickets", json=PROBLEM)).json()
    path = f"/api/v1/tickets/{opened['id']}"

    async def version() -> int:
        return (await ticket_now(db, opened["id"])).version

    await drain()
    holder = (await record(as_admin, opened["id"]))["assignee"]["id"]

    body = {"version": await version(), "reason": "Not mine."}
    assert (await people[holder].post(f"{path}/release", json=body)).status_code == 200
    await drain()
    second = (await record(as_admin, opened["id"]))["assignee"]["id"]
    assert second != holder

    body = {"version": await version(), "technician_id": None}
    assert (await as_admin.post(f"{path}/assign", json=body)).status_code == 200
    await drain()
    await record(as_admin, opened["id"])

    body = {"version": await version(), "resolution": "Done."}
    assert (await as_admin.post(f"{path}/solve", json=body)).status_code == 200
    body = {"version": await version(), "reason": "It is back."}
    assert (await as_user.post(f"{path}/reopen", json=body)).status_code == 200
    await drain()
    again = await record(as_admin, opened["id"])
    assert again["assignee"]["id"] != holder
    assert [entry["outcome"] for entry in again["history"]] == [
        "assigned",
        "assigned",
        "returned",
        "assigned",
        "released",
        "assigned",
    ]
