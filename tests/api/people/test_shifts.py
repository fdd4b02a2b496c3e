"""Shifts: who works when, and the turn of a shift that nobody has to click."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.core import clock
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people import jobs
from app.people.models import Technician
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.people import make_technician

TECHNICIANS = "/api/v1/technicians"
CALENDARS = "/api/v1/calendars"
HEARTBEAT = "/api/v1/me/presence/heartbeat"
# A Monday, eight in the morning in Berlin.
MONDAY = datetime(2026, 6, 1, 6, tzinfo=UTC)
WEEK = [
    {"day": day, "opens": "09:00", "closes": "17:00"}
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
]
OWN = {"kind": "own", "hours": {"zone": "Europe/Berlin", "weekly": WEEK}}
SHIFT_EVENTS = ("technician_came_on_shift", "technician_went_off_shift")


async def shift_events(db: Database) -> list[tuple[str, Any]]:
    """What was told of shifts, in order."""
    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent).order_by(OutboxEvent.id))).all()  # type: ignore[arg-type]
    return [(row.type, row.data.get("back_at")) for row in rows if row.type in SHIFT_EVENTS]


async def row_of(client: SignedIn, user_id: UUID) -> dict[str, Any]:
    """A technician as the list shows him."""
    page = (await client.get(TECHNICIANS)).json()
    return next(row for row in page["items"] if row["id"] == str(user_id))


async def a_technician(db: Database, **facts: Any) -> Technician:
    """Somebody who works always."""
    async with db.write() as session:
        return await make_technician(session, **facts)


async def test_somebody_without_a_shift_works_always(as_admin: SignedIn, db: Database) -> None:
    technician = await a_technician(db)
    shift = (await as_admin.get(f"{TECHNICIANS}/{technician.user_id}/shift")).json()
    assert shift == {
        "kind": "always",
        "calendar_id": None,
        "hours": None,
        "is_on_shift": True,
        "changes_at": None,
    }
    assert (await row_of(as_admin, technician.user_id))["is_on_shift"] is True


async def test_a_shift_of_ones_own_begins_and_ends_by_itself(
    as_admin: SignedIn, db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    frozen_clock.at = MONDAY
    technician = await a_technician(db)
    shift = f"{TECHNICIANS}/{technician.user_id}/shift"
    told = (await as_admin.put(shift, json=OWN)).json()
    assert (told["kind"], told["hours"]["weekly"]) == ("own", WEEK)
    assert (told["is_on_shift"], told["changes_at"]) == (False, "2026-06-01T07:00:00Z")
    assert await shift_events(db) == [("technician_went_off_shift", "2026-06-01T07:00:00Z")]

    frozen_clock.advance(timedelta(hours=1))
    # Right at once, whoever has looked since.
    assert (await row_of(as_admin, technician.user_id))["is_on_shift"] is True
    assert await jobs.turn_shifts(job_context) == 1
    assert await jobs.turn_shifts(job_context) == 0
    assert (await shift_events(db))[-1] == ("technician_came_on_shift", None)
    row = await row_of(as_admin, technician.user_id)
    assert (row["is_on_shift"], row["shift_changes_at"]) == (True, "2026-06-01T15:00:00Z")

    frozen_clock.advance(timedelta(hours=8))
    assert (await row_of(as_admin, technician.user_id))["is_on_shift"] is False
    await jobs.turn_shifts(job_context)
    back_at = "2026-06-02T07:00:00Z"
    assert (await shift_events(db))[-1] == ("technician_went_off_shift", back_at)
    assert (await row_of(as_admin, technician.user_id))["shift_changes_at"] == back_at

    await as_admin.put(shift, json={"kind": "always"})
    assert (await shift_events(db))[-1] == ("technician_came_on_shift", None)
    assert (await row_of(as_admin, technician.user_id))["shift_changes_at"] is None


async def test_whoever_works_by_a_calendar_follows_it(
    as_admin: SignedIn, db: Database, drain: Any, frozen_clock: FrozenClock
) -> None:
    frozen_clock.at = MONDAY + timedelta(hours=4)
    technician = await a_technician(db)
    body = {"name": "Office", "zone": "Europe/Berlin", "weekly": WEEK}
    calendar = (await as_admin.post(CALENDARS, json=body)).json()
    shift = f"{TECHNICIANS}/{technician.user_id}/shift"
    wanted = {"kind": "calendar", "calendar_id": calendar["id"]}
    told = (await as_admin.put(shift, json=wanted)).json()
    assert (told["is_on_shift"], told["changes_at"]) == (True, "2026-06-01T15:00:00Z")
    closed = [{"date": "2026-06-01", "name": "Stocktaking"}]
    await as_admin.put(f"{CALENDARS}/{calendar['id']}", json={**body, "closed_days": closed})
    await drain()
    told = (await as_admin.get(shift)).json()
    assert (told["is_on_shift"], told["changes_at"]) == (False, "2026-06-02T07:00:00Z")
    refused = await as_admin.delete(f"{CALENDARS}/{calendar['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "calendar_in_use")
    assert (await as_admin.get(f"{CALENDARS}/{calendar['id']}")).status_code == 200
    await as_admin.put(shift, json=OWN)
    assert (await as_admin.delete(f"{CALENDARS}/{calendar['id']}")).status_code == 204


async def test_a_page_that_comes_back_on_shift_brings_its_technician_with_it(
    sign_in_as: Any, as_admin: SignedIn, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    frozen_clock.at = MONDAY + timedelta(hours=2)
    person = await sign_in_as("technician")
    early = [{**span, "opens": "07:00", "closes": "15:00"} for span in WEEK]
    hours = {"zone": "Europe/Berlin", "weekly": early}
    shift = {"kind": "own", "hours": hours}
    await as_admin.put(f"{TECHNICIANS}/{person.id}/shift", json=shift)
    await person.put("/api/v1/me/presence", json={"presence": "online"})

    async def presence() -> str:
        return str((await person.get("/api/v1/me/presence")).json()["presence"])

    # The laptop is closed at night.
    frozen_clock.advance(timedelta(hours=11))
    await jobs.mark_silent(job_context)
    assert await presence() == "offline"
    await person.post(HEARTBEAT)
    assert await presence() == "offline"
    frozen_clock.advance(timedelta(hours=11))
    await jobs.turn_shifts(job_context)
    await person.post(HEARTBEAT)
    assert await presence() == "online"
    # Whoever left by the switch comes back by the switch.
    await person.put("/api/v1/me/presence", json={"presence": "offline"})
    await person.post(HEARTBEAT)
    assert await presence() == "offline"


async def test_without_a_shift_silence_is_ended_by_the_switch_alone(
    sign_in_as: Any, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    person = await sign_in_as("technician")
    await person.put("/api/v1/me/presence", json={"presence": "online"})
    frozen_clock.advance(timedelta(hours=12))
    await jobs.mark_silent(job_context)
    await person.post(HEARTBEAT)
    assert (await person.get("/api/v1/me/presence")).json()["presence"] == "offline"


async def test_languages_and_limits_per_channel_are_kept_unless_said_otherwise(
    as_admin: SignedIn, db: Database
) -> None:
    technician = await a_technician(db)
    profile: dict[str, Any] = {
        "capacity": 8,
        "comfortable_capacity": 5,
        "team_id": None,
        "skills": [],
        "stays_online": False,
    }
    url = f"{TECHNICIANS}/{technician.user_id}"
    more = {"languages": ["EN", "de", "en"], "channels": [{"channel": "chat", "capacity": 2}]}
    row = (await as_admin.put(url, json={**profile, **more})).json()
    assert (row["languages"], row["channels"]) == (["de", "en"], more["channels"])
    row = (await as_admin.put(url, json=profile)).json()
    assert (row["languages"], row["channels"]) == (["de", "en"], more["channels"])
    row = (await as_admin.put(url, json={**profile, "languages": [], "channels": []})).json()
    assert (row["languages"], row["channels"]) == ([], [])
    twice = [{"channel": "chat", "capacity": 2}, {"channel": "chat", "capacity": 3}]
    for wrong in ({"languages": ["english"]}, {"channels": twice}, {"channels": [{"a": 1}]}):
        assert (await as_admin.put(url, json={**profile, **wrong})).status_code == 422


async def test_technicians_are_found_by_a_part_of_the_name(
    as_admin: SignedIn, db: Database
) -> None:
    await a_technician(db, name="Anna Berg")
    await a_technician(db, name="Bert")
    page = (await as_admin.get(TECHNICIANS, params={"q": "berg"})).json()
    assert [row["name"] for row in page["items"]] == ["Anna Berg"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "own"},
        {"kind": "calendar"},
        {"kind": "always", "hours": OWN["hours"]},
        {"kind": "own", "hours": {"zone": "Berlin", "weekly": WEEK}},
        {"kind": "own", "hours": {"zone": "UTC", "weekly": []}},
        {"kind": "own", "hours": {"zone": "UTC", "weekly": [WEEK[0], WEEK[0]]}},
        {"kind": "calendar", "calendar_id": str(uuid4())},
    ],
)
async def test_a_shift_that_cannot_be_is_refused(
    as_admin: SignedIn, db: Database, body: dict[str, Any]
) -> None:
    technician = await a_technician(db)
    answer = await as_admin.put(f"{TECHNICIANS}/{technician.user_id}/shift", json=body)
    assert answer.status_code == 422, answer.text


async def test_a_shift_needs_a_technician(as_admin: SignedIn) -> None:
    for answer in (
        await as_admin.get(f"{TECHNICIANS}/{uuid4()}/shift"),
        await as_admin.put(f"{TECHNICIANS}/{uuid4()}/shift", json={"kind": "always"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "technician_not_found")


async def test_many_shifts_turn_in_one_run(
    db: Database, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    now = clock.now()
    async with db.write() as session:
        for _ in range(5):
            await make_technician(
                session, is_on_shift=False, shift_from=now, shift_until=now + timedelta(hours=1)
            )
        early = await make_technician(
            session, is_on_shift=False, shift_from=now + timedelta(hours=1)
        )
    assert await jobs.turn_shifts(job_context) == 5
    assert (await row_of(as_admin, early.user_id))["is_on_shift"] is False
