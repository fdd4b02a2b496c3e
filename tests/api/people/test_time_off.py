"""Time off: planned by technicians themselves where that is allowed, and by administrators."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.core.db import Database
from app.people import jobs
from app.people.models import TimeOff
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.people import make_technician

SETTINGS = "/api/v1/people/settings"
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


def of(user_id: UUID) -> str:
    """Address of somebody's time off."""
    return f"/api/v1/technicians/{user_id}/time-off"


def days(begins: float, ends: float, reason: str = "") -> dict[str, Any]:
    """Away between two days from now."""
    return {
        "starts_at": (NOW + timedelta(days=begins)).isoformat(),
        "ends_at": (NOW + timedelta(days=ends)).isoformat(),
        "reason": reason,
    }


@pytest.fixture(autouse=True)
def _now(frozen_clock: FrozenClock) -> None:
    frozen_clock.at = NOW


async def test_a_technician_plans_changes_and_drops_his_own(as_technician: SignedIn) -> None:
    mine = of(as_technician.id)
    made = await as_technician.post(mine, json=days(7, 14, "Holiday"))
    assert (made.status_code, made.json()["reason"]) == (201, "Holiday")
    one = f"/api/v1/time-off/{made.json()['id']}"
    moved = await as_technician.put(one, json=days(8, 10, "Shorter"))
    assert (moved.status_code, moved.json()["reason"]) == (200, "Shorter")
    assert (await as_technician.get(mine)).json()["items"] == [moved.json()]
    assert (await as_technician.delete(one)).status_code == 204
    assert (await as_technician.get(mine)).json()["items"] == []


async def test_what_is_away_now_is_off_shift_until_it_ends(
    as_technician: SignedIn, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    shift = f"/api/v1/technicians/{as_technician.id}/shift"
    await as_technician.post(of(as_technician.id), json=days(0.5, 2))
    told = (await as_technician.get(shift)).json()
    assert (told["is_on_shift"], told["changes_at"]) == (True, "2026-06-01T20:00:00Z")
    frozen_clock.advance(timedelta(hours=12))
    await jobs.turn_shifts(job_context)
    told = (await as_technician.get(shift)).json()
    assert (told["is_on_shift"], told["changes_at"]) == (False, "2026-06-03T08:00:00Z")
    planned = (await as_technician.get(of(as_technician.id))).json()["items"][0]
    await as_technician.delete(f"/api/v1/time-off/{planned['id']}")
    assert (await as_technician.get(shift)).json()["is_on_shift"] is True


async def test_two_that_overlap_are_refused_with_the_days_of_the_other(
    as_technician: SignedIn,
) -> None:
    mine = of(as_technician.id)
    first = (await as_technician.post(mine, json=days(7, 14))).json()
    for begins, ends in ((6, 8), (8, 9), (13, 20), (1, 30), (7, 14)):
        answer = await as_technician.post(mine, json=days(begins, ends))
        assert (answer.status_code, answer.json()["code"]) == (409, "time_off_overlaps")
        assert "2026-06-08 08:00 to 2026-06-15 08:00" in answer.json()["detail"]
    after = await as_technician.post(mine, json=days(14, 15))
    assert after.status_code == 201
    # It does not stand in its own way, but the other does.
    one = f"/api/v1/time-off/{first['id']}"
    assert (await as_technician.put(one, json=days(6, 14))).status_code == 200
    assert (await as_technician.put(one, json=days(6, 15))).status_code == 409


async def test_it_is_nobody_elses_business_but_an_administrators(
    sign_in_as: Any, as_admin: SignedIn
) -> None:
    one, other = await sign_in_as("technician"), await sign_in_as("technician")
    made = (await as_admin.post(of(one.id), json=days(7, 8, "Doctor"))).json()
    assert made["made_by_id"] == str(as_admin.id)
    assert (await one.get(of(one.id))).json()["items"] == [made]
    planned = f"/api/v1/time-off/{made['id']}"
    for answer in (
        await other.get(of(one.id)),
        await other.post(of(one.id), json=days(1, 2)),
        await other.put(planned, json=days(1, 2)),
        await other.delete(planned),
    ):
        assert answer.status_code == 404
    assert (await as_admin.delete(planned)).status_code == 204


async def test_where_it_is_not_allowed_only_administrators_plan(
    as_technician: SignedIn, as_admin: SignedIn
) -> None:
    mine = of(as_technician.id)
    made = (await as_technician.post(mine, json=days(7, 8))).json()
    assert (await as_admin.get(SETTINGS)).json() == {"own_time_off": True}
    await as_admin.put(SETTINGS, json={"own_time_off": False})
    planned = f"/api/v1/time-off/{made['id']}"
    for answer in (
        await as_technician.post(mine, json=days(1, 2)),
        await as_technician.put(planned, json=days(1, 2)),
        await as_technician.delete(planned),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "time_off_by_administrators")
    assert (await as_technician.get(mine)).status_code == 200
    assert (await as_admin.put(planned, json=days(1, 2))).status_code == 200


async def test_the_list_leaves_out_what_is_over_and_comes_in_pages(
    as_technician: SignedIn, frozen_clock: FrozenClock
) -> None:
    mine = of(as_technician.id)
    for begins in (9, 0, 5):
        await as_technician.post(mine, json=days(begins, begins + 0.5, f"day {begins}"))
    frozen_clock.advance(timedelta(hours=20))
    first = (await as_technician.get(mine, params={"limit": 1})).json()
    rest = (await as_technician.get(mine, params={"cursor": first["next_cursor"]})).json()
    assert [row["reason"] for row in first["items"] + rest["items"]] == ["day 5", "day 9"]
    everything = (await as_technician.get(mine, params={"past": True})).json()
    assert [row["reason"] for row in everything["items"]] == ["day 0", "day 5", "day 9"]


@pytest.mark.parametrize(
    "body",
    [
        days(2, 1),
        days(1, 1),
        days(-3, -1),
        days(1, 1000),
        {"starts_at": "2026-07-01T00:00:00", "ends_at": "2026-07-02T00:00:00"},
        {"starts_at": "soon", "ends_at": "later"},
        days(1, 2, "x" * 501),
    ],
)
async def test_a_time_off_that_cannot_be_is_refused(
    as_technician: SignedIn, body: dict[str, Any]
) -> None:
    assert (await as_technician.post(of(as_technician.id), json=body)).status_code == 422


async def test_the_reason_is_sealed_in_the_database(as_technician: SignedIn, db: Database) -> None:
    await as_technician.post(of(as_technician.id), json=days(1, 2, "Operation"))
    async with db.read() as session:
        connection = await session.connection()
        raw = (await connection.exec_driver_sql("SELECT reason FROM time_off")).scalar_one()
        row = (await session.exec(select(TimeOff))).one()
    assert b"Operation" not in bytes(raw)
    assert row.reason == "Operation"


async def test_only_technicians_have_time_off(as_admin: SignedIn, db: Database) -> None:
    assert (await as_admin.post(of(uuid4()), json=days(1, 2))).status_code == 404
    async with db.write() as session:
        technician = await make_technician(session)
    assert (await as_admin.post(of(technician.user_id), json=days(1, 2))).status_code == 201
