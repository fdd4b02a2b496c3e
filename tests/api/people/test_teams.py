"""Teams: their names, and who looks after them."""

from typing import Any
from uuid import uuid4

import pytest

from app.core.actor import Role
from app.core.db import Database
from tests.factories.auth import SignedIn, make_user
from tests.factories.people import make_team, make_technician

TEAMS = "/api/v1/teams"


async def test_a_team_is_made_renamed_and_listed(as_admin: SignedIn, db: Database) -> None:
    made = await as_admin.post(TEAMS, json={"name": " Networks "})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["leads"], made.json()["members"]) == (
        "Networks",
        [],
        0,
    )
    changed = await as_admin.patch(f"{TEAMS}/{made.json()['id']}", json={"name": "Wires"})
    assert (await as_admin.get(TEAMS)).json()["items"] == [changed.json()]
    assert changed.json()["name"] == "Wires"


async def test_two_teams_do_not_share_a_name(as_admin: SignedIn) -> None:
    await as_admin.post(TEAMS, json={"name": "Networks"})
    other = (await as_admin.post(TEAMS, json={"name": "Storage"})).json()
    for answer in (
        await as_admin.post(TEAMS, json={"name": "Networks"}),
        await as_admin.patch(f"{TEAMS}/{other['id']}", json={"name": "Networks"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "team_name_taken")
    names = [row["name"] for row in (await as_admin.get(TEAMS)).json()["items"]]
    assert names == ["Networks", "Storage"]


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x" * 81}, {"name": "a\nb"}, {}])
async def test_a_team_that_cannot_be_is_refused(as_admin: SignedIn, body: dict[str, Any]) -> None:
    assert (await as_admin.post(TEAMS, json=body)).status_code == 422


async def test_a_team_counts_those_who_still_work(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        team = await make_team(session)
        for role in (Role.TECHNICIAN, Role.TECHNICIAN, Role.USER):
            await make_technician(session, team_id=team.id, role=role)
    (row,) = (await as_admin.get(TEAMS)).json()["items"]
    assert row["members"] == 2


async def test_leads_are_named_by_name_and_replaced_as_a_whole(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        team = await make_team(session)
        bea = await make_technician(session, name="Bea")
        abe = await make_technician(session, name="Abe")
    leads = f"{TEAMS}/{team.id}/leads"
    both = [str(bea.user_id), str(abe.user_id), str(bea.user_id)]
    named = await as_admin.put(leads, json={"lead_ids": both})
    assert [row["name"] for row in named.json()["leads"]] == ["Abe", "Bea"]
    await as_admin.put(leads, json={"lead_ids": [str(abe.user_id)]})
    (row,) = (await as_admin.get(TEAMS)).json()["items"]
    assert row["leads"] == [{"id": str(abe.user_id), "name": "Abe"}]


async def test_only_active_staff_lead_a_team(as_admin: SignedIn, db: Database) -> None:
    async with db.write() as session:
        team = await make_team(session)
        user = await make_user(session)
        gone = await make_user(session, role=Role.TECHNICIAN, is_active=False)
    for id_ in (user.id, gone.id, uuid4()):
        answer = await as_admin.put(f"{TEAMS}/{team.id}/leads", json={"lead_ids": [str(id_)]})
        assert (answer.status_code, answer.json()["code"]) == (422, "lead_unknown")
    answer = await as_admin.put(f"{TEAMS}/{uuid4()}/leads", json={"lead_ids": []})
    assert answer.status_code == 404
