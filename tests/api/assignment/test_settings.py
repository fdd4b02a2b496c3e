"""Assignment settings: versions of an organisation's and of each team's way to hand out tickets."""

from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.assignment import settings_service
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import STRATEGIES
from app.assignment.settings import DEFAULTS, RANGES, AssignmentSettings, ResponseTargets
from app.core.db import Database
from app.people.enums import Strategy
from app.people.models import Team
from app.tickets.enums import Priority
from tests.factories.auth import SignedIn
from tests.factories.people import make_team

SETTINGS = "/api/v1/assignment/settings"
ORGANISATION = f"{SETTINGS}/organisation"
SHIPPED = DEFAULTS.model_dump(mode="json")


async def a_team(db: Database, name: str = "Networks") -> Team:
    """A team that follows the organisation."""
    async with db.write() as session:
        return await make_team(session, name=name)


async def put(
    client: SignedIn, url: str, version: int, settings: dict[str, Any] | None
) -> dict[str, Any]:
    """Change settings that somebody looked at."""
    answer = await client.put(url, json={"version": version, "settings": settings})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_every_strategy_of_the_engine_can_be_chosen() -> None:
    assert {strategy.value for strategy in Strategy} == set(STRATEGIES)


def test_the_defaults_are_those_of_the_engine_and_every_setting_of_it_is_kept() -> None:
    assert DEFAULTS.checked().stream() == StreamSettings()
    told = AssignmentSettings(
        patience=1.5,
        late_share=0.5,
        targets_before_ageing=4.0,
        ceiling_hours=None,
        critical_first=False,
        stickiness=2.0,
        pin_at_once=True,
        interrupt=True,
        ahead=3,
        hand_over_after_minutes=None,
        hand_over_lower_after_minutes=60,
        late_in_shift=0.5,
        strict_lists=True,
        targets=ResponseTargets(critical=5, high=10, medium=20, low=40),
    ).stream()
    shipped = StreamSettings()
    assert [
        item.name
        for item in fields(StreamSettings)
        if getattr(told, item.name) == getattr(shipped, item.name)
    ] == []
    assert told.targets[Priority.LOW].response == timedelta(minutes=40)


async def test_without_a_word_the_products_own_settings_count(
    as_technician: SignedIn, db: Database
) -> None:
    team = await a_team(db)
    told = (await as_technician.get(ORGANISATION)).json()
    assert told == {
        "team": None,
        "is_own": False,
        "version": 0,
        "changed_at": None,
        "settings": SHIPPED,
    }
    of_team = (await as_technician.get(f"{SETTINGS}/{team.id}")).json()
    assert of_team == {**told, "team": {"id": str(team.id), "name": "Networks"}}
    assert (await as_technician.get(SETTINGS)).json()["items"] == [of_team]


async def test_a_team_follows_the_organisation_until_it_has_settings_of_its_own(
    as_admin: SignedIn, db: Database
) -> None:
    team = await a_team(db)
    other = await a_team(db, "Storage")
    url = f"{SETTINGS}/{team.id}"
    await put(as_admin, ORGANISATION, 0, {**SHIPPED, "strategy": "least_busy"})
    assert (await as_admin.get(url)).json()["settings"]["strategy"] == "least_busy"
    own = await put(as_admin, url, 0, {**SHIPPED, "strategy": "skill_first", "ahead": 3})
    assert (own["is_own"], own["version"]) == (True, 1)
    async with db.read() as session:
        book = await settings_service.load(session)
    assert (book.of(None).strategy, book.of(other.id).strategy) == ("least_busy", "least_busy")
    assert (book.of(team.id).strategy, book.of(team.id).stream.ahead) == ("skill_first", 3)
    assert book.strategies == {team.id: "skill_first"}
    follows = await put(as_admin, url, 1, None)
    assert (follows["is_own"], follows["version"]) == (False, 2)
    async with db.read() as session:
        book = await settings_service.load(session)
    assert book.of(team.id).strategy == "least_busy"


async def test_an_earlier_version_counts_again_as_a_new_one(
    as_admin: SignedIn, db: Database
) -> None:
    team = await a_team(db)
    url = f"{SETTINGS}/{team.id}"
    for version, ahead in enumerate((2, 3, 4)):
        await put(as_admin, url, version, {**SHIPPED, "ahead": ahead})
    back = await as_admin.post(f"{url}/restore", json={"version": 1})
    assert (back.json()["version"], back.json()["settings"]["ahead"]) == (4, 2)
    first = (await as_admin.get(f"{url}/versions", params={"limit": 3})).json()
    rest = (await as_admin.get(f"{url}/versions", params={"cursor": first["next_cursor"]})).json()
    rows = first["items"] + rest["items"]
    assert [(row["version"], row["settings"]["ahead"], row["restores"]) for row in rows] == [
        (4, 2, 1),
        (3, 4, None),
        (2, 3, None),
        (1, 2, None),
    ]
    assert {row["by"]["name"] for row in rows} == {as_admin.user.name}
    missing = await as_admin.post(f"{url}/restore", json={"version": 9})
    assert (missing.status_code, missing.json()["code"]) == (404, "settings_version_not_found")


async def test_two_who_change_at_once_do_not_undo_each_other(as_admin: SignedIn) -> None:
    await put(as_admin, ORGANISATION, 0, SHIPPED)
    late = await as_admin.put(ORGANISATION, json={"version": 0, "settings": SHIPPED})
    assert (late.status_code, late.json()["code"]) == (409, "settings_changed_meanwhile")
    assert late.json()["version"] == 1


@pytest.mark.parametrize(("name", "bounds"), RANGES.items())
async def test_a_setting_outside_its_range_is_refused_by_name(
    as_admin: SignedIn, name: str, bounds: tuple[float, float]
) -> None:
    least, most = bounds
    for value in (least - 1, most + 1):
        body = {"version": 0, "settings": {**SHIPPED, name: value}}
        answer = await as_admin.put(ORGANISATION, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "setting_out_of_range")
        told = answer.json()["detail"].lower()
        assert f"{name} must be from {least:g} to {most:g}" in told
    # Both ends are allowed, for the engine too.
    for version, value in enumerate((least, most)):
        await put(as_admin, ORGANISATION, version, {**SHIPPED, name: value})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"targets": {"critical": 0, "high": 1, "medium": 2, "low": 3}}, "setting_out_of_range"),
        ({"targets": {"critical": 9, "high": 5, "medium": 6, "low": 7}}, "setting_out_of_range"),
        ({"strategy": "random"}, "invalid_request"),
        ({"patience": "much"}, "invalid_request"),
        ({"patiense": 1}, "invalid_request"),
    ],
)
async def test_settings_that_cannot_be_are_refused(
    as_admin: SignedIn, change: dict[str, Any], code: str
) -> None:
    body = {"version": 0, "settings": {**SHIPPED, **change}}
    answer = await as_admin.put(ORGANISATION, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_settings_of_a_team_that_is_not_there(as_admin: SignedIn) -> None:
    for url in (f"{SETTINGS}/{uuid4()}", f"{SETTINGS}/{uuid4()}/versions"):
        answer = await as_admin.get(url)
        assert (answer.status_code, answer.json()["code"]) == (404, "team_not_found")
    assert (await as_admin.get(f"{SETTINGS}/everybody")).status_code == 422
