"""Business calendars as administrators write them and everybody on the staff reads them."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from app.people.enums import WorkChannel
from app.tickets.enums import Channel
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn

CALENDARS = "/api/v1/calendars"
OFFICE: dict[str, Any] = {
    "name": "Munich office",
    "zone": "Europe/Berlin",
    "weekly": [
        {"day": day, "opens": opens, "closes": closes}
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        for opens, closes in (("08:00", "12:00"), ("13:00", "17:00"))
    ],
    "country": "DE",
    "region": "BY",
    "closed_days": [{"date": "2026-12-28", "name": "Stocktaking"}],
    "extra_days": [{"date": "2026-12-26", "opens": "10:00", "closes": "14:00"}],
}
# A Wednesday at noon in Munich, the day before Christmas Eve.
NOON = datetime(2026, 12, 23, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(frozen_clock: FrozenClock) -> None:
    frozen_clock.at = NOON


async def test_a_calendar_is_made_read_changed_and_removed(as_admin: SignedIn) -> None:
    made = await as_admin.post(CALENDARS, json=OFFICE)
    assert made.status_code == 201
    row = made.json()
    assert {name: row[name] for name in OFFICE} == OFFICE
    one = f"{CALENDARS}/{row['id']}"
    changed = await as_admin.put(one, json={**OFFICE, "name": "Berlin office", "region": "BE"})
    assert (changed.json()["name"], changed.json()["region"]) == ("Berlin office", "BE")
    assert (await as_admin.get(one)).json() == changed.json()
    assert (await as_admin.get(CALENDARS)).json()["items"] == [changed.json()]
    assert (await as_admin.delete(one)).status_code == 204
    assert (await as_admin.get(one)).status_code == 404


async def test_the_preview_shows_the_next_days_with_their_holidays(
    as_admin: SignedIn, as_technician: SignedIn
) -> None:
    made = (await as_admin.post(CALENDARS, json=OFFICE)).json()
    url = f"{CALENDARS}/{made['id']}/preview"
    told = (await as_technician.get(url, params={"days": 6})).json()
    assert (told["is_open"], told["changes_at"]) == (False, "2026-12-23T12:00:00Z")
    days = {day["date"]: day for day in told["days"]}
    assert next(iter(days)) == "2026-12-23"
    assert len(days) == 6
    assert [span["opens"] for span in days["2026-12-23"]["spans"]] == ["08:00", "13:00"]
    assert days["2026-12-25"]["spans"] == []
    assert "Christmas" in days["2026-12-25"]["closed_for"]
    # Open on the second Christmas day for once.
    assert days["2026-12-26"]["spans"] == [
        {
            "opens": "10:00",
            "closes": "14:00",
            "opens_at": "2026-12-26T09:00:00Z",
            "closes_at": "2026-12-26T13:00:00Z",
        }
    ]
    assert (days["2026-12-28"]["spans"], days["2026-12-28"]["closed_for"]) == ([], "Stocktaking")
    unsaved = {name: value for name, value in OFFICE.items() if name != "name"}
    written = await as_admin.post(f"{CALENDARS}/preview", json=unsaved, params={"days": 6})
    assert written.json() == told


async def test_a_night_runs_into_the_next_day(as_admin: SignedIn) -> None:
    weekly = [{"day": "wednesday", "opens": "22:00", "closes": "06:00"}]
    body = {"zone": "Europe/Berlin", "weekly": weekly}
    told = (await as_admin.post(f"{CALENDARS}/preview", json=body, params={"days": 1})).json()
    assert told["days"][0]["spans"][0]["closes_at"] == "2026-12-24T05:00:00Z"


async def test_two_calendars_do_not_share_a_name(as_admin: SignedIn) -> None:
    await as_admin.post(CALENDARS, json=OFFICE)
    again = await as_admin.post(CALENDARS, json=OFFICE)
    assert (again.status_code, again.json()["code"]) == (409, "calendar_name_taken")


async def test_calendars_come_in_pages_by_name(as_admin: SignedIn) -> None:
    for name in ("C", "A", "B"):
        await as_admin.post(CALENDARS, json={**OFFICE, "name": name})
    first = (await as_admin.get(CALENDARS, params={"limit": 2})).json()
    rest = (await as_admin.get(CALENDARS, params={"cursor": first["next_cursor"]})).json()
    assert [row["name"] for row in first["items"] + rest["items"]] == ["A", "B", "C"]


async def test_countries_and_regions_are_listed(as_technician: SignedIn) -> None:
    known = {
        row["code"]: row["regions"]
        for row in (await as_technician.get(f"{CALENDARS}/countries")).json()
    }
    assert "BY" in known["DE"]
    assert {"FR", "GB", "US", "IN", "JP"} <= set(known)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"country": "XX", "region": None}, "region_unknown"),
        ({"region": "ZZ"}, "region_unknown"),
        ({"country": None}, "invalid_request"),
        ({"zone": "Mars/Olympus"}, "invalid_request"),
        ({"weekly": []}, "invalid_request"),
        ({"weekly": [{"day": "monday", "opens": "9", "closes": "17"}]}, "invalid_request"),
        ({"weekly": [{"day": "monday", "opens": "24:00", "closes": "17:00"}]}, "invalid_request"),
        ({"weekly": [OFFICE["weekly"][0], OFFICE["weekly"][0]]}, "invalid_request"),
        ({"name": " "}, "invalid_request"),
        ({"closed_days": [{"date": "2026-02-30", "name": ""}]}, "invalid_request"),
    ],
)
async def test_a_calendar_that_cannot_be_is_refused(
    as_admin: SignedIn, change: dict[str, Any], code: str
) -> None:
    answer = await as_admin.post(CALENDARS, json={**OFFICE, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_what_is_not_there_is_not_found(as_admin: SignedIn) -> None:
    one = f"{CALENDARS}/{uuid4()}"
    for answer in (
        await as_admin.get(one),
        await as_admin.get(f"{one}/preview"),
        await as_admin.put(one, json=OFFICE),
        await as_admin.delete(one),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "calendar_not_found")


def test_limits_are_for_the_channels_that_tickets_come_by() -> None:
    assert {str(channel) for channel in WorkChannel} == {str(channel) for channel in Channel}
