"""People as administrators see and change them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import select

from app.auth.models import AuthSession
from app.core.actor import Role
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people.models import Technician
from tests.factories.auth import PASSWORD, SignedIn, make_user
from tests.factories.people import make_technician

PEOPLE = "/api/v1/people"
SESSION = "/api/v1/auth/session"
SignInAs = Callable[..., Awaitable[SignedIn]]


async def _events(db: Database) -> list[tuple[str, dict[str, Any]]]:
    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent).order_by(OutboxEvent.id))).all()  # type: ignore[arg-type]
    return [(row.type, row.data) for row in rows]


async def _profile(db: Database, person_id: object) -> Technician | None:
    async with db.read() as session:
        return await session.get(Technician, person_id)


@pytest.mark.parametrize(
    ("method", "path", "who", "status"),
    [
        ("GET", PEOPLE, "nobody", 401),
        ("GET", PEOPLE, "user", 403),
        ("GET", PEOPLE, "technician", 200),
        ("PATCH", f"{PEOPLE}/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "technician", 403),
        ("PATCH", f"{PEOPLE}/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "administrator", 404),
        ("GET", "/api/v1/technicians", "user", 403),
        ("GET", "/api/v1/technicians", "technician", 200),
        ("PUT", "/api/v1/technicians/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "technician", 403),
        ("PUT", "/api/v1/technicians/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "administrator", 404),
        ("GET", "/api/v1/teams", "user", 403),
        ("POST", "/api/v1/teams", "technician", 403),
        ("POST", "/api/v1/teams", "administrator", 201),
        ("PATCH", "/api/v1/teams/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "technician", 403),
        ("PATCH", "/api/v1/teams/01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d", "administrator", 404),
        ("GET", "/api/v1/me/presence", "user", 403),
        ("PUT", "/api/v1/me/presence", "user", 403),
        ("POST", "/api/v1/me/presence/heartbeat", "user", 403),
        ("GET", "/api/v1/me/presence", "administrator", 403),
    ],
)
async def test_every_address_asks_for_its_right(
    sign_in_as: SignInAs, client: Any, method: str, path: str, who: str, status: int
) -> None:
    caller = client if who == "nobody" else await sign_in_as(who)
    bodies: dict[tuple[str, str], Any] = {
        ("PUT", "technicians"): {
            "capacity": 8,
            "comfortable_capacity": 5,
            "team_id": None,
            "skills": [],
            "stays_online": False,
        },
        ("PUT", "me"): {"presence": "online"},
        ("POST", "teams"): {"name": "Networks"},
        ("PATCH", "people"): {},
        ("PATCH", "teams"): {"name": "Networks"},
    }
    answer = await caller.request(method, path, json=bodies.get((method, path.split("/")[3])))
    assert answer.status_code == status, answer.text


async def test_people_are_listed_by_name_in_pages(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        for name in ("Cora", "Abel", "Abel", "Bert"):
            await make_user(session, name=name)
    names: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await as_admin.get(PEOPLE, params=params)).json()
        names += [row["name"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["Abel", "Abel", "Bert", "Cora", as_admin.user.name]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"q": "abel"}, ["Abel 100%"]),
        ({"q": "BERT@"}, ["Bert"]),
        ({"q": "%"}, ["Abel 100%"]),
        ({"q": "_"}, ["Cora_C"]),
        ({"q": "\\"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"role": "technician"}, ["Cora_C"]),
        ({"role": "technician", "q": "abel"}, []),
    ],
)
async def test_people_are_found_by_a_part_of_name_or_address(
    as_admin: SignedIn, db: Database, params: dict[str, str], found: list[str]
) -> None:
    async with db.write() as session:
        await make_user(session, name="Abel 100%", email="a@firm.example")
        await make_user(session, name="Bert", email="bert@firm.example")
        await make_user(session, name="Cora_C", email="c@firm.example", role=Role.TECHNICIAN)
    page = (await as_admin.get(PEOPLE, params=params)).json()
    assert [row["name"] for row in page["items"]] == found


@pytest.mark.parametrize("params", [{"role": "king"}, {"q": ""}, {"limit": 101}, {"cursor": "x"}])
async def test_a_list_that_cannot_be_is_refused(as_admin: SignedIn, params: dict[str, Any]) -> None:
    assert (await as_admin.get(PEOPLE, params=params)).status_code == 422


async def test_a_promoted_technician_gets_a_profile_and_is_offline(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        user = await make_user(session)
    answer = await as_admin.patch(f"{PEOPLE}/{user.id}", json={"role": "technician"})
    assert (answer.status_code, answer.json()["role"]) == (200, "technician")
    profile = await _profile(db, user.id)
    assert profile is not None
    assert (profile.presence, profile.active) == ("offline", 0)
    assert await _events(db) == [("technician_changed", {"technician_id": str(user.id)})]


async def test_rights_change_at_once_with_the_role(
    sign_in_as: SignInAs, as_admin: SignedIn
) -> None:
    person = await sign_in_as("user")
    assert (await person.get(PEOPLE)).status_code == 403
    await as_admin.patch(f"{PEOPLE}/{person.id}", json={"role": "administrator"})
    assert (await person.get(PEOPLE)).status_code == 200
    await as_admin.patch(f"{PEOPLE}/{person.id}", json={"role": "user"})
    assert (await person.get(PEOPLE)).status_code == 403


async def test_a_technician_with_tickets_stays_one(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        busy = await make_technician(session, active=2)
    answer = await as_admin.patch(f"{PEOPLE}/{busy.user_id}", json={"role": "user"})
    assert (answer.status_code, answer.json()["code"]) == (409, "still_holds_tickets")
    assert "still holds 2 tickets" in answer.json()["detail"]
    page = (await as_admin.get(PEOPLE, params={"role": "technician"})).json()
    assert [row["id"] for row in page["items"]] == [str(busy.user_id)]


async def test_a_technician_who_stops_being_one_goes_offline_and_off_the_list(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        free = await make_technician(session, stays_online=True)
    answer = await as_admin.patch(f"{PEOPLE}/{free.user_id}", json={"role": "user"})
    assert answer.status_code == 200
    assert (await as_admin.get("/api/v1/technicians")).json()["items"] == []
    profile = await _profile(db, free.user_id)
    assert profile is not None
    assert (profile.presence, profile.stays_online) == ("offline", False)
    gone = {"technician_id": str(free.user_id), "by_silence": False}
    assert await _events(db) == [("technician_went_offline", gone)]


@pytest.mark.parametrize("change", [{"role": "user"}, {"role": "technician"}, {"is_active": False}])
async def test_the_last_administrator_stays(
    as_admin: SignedIn, db: Database, change: dict[str, Any]
) -> None:
    async with db.write() as session:
        await make_user(session, role=Role.ADMINISTRATOR, is_active=False)
    answer = await as_admin.patch(f"{PEOPLE}/{as_admin.id}", json=change)
    assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert (await as_admin.get(PEOPLE)).status_code == 200


async def test_one_of_two_administrators_may_step_down(
    sign_in_as: SignInAs, as_admin: SignedIn
) -> None:
    await sign_in_as("administrator")
    answer = await as_admin.patch(f"{PEOPLE}/{as_admin.id}", json={"role": "user"})
    assert answer.status_code == 200


async def test_somebody_switched_off_is_out_at_once_and_cannot_come_back(
    sign_in_as: SignInAs, as_admin: SignedIn, client: Any, db: Database
) -> None:
    person = await sign_in_as("technician", email="bo@firm.example", password=PASSWORD, active=1)
    answer = await as_admin.patch(f"{PEOPLE}/{person.id}", json={"is_active": False})
    assert (answer.status_code, answer.json()["is_active"]) == (200, False)
    assert (await person.get(SESSION)).json()["user"] is None
    assert (await person.get("/api/v1/me/presence")).status_code == 401
    credentials = {"email": "bo@firm.example", "password": PASSWORD}
    assert (await client.post("/api/v1/auth/sign-in", json=credentials)).status_code == 401
    async with db.read() as session:
        sessions = (await session.exec(select(AuthSession))).all()
    assert [row.user_id for row in sessions] == [as_admin.id]
    gone = {"technician_id": str(person.id), "by_silence": False}
    assert await _events(db) == [("technician_went_offline", gone)]
    assert (await as_admin.get("/api/v1/technicians")).json()["items"] == []
    await as_admin.patch(f"{PEOPLE}/{person.id}", json={"is_active": True})
    assert (await client.post("/api/v1/auth/sign-in", json=credentials)).status_code == 200


async def test_a_new_name_is_a_persons_only_change(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        user = await make_user(session, name="Abel")
    answer = await as_admin.patch(f"{PEOPLE}/{user.id}", json={"name": "  Abel Alder "})
    assert answer.json()["name"] == "Abel Alder"
    assert (answer.json()["role"], answer.json()["is_active"]) == ("user", True)
    assert await _events(db) == []


@pytest.mark.parametrize("change", [{"role": "king"}, {"name": ""}, {"is_active": "perhaps"}])
async def test_a_change_that_cannot_be_is_refused(
    as_admin: SignedIn, db: Database, change: dict[str, Any]
) -> None:
    async with db.write() as session:
        user = await make_user(session)
    answer = await as_admin.patch(f"{PEOPLE}/{user.id}", json=change)
    assert answer.status_code == 422


async def test_an_id_that_is_none_is_refused(as_admin: SignedIn) -> None:
    assert (await as_admin.patch(f"{PEOPLE}/42", json={})).status_code == 422
