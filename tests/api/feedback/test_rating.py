"""Rating a solution over HTTP."""

from uuid import UUID

import pytest
from sqlmodel import select

from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.feedback.events import TicketRated
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.feedback import hold_ticket, solve_ticket


@pytest.fixture
async def solved(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """A ticket of the user that the technician solved."""
    async with db.write() as session:
        return await solve_ticket(session, requester=as_user.user, technician=as_technician.user)


def url(ticket_id: UUID) -> str:
    return f"/api/v1/tickets/{ticket_id}/rating"


async def rated_events(db: Database) -> list[TicketRated]:
    async with db.read() as session:
        statement = select(OutboxEvent).where(OutboxEvent.type == TicketRated.type)
        found = [events.load(row).event for row in await session.exec(statement)]
    return [event for event in found if isinstance(event, TicketRated)]


async def test_the_first_rating_is_201_and_a_change_is_200(
    db: Database, solved: Ticket, as_user: SignedIn, as_technician: SignedIn
) -> None:
    first = await as_user.put(url(solved.id), json={"score": 4, "comment": " Quick. "})
    assert first.status_code == 201
    assert first.json()["score"] == 4
    assert first.json()["comment"] == "Quick."
    assert first.json()["author"] == {"id": str(as_user.id), "name": as_user.user.name}
    second = await as_user.put(url(solved.id), json={"score": 2})
    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]
    assert (second.json()["score"], second.json()["comment"]) == (2, None)
    shown = await as_technician.get(url(solved.id))
    assert shown.json() == second.json()
    recorded = await rated_events(db)
    assert [(event.score, event.technician_id) for event in recorded] == [
        (4, as_technician.id),
        (2, as_technician.id),
    ]


async def test_the_same_rating_twice_is_one_fact(
    db: Database, solved: Ticket, as_user: SignedIn
) -> None:
    for status in (201, 200):
        answer = await as_user.put(url(solved.id), json={"score": 5, "comment": "Fine"})
        assert answer.status_code == status
    assert len(await rated_events(db)) == 1


async def test_the_history_says_what_the_rating_was(solved: Ticket, as_user: SignedIn) -> None:
    await as_user.put(url(solved.id), json={"score": 4})
    history = (await as_user.get(f"/api/v1/tickets/{solved.id}/history")).json()["items"]
    assert history[-1]["text"] == "Rated 4 of 5"


async def test_reopened_and_solved_again_is_rated_anew(
    solved: Ticket, as_user: SignedIn, as_technician: SignedIn
) -> None:
    await as_user.put(url(solved.id), json={"score": 1})
    path = f"/api/v1/tickets/{solved.id}"
    version = (await as_user.get(path)).json()["version"]
    reopened = await as_user.post(f"{path}/reopen", json={"version": version, "reason": "Again"})
    assert reopened.status_code == 200
    # While the ticket is open the last rating is shown, and none can be given.
    assert (await as_user.get(url(solved.id))).json()["score"] == 1
    early = await as_user.put(url(solved.id), json={"score": 5})
    assert (early.status_code, early.json()["code"]) == (409, "ticket_not_ratable")
    taken = await as_technician.post(f"{path}/take", json={"version": reopened.json()["version"]})
    done = await as_technician.post(
        f"{path}/solve",
        json={"version": taken.json()["version"], "resolution": "A new cable."},
    )
    assert done.status_code == 200
    assert (await as_user.get(url(solved.id))).json() is None
    again = await as_user.put(url(solved.id), json={"score": 5})
    assert again.status_code == 201
    rows = (await as_technician.get("/api/v1/feedback")).json()["items"]
    assert [row["score"] for row in rows] == [5, 1]


async def test_an_open_ticket_has_no_rating(
    db: Database, as_user: SignedIn, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        ticket = await hold_ticket(
            session,
            requester=as_user.user,
            technician=as_technician.user,
            status=TicketStatus.IN_PROGRESS,
        )
    answer = await as_user.put(url(ticket.id), json={"score": 3})
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_not_ratable")
    assert (await as_user.get(url(ticket.id))).json() is None


async def test_only_the_requester_rates(
    solved: Ticket, as_technician: SignedIn, as_admin: SignedIn
) -> None:
    for staff in (as_technician, as_admin):
        answer = await staff.put(url(solved.id), json={"score": 5})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_requester")


async def test_strangers_see_no_ticket(solved: Ticket, sign_in_as: SignInAs) -> None:
    stranger = await sign_in_as("user")
    assert (await stranger.put(url(solved.id), json={"score": 5})).status_code == 404
    assert (await stranger.get(url(solved.id))).status_code == 404
    assert (await stranger.get(url(new_id()))).status_code == 404


async def test_a_watcher_from_outside_sees_the_ticket_and_not_the_rating(
    solved: Ticket, as_user: SignedIn, as_technician: SignedIn, sign_in_as: SignInAs
) -> None:
    await as_user.put(url(solved.id), json={"score": 1, "comment": "Never again."})
    watcher = await sign_in_as("user")
    added = await as_technician.put(f"/api/v1/tickets/{solved.id}/watchers/{watcher.id}")
    assert added.status_code == 204
    answer = await watcher.get(url(solved.id))
    assert (answer.status_code, answer.json()) == (200, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"score": 0},
        {"score": 6},
        {"score": "5"},
        {"score": 4.5},
        {"score": True},
        {"score": None},
        {"score": 5, "comment": "x" * 2001},
        {"score": 5, "comment": 7},
        {"score": 5, "stars": 5},
    ],
)
async def test_nonsense_is_refused(
    solved: Ticket, as_user: SignedIn, body: dict[str, object]
) -> None:
    answer = await as_user.put(url(solved.id), json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await as_user.get(url(solved.id))).json() is None


async def test_a_comment_is_kept_as_text_and_sealed(
    db: Database, solved: Ticket, as_user: SignedIn
) -> None:
    words = "<script>alert(1)</script> '; DROP TABLE rating; -- ünïcødé 🎉"
    await as_user.put(url(solved.id), json={"score": 1, "comment": words})
    assert (await as_user.get(url(solved.id))).json()["comment"] == words
    async with db.read() as session:
        connection = await session.connection()
        stored = (await connection.exec_driver_sql("SELECT comment FROM rating")).scalar_one()
    assert b"script" not in bytes(stored)


async def test_without_a_session_or_its_token_nothing_is_rated(
    solved: Ticket, as_user: SignedIn
) -> None:
    no_token = await as_user.put(url(solved.id), json={"score": 5}, headers={"X-CSRF-Token": "x"})
    assert (no_token.status_code, no_token.json()["code"]) == (403, "csrf_failed")
    as_user.client.cookies.clear()
    nobody = await as_user.put(url(solved.id), json={"score": 5})
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")
