"""Levels, rotas and stand-ins over HTTP: versions, refusals, and what cannot be."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import Database
from app.core.ids import new_id
from app.tickets.enums import TicketStatus
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket

PLAN = "/api/v1/escalation-plan"
OVERRIDES = "/api/v1/on-call/overrides"
TEN = {"administrators": True, "timeout_minutes": 10}


def policy(name: str = "Critical", **facts: Any) -> dict[str, Any]:
    """A policy as a client writes it."""
    return {"name": name, "unanswered_minutes": 15, "levels": [TEN], **facts}


def rota(*people: SignedIn, name: str = "Night", **facts: Any) -> dict[str, Any]:
    """A rota as a client writes it."""
    return {
        "id": str(new_id()),
        "name": name,
        "zone": "Europe/Berlin",
        "people": [str(one.id) for one in people],
        "starts_on": "2026-03-16",
        **facts,
    }


def plan(version: int = 0, **facts: Any) -> dict[str, Any]:
    """A whole plan."""
    return {"version": version, "policies": [], "rotas": [], **facts}


async def test_the_product_calls_for_critical_tickets_from_the_start(as_admin: SignedIn) -> None:
    body = (await as_admin.get(PLAN)).json()

    assert (body["version"], body["rotas"]) == (0, [])
    assert [one["conditions"]["priorities"] for one in body["policies"]] == [["critical"]]


async def test_a_plan_is_written_as_a_whole_and_brought_back(
    as_admin: SignedIn, as_technician: SignedIn
) -> None:
    written = plan(policies=[policy()], rotas=[rota(as_technician)])
    first = await as_admin.put(PLAN, json=written)
    assert first.status_code == 200, first.text
    assert [one["id"] for one in first.json()["people"]] == [str(as_technician.id)]

    stale = await as_admin.put(PLAN, json=plan(0))
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 1)
    empty = await as_admin.put(PLAN, json=plan(1))
    assert empty.json()["policies"] == []
    back = await as_admin.post(f"{PLAN}/versions/1/restore", json={"version": 2})
    assert (back.json()["version"], back.json()["restores"]) == (3, 1)
    assert back.json()["rotas"] == first.json()["rotas"]
    unknown = await as_admin.post(f"{PLAN}/versions/9/restore", json={"version": 3})
    assert unknown.json()["code"] == "version_unknown"

    page = (await as_admin.get(f"{PLAN}/versions?limit=3")).json()
    assert [one["version"] for one in page["items"]] == [3, 2, 1]
    rest = (await as_admin.get(f"{PLAN}/versions?cursor={page['next_cursor']}")).json()
    assert [one["version"] for one in rest["items"]] == [0]
    assert (await as_technician.get(PLAN)).json()["version"] == 3


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (plan(policies=[policy(), policy("critical")]), "Two are called “critical”"),
        (
            plan(policies=[policy(levels=[{"timeout_minutes": 5}])]),
            "Level 1 of “Critical” tells nobody.",
        ),
        (
            plan(policies=[policy(levels=[TEN, {"rota_id": str(new_id()), "timeout_minutes": 5}])]),
            "Level 2 of “Critical” names a rota that is not there.",
        ),
        (
            plan(policies=[policy(levels=[{"team_id": str(new_id()), "timeout_minutes": 5}])]),
            "“Critical” names a team that is gone.",
        ),
        (plan(policies=[policy(calendar_id=str(new_id()))]), "The calendar of “Critical” is gone"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_in_words(
    as_admin: SignedIn, wanted: dict[str, Any], sentence: str
) -> None:
    answer = await as_admin.put(PLAN, json=wanted)

    assert answer.status_code == 422
    assert answer.json()["code"] == "escalation_plan_refused"
    assert sentence in answer.json()["detail"]


async def test_only_staff_takes_turns(
    as_admin: SignedIn, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    gone = await sign_in_as("technician", is_active=False)
    for person in (as_user, gone):
        answer = await as_admin.put(PLAN, json=plan(rotas=[rota(person)]))
        assert "not active staff" in answer.json()["detail"]


async def test_a_stand_in_that_cannot_be_is_refused_in_words(
    as_admin: SignedIn, as_technician: SignedIn, as_user: SignedIn
) -> None:
    night = rota(as_technician)
    await as_admin.put(PLAN, json=plan(rotas=[night]))
    now = clock.now()

    async def refused(**facts: Any) -> str:
        body = {
            "rota_id": night["id"],
            "user_id": str(as_technician.id),
            "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(days=1)).isoformat(),
            **facts,
        }
        answer = await as_admin.post(OVERRIDES, json=body)
        assert answer.status_code == 422, answer.text
        return str(answer.json()["detail"])

    past = (now - timedelta(days=2)).isoformat()
    assert "no such rota" in await refused(rota_id=str(new_id()))
    assert "active staff" in await refused(user_id=str(as_user.id))
    assert "end after it begins" in await refused(ends_at=past)
    assert "over already" in await refused(
        starts_at=past, ends_at=(now - timedelta(days=1)).isoformat()
    )
    missing = await as_admin.delete(f"{OVERRIDES}/{new_id()}")
    assert missing.json()["code"] == "override_unknown"


async def test_the_days_ahead_are_covered_without_a_gap(
    as_admin: SignedIn, as_technician: SignedIn
) -> None:
    night = rota(as_technician, as_admin, hand_over="daily")
    await as_admin.put(PLAN, json=plan(rotas=[night]))

    body = (await as_technician.get("/api/v1/on-call?days=10")).json()

    turns = body["rotas"][0]["turns"]
    assert turns[0]["starts_at"] == body["starts_at"]
    assert turns[-1]["ends_at"] == body["ends_at"]
    assert [one["ends_at"] for one in turns[:-1]] == [one["starts_at"] for one in turns[1:]]
    assert {one["user"]["id"] for one in turns} == {str(as_technician.id), str(as_admin.id)}


async def test_a_finished_ticket_is_not_escalated(db: Database, as_technician: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session, status=TicketStatus.CLOSED)

    answer = await as_technician.post(f"/api/v1/tickets/{ticket.id}/escalation", json={})

    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_not_open")
    assert (await as_technician.get(f"/api/v1/tickets/{ticket.id}/escalation")).json()[
        "state"
    ] is None
