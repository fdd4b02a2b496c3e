"""Service levels over HTTP: policies and their versions, previews, a ticket's clocks, lists by due time."""

import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.tickets.enums import DueKind, DueState, MessageKind, Priority
from app.tickets.events import MessageAdded
from app.tickets.models import Ticket, TicketDue
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_ticket
from tests.factories.workflow import clocks_now, make_calendar, policy

Drain = Callable[[], Awaitable[int]]
PATH = "/api/v1/service-levels"


async def put(
    admin: SignedIn, *policies: dict[str, Any], version: int = 0, **facts: Any
) -> dict[str, Any]:
    """Let these policies count."""
    answer = await admin.put(PATH, json={"version": version, "policies": list(policies), **facts})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def make_due(db: Database, ticket: Ticket, *, minutes: int | None, state: DueState) -> None:
    """What lists show of a ticket."""
    async with db.write() as session:
        due_at = None if minutes is None else ticket.created_at + timedelta(minutes=minutes)
        session.add(
            TicketDue(ticket_id=ticket.id, due_at=due_at, kind=DueKind.SOLUTION, state=state)
        )


async def test_the_product_comes_with_policies(as_admin: SignedIn) -> None:
    body = (await as_admin.get(PATH)).json()

    assert body["version"] == 0
    assert [one["name"] for one in body["policies"]][-1] == "Everything else"
    assert body["changed_by"] is None


async def test_policies_are_written_as_a_whole_in_a_new_version(as_admin: SignedIn) -> None:
    written = await put(as_admin, policy("Critical", solution=60), version=0)

    read = (await as_admin.get(PATH)).json()
    assert read == written
    assert (read["version"], read["changed_by"]["id"]) == (1, str(as_admin.id))


async def test_an_edit_of_an_older_version_is_refused_with_the_newest(as_admin: SignedIn) -> None:
    newest = await put(as_admin, policy("One", solution=60))

    answer = await as_admin.put(PATH, json={"version": 0, "policies": [policy("Two", solution=60)]})

    assert answer.status_code == 409
    assert answer.json()["code"] == "stale_edit"
    assert answer.json()["current"] == newest


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (policy("Empty"), "“Empty” promises nothing."),
        (policy("Gone", solution=5, calendar_id=str(new_id())), "calendar of “Gone” is gone"),
        (
            policy("Team", solution=5, conditions={"team_ids": [str(new_id())]}),
            "“Team” names a team that is gone",
        ),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("PUT", PATH), ("POST", f"{PATH}/preview")])
async def test_what_cannot_be_is_refused_in_a_sentence(
    as_admin: SignedIn, one: dict[str, Any], sentence: str, method: str, path: str
) -> None:
    seen = {"version": 0} if method == "PUT" else {}

    answer = await as_admin.request(method, path, json={**seen, "policies": [one]})

    assert answer.status_code == 422
    assert answer.json()["code"] == "policy_refused"
    assert sentence in answer.json()["detail"]


async def test_versions_are_kept_and_come_back_as_new_ones(as_admin: SignedIn) -> None:
    first = await put(as_admin, policy("One", solution=60))
    await put(as_admin, policy("Two", solution=60), version=1)

    answer = await as_admin.post(f"{PATH}/versions/1/restore", json={"version": 2})
    shipped = await as_admin.post(f"{PATH}/versions/0/restore", json={"version": 3})
    page = (await as_admin.get(f"{PATH}/versions?limit=3")).json()
    rest = (await as_admin.get(f"{PATH}/versions?cursor={page['next_cursor']}")).json()

    assert answer.json()["policies"] == first["policies"]
    assert (answer.json()["version"], answer.json()["restores"]) == (3, 1)
    assert shipped.json()["policies"][0]["name"] == "Critical"
    assert [one["version"] for one in page["items"]] == [4, 3, 2]
    assert [one["version"] for one in rest["items"]] == [1, 0]
    assert rest["next_cursor"] is None


async def test_a_version_that_never_was_cannot_come_back(as_admin: SignedIn) -> None:
    answer = await as_admin.post(f"{PATH}/versions/7/restore", json={"version": 0})

    assert (answer.status_code, answer.json()["code"]) == (404, "version_unknown")


