"""Technicians' profiles and teams."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.auth.models import User
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people.enums import Presence
from app.people.models import Technician
from tests.factories.auth import SignedIn, make_user
from tests.factories.people import make_team, make_technician

TECHNICIANS = "/api/v1/technicians"
TEAMS = "/api/v1/teams"
PROFILE: dict[str, Any] = {
    "capacity": 8,
    "comfortable_capacity": 5,
    "team_id": None,
    "skills": [
        {"skill": "storage", "proficiency": 0.4},
        {"skill": "network", "proficiency": 0.9},
    ],
    "stays_online": True,
}


async def test_a_profile_makes_a_user_a_technician(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        user = await make_user(session, name="Tia", email="tia@firm.example")
        team = await make_team(session, name="Networks")
    body = PROFILE | {"team_id": str(team.id)}
    answer = await as_admin.put(f"{TECHNICIANS}/{user.id}", json=body)
    assert answer.status_code == 200, answer.text
    row = answer.json()
    assert row.pop("presence_since") is not None
    assert row == {
        "id": str(user.id),
        "name": "Tia",
        "email": "tia@firm.example",
        "presence": "offline",
        "stays_online": True,
        "team": {"id": str(team.id), "name": "Networks"},
        "capacity": 8,
        "comfortable_capacity": 5,
        "active": 0,
        "weighted_load": 0.0,
        "skills": [
            {"skill": "network", "proficiency": 0.9},
            {"skill": "storage", "proficiency": 0.4},
        ],
        "languages": [],
        "channels": [],
        "is_on_shift": True,
        "shift_changes_at": None,
        "last_assigned_at": None,
    }
    listed = (await as_admin.get(TECHNICIANS)).json()["items"]
    assert [item["skills"] for item in listed] == [row["skills"]]
    async with db.read() as session:
        kept = await session.get(User, user.id)
        told = (await session.exec(select(OutboxEvent))).all()
    assert kept is not None
    assert kept.role == "technician"
    assert [(event.type, event.actor_id) for event in told] == [("technician_changed", as_admin.id)]


async def test_a_changed_profile_keeps_load_and_presence(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        busy = await make_technician(
            session, skills={"email": 1.0}, active=3, weighted_load=90.0, presence=Presence.AWAY
        )
    body = PROFILE | {"capacity": 2, "comfortable_capacity": 1}
    row = (await as_admin.put(f"{TECHNICIANS}/{busy.user_id}", json=body)).json()
    assert (row["capacity"], row["active"], row["weighted_load"]) == (2, 3, 90.0)
    assert row["presence"] == "away"
    assert [item["skill"] for item in row["skills"]] == ["network", "storage"]


async def test_an_administrator_with_a_profile_stays_administrator(
    as_admin: SignedIn, db: Database
) -> None:
    assert (await as_admin.put(f"{TECHNICIANS}/{as_admin.id}", json=PROFILE)).status_code == 200
    me = (await as_admin.get("/api/v1/auth/session")).json()["user"]
    assert (me["role"], me["is_technician"], me["presence"]) == ("administrator", True, "offline")


async def test_a_team_that_does_not_exist_cannot_be_joined(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        user = await make_user(session)
    body = PROFILE | {"team_id": str(uuid4())}
    answer = await as_admin.put(f"{TECHNICIANS}/{user.id}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "team_unknown")
    async with db.read() as session:
        assert (await session.exec(select(Technician))).all() == []


async def test_somebody_switched_off_gets_no_profile(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        user = await make_user(session, is_active=False)
    answer = await as_admin.put(f"{TECHNICIANS}/{user.id}", json=PROFILE)
    assert (answer.status_code, answer.json()["code"]) == (409, "person_switched_off")


@pytest.mark.parametrize(
    "change",
    [
        {"capacity": 0},
        {"capacity": 501},
        {"comfortable_capacity": 9},
        {"capacity": 2.5},
        {"capacity": "many"},
        {"skills": [{"skill": "network", "proficiency": 2}]},
        {"skills": [{"skill": "vpn", "proficiency": 1}] * 2},
        {"skills": "network"},
        {"team_id": "networks"},
        {"stays_online": None},
    ],
)
async def test_a_profile_that_cannot_be_is_refused_with_a_sentence(
    as_admin: SignedIn, db: Database, change: dict[str, Any]
) -> None:
    async with db.write() as session:
        user = await make_user(session)
    answer = await as_admin.put(f"{TECHNICIANS}/{user.id}", json=PROFILE | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["errors"]


async def test_technicians_are_listed_by_team_and_presence(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        team = await make_team(session)
        await make_technician(session, name="Abel", team_id=team.id)
        await make_technician(session, name="Bert", team_id=team.id, presence=Presence.AWAY)
        await make_technician(session, name="Cora")

    async def names(**params: str) -> list[str]:
        page = (await as_admin.get(TECHNICIANS, params=params)).json()
        return [row["name"] for row in page["items"]]

    assert await names() == ["Abel", "Bert", "Cora"]
    assert await names(team_id=str(team.id)) == ["Abel", "Bert"]
    assert await names(presence="online") == ["Abel", "Cora"]
    assert await names(team_id=str(team.id), presence="online") == ["Abel"]


async def test_technicians_come_in_pages(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        for name in ("Cora", "Abel", "Bert"):
            await make_technician(session, name=name, skills={"email": 0.5})
    first = (await as_admin.get(TECHNICIANS, params={"limit": 2})).json()
    rest = (await as_admin.get(TECHNICIANS, params={"cursor": first["next_cursor"]})).json()
    assert [row["name"] for row in first["items"] + rest["items"]] == ["Abel", "Bert", "Cora"]
    assert rest["next_cursor"] is None
