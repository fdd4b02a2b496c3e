"""Macros over HTTP: wholly or not at all, seen before, taken back after."""

from typing import Any

import pytest

from app.core.db import Database
from app.people.models import Technician
from app.tickets.enums import Priority, TicketStatus
from app.tickets.models import Ticket
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.tickets import make_ticket

PATH = "/api/v1/macros"


async def keep(person: SignedIn, *steps: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """A new macro of somebody."""
    answer = await person.post(PATH, json={"name": "One click", "steps": list(steps), **facts})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def carry_out(
    person: SignedIn, ticket: Ticket, macro: dict[str, Any], version: int = 1
) -> Any:
    """Run a macro on a ticket."""
    path = f"/api/v1/tickets/{ticket.id}/macros/{macro['id']}"
    return await person.post(path, json={"version": version})


async def shown(person: SignedIn, ticket: Ticket) -> dict[str, Any]:
    """The ticket as somebody sees it."""
    body: dict[str, Any] = (await person.get(f"/api/v1/tickets/{ticket.id}")).json()
    return body


async def messages(person: SignedIn, ticket: Ticket) -> list[tuple[str, str]]:
    """Kind and text of the messages after the description."""
    listed = (await person.get(f"/api/v1/tickets/{ticket.id}/messages")).json()["items"]
    return [(one["kind"], one["text"]) for one in listed]


@pytest.fixture
async def ticket(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """The user's ticket, which the technician works on."""
    async with db.write() as session:
        return await make_ticket(
            session,
            requester_id=as_user.id,
            assignee_id=as_technician.id,
            status=TicketStatus.IN_PROGRESS,
            priority=Priority.HIGH,
            tags=("old",),
        )


async def test_one_click_does_everything_and_one_more_takes_the_fields_back(
    as_technician: SignedIn, as_user: SignedIn, ticket: Ticket
) -> None:
    macro = await keep(
        as_technician,
        {"do": "reply", "text": "Which model, {{requester.first_name}}?"},
        {"do": "note", "text": "Asked for the model."},
        {"do": "priority", "priority": "low"},
        {"do": "add_tags", "tags": ["printer"]},
        {"do": "remove_tags", "tags": ["old"]},
        {"do": "status", "status": "waiting_on_requester"},
    )

    done = await carry_out(as_technician, ticket, macro)

    assert done.status_code == 200, done.text
    assert done.json()["can_be_undone"] == ["priority", "status", "tags"]
    after = await shown(as_technician, ticket)
    assert (after["priority"], after["tags"], after["status"]) == (
        "low",
        ["printer"],
        "waiting_on_requester",
    )
    first = as_user.user.name.split()[0]
    assert await messages(as_technician, ticket) == [
        ("reply", f"Which model, {first}?"),
        ("note", "Asked for the model."),
    ]

    undone = await as_technician.post(
        f"/api/v1/tickets/{ticket.id}/macro-runs/{done.json()['run_id']}/undo"
    )

    assert undone.json() == {"restored": ["priority", "status", "tags"], "left": []}
    back = await shown(as_technician, ticket)
    assert (back["priority"], back["tags"], back["status"]) == ("high", ["old"], "in_progress")
    assert len(await messages(as_technician, ticket)) == 2


async def test_a_refused_step_leaves_nothing_behind(
    as_technician: SignedIn, sign_in_as: Any, ticket: Ticket
) -> None:
    stranger = await sign_in_as("technician")
    macro = await keep(
        stranger,
        {"do": "priority", "priority": "low"},
        {"do": "reply", "text": "Done."},
        {"do": "status", "status": "solved"},
    )

    refused = await carry_out(stranger, ticket, macro)

    assert refused.status_code == 409
    assert (await shown(as_technician, ticket))["priority"] == "high"
    assert await messages(as_technician, ticket) == []


async def test_solving_takes_the_reply_as_the_solution(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    macro = await keep(
        as_technician,
        {"do": "reply", "text": "It is repaired."},
        {"do": "status", "status": "solved"},
    )

    done = await carry_out(as_technician, ticket, macro)

    assert done.json()["can_be_undone"] == []
    assert (await shown(as_technician, ticket))["status"] == "solved"
    assert await messages(as_technician, ticket) == [("reply", "It is repaired.")]


async def test_the_preview_shows_the_words_and_what_cannot_be_undone(
    as_technician: SignedIn, ticket: Ticket
) -> None:
    template = (
        await as_technician.post(
            "/api/v1/templates", json={"name": "Hi", "text": "About {{ticket.reference}}"}
        )
    ).json()
    macro = await keep(
        as_technician,
        {"do": "reply", "template_id": template["id"]},
        {"do": "category", "category": "network"},
    )
    path = f"/api/v1/tickets/{ticket.id}/macros/{macro['id']}/preview"

    seen = (await as_technician.get(path)).json()

    assert seen == {
        "steps": [
            {
                "sentence": "Reply from “Hi”",
                "text": f"About {ticket.reference}",
                "can_be_undone": False,
            },
            {"sentence": "Set the category to network", "text": None, "can_be_undone": True},
        ],
        "refusal": None,
    }
    assert await messages(as_technician, ticket) == []
    await as_technician.delete(f"/api/v1/templates/{template['id']}")
    assert "gone" in (await as_technician.get(path)).json()["refusal"]
    assert (await carry_out(as_technician, ticket, macro)).status_code == 422


async def test_an_undo_leaves_what_somebody_changed_meanwhile(
    as_technician: SignedIn, as_admin: SignedIn, ticket: Ticket
) -> None:
    macro = await keep(
        as_technician,
        {"do": "priority", "priority": "low"},
        {"do": "add_tags", "tags": ["new"]},
    )
    done = (await carry_out(as_technician, ticket, macro)).json()
    await as_admin.patch(
        f"/api/v1/tickets/{ticket.id}",
        json={"version": done["ticket_version"], "priority": "critical"},
    )
    path = f"/api/v1/tickets/{ticket.id}/macro-runs/{done['run_id']}/undo"

    assert (await as_admin.post(path)).status_code == 404
    undone = await as_technician.post(path)

    assert undone.json() == {"restored": ["tags"], "left": ["priority"]}
    assert (await shown(as_admin, ticket))["priority"] == "critical"
    assert (await as_technician.post(path)).status_code == 409


async def test_taking_and_giving_to_a_team(
    as_technician: SignedIn, as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        team = await make_team(session)
        ticket = await make_ticket(session)
    take = await keep(as_technician, {"do": "take"})
    give = await keep(as_technician, {"do": "team", "team_id": str(team.id)})

    taken = await carry_out(as_technician, ticket, take)
    assert taken.status_code == 200, taken.text
    assert (await shown(as_technician, ticket))["assignee"]["id"] == str(as_technician.id)

    given = await carry_out(as_technician, ticket, give, taken.json()["ticket_version"])
    assert given.status_code == 200, given.text
    after = await shown(as_technician, ticket)
    assert (after["assignee"], after["status"]) == (None, "new")
    async with db.read() as session:
        row = await session.get_one(Ticket, ticket.id)
        assert row.team_id == team.id
        assert (await session.get_one(Technician, as_technician.id)).active == 0


async def test_a_stale_version_is_refused(as_technician: SignedIn, ticket: Ticket) -> None:
    macro = await keep(as_technician, {"do": "priority", "priority": "low"})

    assert (await carry_out(as_technician, ticket, macro, 7)).status_code == 409


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([{"do": "status", "status": "solved"}], "reply before solving"),
        ([{"do": "reply", "text": "Hi {{nobody}}"}], "no variable"),
        (
            [{"do": "reply", "template_id": "00000000-0000-0000-0000-000000000007"}],
            "template that is gone",
        ),
        ([{"do": "team", "team_id": "00000000-0000-0000-0000-000000000007"}], "team that is gone"),
    ],
)
async def test_steps_that_cannot_be_are_refused_in_a_sentence(
    as_technician: SignedIn, steps: list[dict[str, Any]], word: str
) -> None:
    answer = await as_technician.post(PATH, json={"name": "x", "steps": steps})

    assert answer.status_code == 422
    assert word in answer.json()["detail"]


async def test_macros_are_listed_changed_removed_and_brought_back(
    as_technician: SignedIn,
) -> None:
    made = await keep(as_technician, {"do": "take"})
    path = f"{PATH}/{made['id']}"
    body = {"name": "Second", "steps": [{"do": "take"}], "version": 1}

    assert (await as_technician.put(path, json=body)).json()["version"] == 2
    assert (await as_technician.put(path, json=body)).status_code == 409
    assert (await as_technician.delete(path)).status_code == 204
    assert (await as_technician.get(PATH)).json()["items"] == []
    assert (await as_technician.post(f"{path}/restore")).status_code == 200
    listed = (await as_technician.get(PATH)).json()["items"]
    assert [(one["name"], one["sentences"]) for one in listed] == [("Second", ["Take the ticket"])]