async def test_a_calendar_that_a_policy_reckons_with_stays(
    as_admin: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        calendar = await make_calendar(session)
    await put(as_admin, policy(solution=60, calendar_id=str(calendar.id)))

    refused = await as_admin.delete(f"/api/v1/calendars/{calendar.id}")
    await put(as_admin, policy(solution=60), version=1)
    removed = await as_admin.delete(f"/api/v1/calendars/{calendar.id}")

    assert (refused.status_code, refused.json()["code"]) == (409, "calendar_in_use")
    assert removed.status_code == 204


async def test_a_preview_tells_what_policies_would_have_meant(
    as_admin: SignedIn, as_technician: SignedIn, db: Database, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        quick, slow = [
            await make_ticket(session, priority=Priority.CRITICAL, set_by_person=["priority"])
            for _ in range(2)
        ]
        await make_ticket(session, priority=Priority.LOW)
    for ticket, minutes in ((quick, 20), (slow, 50)):
        frozen_clock.advance(timedelta(minutes=minutes))
        async with db.write() as session:
            event = MessageAdded(
                ticket_id=ticket.id,
                message_id=new_id(),
                kind=MessageKind.REPLY,
                by_requester=False,
            )
            events.record(session, event, by=as_technician.id)

    critical = policy("Critical", first_response=30, conditions={"priorities": ["critical"]})
    answer = await as_admin.post(f"{PATH}/preview", json={"policies": [critical]})

    body = answer.json()
    assert (body["tickets"], body["uncovered"]) == (3, 1)
    assert body["sentence"] == (
        "Of the last 3 tickets these policies would cover 2, and 1 would have been late."
    )
    assert body["policies"][0]["sentence"] == (
        "Of the last 3 tickets it would cover 2; 50 % of them would have been late."
    )
    assert (await as_admin.get(PATH)).json()["version"] == 0


async def test_a_preview_without_tickets_says_so(as_admin: SignedIn) -> None:
    answer = await as_admin.post(f"{PATH}/preview", json={"policies": [policy(solution=9)]})

    assert answer.json()["sentence"] == "There are no tickets yet to try these policies on."


@pytest.mark.parametrize(("for_open", "minutes"), [(True, 90), (False, 60)])
async def test_other_policies_hold_for_open_tickets_if_wanted(
    as_admin: SignedIn, db: Database, drain: Drain, for_open: bool, minutes: int
) -> None:
    await put(as_admin, policy(solution=60))
    body = {"subject": "The screen stays dark", "description": "Since this morning."}
    ticket_id = UUID((await as_admin.post("/api/v1/tickets", json=body)).json()["id"])
    await drain()

    await put(as_admin, policy(solution=90), version=1, for_open_tickets=for_open)
    await drain()

    clock = (await clocks_now(db, ticket_id))[DueKind.SOLUTION]
    assert clock.due_at is not None
    assert clock.due_at - clock.started_at == timedelta(minutes=minutes)


async def test_a_ticket_shows_its_policy_and_clocks(
    as_admin: SignedIn, as_user: SignedIn, drain: Drain, frozen_clock: FrozenClock
) -> None:
    await put(as_admin, policy("Promise", first_response=60, solution=240))
    body = {"subject": "The screen stays dark", "description": "Since this morning."}
    ticket = (await as_user.post("/api/v1/tickets", json=body)).json()
    await drain()
    frozen_clock.advance(timedelta(minutes=70))
    await drain()

    shown = (await as_admin.get(f"/api/v1/tickets/{ticket['id']}/service-level")).json()
    row = (await as_admin.get(f"/api/v1/tickets/{ticket['id']}")).json()
    own = (await as_user.get(f"/api/v1/tickets/{ticket['id']}")).json()

    assert (shown["policy"], shown["calendar"], shown["is_open_now"]) == ("Promise", None, True)
    first, solution = shown["clocks"]
    assert (first["kind"], first["state"], first["left_minutes"]) == ("first_response", "late", -10)
    assert (solution["state"], solution["used_minutes"], solution["left_minutes"]) == (
        "running",
        70,
        170,
    )
    assert (row["due_kind"], row["due_state"]) == ("first_response", "late")
    assert own["due_at"] is own["due_kind"] is own["due_state"] is None


async def test_a_ticket_that_nobody_follows_yet_shows_nothing(
    as_technician: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        ticket = await make_ticket(session)

    shown = (await as_technician.get(f"/api/v1/tickets/{ticket.id}/service-level")).json()

    assert (shown["policy"], shown["clocks"]) == (None, [])


async def test_lists_are_sorted_by_due_time_and_the_rest_follows(
    as_technician: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        made = [await make_ticket(session) for _ in range(6)]
    await make_due(db, made[0], minutes=50, state=DueState.RUNNING)
    await make_due(db, made[1], minutes=10, state=DueState.LATE)
    await make_due(db, made[2], minutes=None, state=DueState.PAUSED)
    await make_due(db, made[4], minutes=10, state=DueState.WARNED)

    order: list[str] = []
    cursor = ""
    while True:
        page = (await as_technician.get(f"/api/v1/tickets?sort=due&limit=2{cursor}")).json()
        order += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    wanted = [made[place].id for place in (1, 4, 0, 5, 3, 2)]
    assert order == [str(id_) for id_ in wanted]


async def test_lists_are_cut_to_what_is_late_or_stands_still(
    as_technician: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        made = [await make_ticket(session) for _ in range(4)]
    await make_due(db, made[0], minutes=50, state=DueState.LATE)
    await make_due(db, made[1], minutes=10, state=DueState.LATE)
    await make_due(db, made[2], minutes=None, state=DueState.PAUSED)

    async def ids(query: str) -> list[str]:
        answer = await as_technician.get(f"/api/v1/tickets?{query}")
        return [row["id"] for row in answer.json()["items"]]

    assert await ids("due=late") == [str(made[1].id), str(made[0].id)]
    assert await ids("due=late&sort=due") == [str(made[1].id), str(made[0].id)]
    assert await ids("due=late&due=paused&sort=due") == [str(made[place].id) for place in (1, 0, 2)]


@pytest.mark.parametrize("query", ["sort=due", "due=late"])
async def test_requesters_do_not_see_when_something_is_due(as_user: SignedIn, query: str) -> None:
    answer = await as_user.get(f"/api/v1/tickets?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "filter_invalid")


@pytest.mark.parametrize("values", ['["never", "x"]', '["2026-01-01T00:00:00", "x"]', "[1, 2]"])
async def test_a_foreign_cursor_is_refused(as_technician: SignedIn, values: str) -> None:
    cursor = base64.urlsafe_b64encode(values.encode()).decode()

    answer = await as_technician.get(f"/api/v1/tickets?sort=due&cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")
