"""Reply templates over HTTP: who finds and changes them, and what a reader gets."""

from typing import Any
from uuid import UUID

import pytest

from app.core.db import Database
from app.people.models import Technician
from app.tickets.models import Ticket
from app.workflow.templates import service
from app.workflow.templates.errors import TemplateUnknown
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.tickets import make_ticket

PATH = "/api/v1/templates"
TEXT = "Hello {{requester.first_name|there}}, {{ticket.reference}} is with {{assignee.name}}."


async def keep(person: SignedIn, **facts: Any) -> dict[str, Any]:
    """A new template of somebody."""
    answer = await person.post(PATH, json={"name": "Restart", "text": TEXT, **facts})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def names(person: SignedIn, **query: str) -> list[str]:
    """Names of the templates that somebody finds."""
    return [one["name"] for one in (await person.get(PATH, params=query)).json()["items"]]


@pytest.fixture
async def ticket(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """The user's ticket, held by the technician."""
    async with db.write() as session:
        return await make_ticket(session, requester_id=as_user.id, assignee_id=as_technician.id)


async def test_a_template_is_filled_in_for_a_ticket_and_counted(
    as_admin: SignedIn, as_technician: SignedIn, as_user: SignedIn, ticket: Ticket
) -> None:
    made = await keep(as_admin, audience="everybody", translations={"de": "Hallo {{actor.name}}!"})
    path = f"/api/v1/tickets/{ticket.id}/templates/{made['id']}"

    filled = await as_technician.post(path, json={})
    german = await as_technician.post(path, json={"language": "de"})

    first = as_user.user.name.split()[0]
    assert filled.json()["text"] == (
        f"Hello {first}, {ticket.reference} is with {as_technician.user.name}."
    )
    assert german.json()["text"] == f"Hallo {as_technician.user.name}!"
    assert (await as_admin.get(f"{PATH}/{made['id']}")).json()["uses"] == 2


async def test_rules_fill_a_template_in_too(
    as_admin: SignedIn, as_user: SignedIn, db: Database, ticket: Ticket
) -> None:
    made = await keep(as_admin, audience="own", text="{{ticket.subject}} for {{requester.name}}")

    async with db.write() as session:
        text = await service.text_for(session, UUID(made["id"]), ticket.id, actor_id=as_admin.id)

    assert text == f"{ticket.subject} for {as_user.user.name}"


async def test_a_removed_template_fills_nothing_in_until_it_is_back(
    as_admin: SignedIn, db: Database, ticket: Ticket
) -> None:
    made = await keep(as_admin)
    assert (await as_admin.delete(f"{PATH}/{made['id']}")).status_code == 204

    async with db.write() as session:
        with pytest.raises(TemplateUnknown):
            await service.text_for(session, UUID(made["id"]), ticket.id, actor_id=as_admin.id)
    assert await names(as_admin) == []

    back = await as_admin.post(f"{PATH}/{made['id']}/restore")
    assert back.status_code == 200
    assert await names(as_admin) == ["Restart"]


async def test_everybody_finds_what_is_meant_for_him(
    as_admin: SignedIn, as_technician: SignedIn, sign_in_as: Any, db: Database
) -> None:
    colleague = await sign_in_as("technician")
    async with db.write() as session:
        team = await make_team(session)
        profile = await session.get_one(Technician, as_technician.id)
        profile.team_id = team.id
        session.add(profile)
    await keep(as_admin, name="All", audience="everybody")
    await keep(as_admin, name="Team", audience="team", team_id=str(team.id))
    await keep(as_technician, name="Mine")

    assert await names(as_technician) == ["All", "Mine", "Team"]
    assert await names(colleague) == ["All"]
    assert await names(as_admin) == ["All", "Team"]
    assert await names(as_technician, q="mI") == ["Mine"]
    assert await names(as_technician, q="%") == []


async def test_a_technician_writes_for_himself_only(
    as_admin: SignedIn, as_technician: SignedIn
) -> None:
    shared = await keep(as_admin, audience="everybody")

    refused = await as_technician.post(
        PATH, json={"name": "For all", "text": "Hi", "audience": "everybody"}
    )
    changed = await as_technician.put(
        f"{PATH}/{shared['id']}", json={"name": "Mine now", "text": "Hi", "version": 1}
    )
    removed = await as_technician.delete(f"{PATH}/{shared['id']}")

    assert [one.status_code for one in (refused, changed, removed)] == [403, 403, 403]
    assert refused.json()["code"] == "sharing_refused"


async def test_somebody_elses_own_template_does_not_exist(
    as_admin: SignedIn, as_technician: SignedIn, ticket: Ticket
) -> None:
    own = await keep(as_technician)

    read = await as_admin.get(f"{PATH}/{own['id']}")
    used = await as_admin.post(f"/api/v1/tickets/{ticket.id}/templates/{own['id']}", json={})

    assert (read.status_code, used.status_code) == (404, 404)


async def test_an_unknown_variable_is_refused_with_its_place(as_technician: SignedIn) -> None:
    answer = await as_technician.post(
        PATH,
        json={"name": "x", "text": "Fine", "translations": {"de": "Hallo\n{{requester.nmae}}"}},
    )

    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "Line 2, character 1 (de): There is no variable “requester.nmae”."
    )
    assert answer.json()["faults"][0]["language"] == "de"


async def test_a_stale_edit_is_refused_with_the_newest(as_technician: SignedIn) -> None:
    made = await keep(as_technician)
    body = {"name": "Second", "text": "Hi", "version": 1}
    assert (await as_technician.put(f"{PATH}/{made['id']}", json=body)).status_code == 200

    again = await as_technician.put(f"{PATH}/{made['id']}", json={**body, "name": "Third"})

    assert again.status_code == 409
    assert again.json()["current"]["name"] == "Second"


async def test_a_text_is_tried_on_a_real_ticket_or_on_examples(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    real = await as_technician.post(
        f"{PATH}/preview",
        json={"text": "{{ticket.reference}} {{oops}}", "ticket": ticket.reference},
    )
    example = await as_technician.post(f"{PATH}/preview", json={"text": "{{requester.name}}"})
    nothing = await as_technician.post(
        f"{PATH}/preview", json={"text": "x", "ticket": "TK-999999999"}
    )

    assert real.json()["text"].strip() == ticket.reference
    assert real.json()["faults"][0]["column"] == len("{{ticket.reference}} ") + 1
    assert example.json() == {"text": "Ada Lovelace", "faults": []}
    assert nothing.status_code == 404


async def test_pages_follow_each_other(as_technician: SignedIn) -> None:
    for name in ("A", "B", "C"):
        await keep(as_technician, name=name, folder="F" if name == "A" else "")

    first = (await as_technician.get(PATH, params={"limit": "2"})).json()
    rest = (await as_technician.get(PATH, params={"cursor": first["next_cursor"]})).json()

    assert [one["name"] for one in first["items"]] == ["B", "C"]
    assert [one["name"] for one in rest["items"]] == ["A"]


async def test_the_variables_are_listed(as_technician: SignedIn) -> None:
    listed = (await as_technician.get(f"{PATH}/variables")).json()

    assert {"ticket.reference", "requester.first_name"} <= {one["name"] for one in listed}
