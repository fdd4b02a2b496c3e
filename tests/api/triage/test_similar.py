"""Like tickets over HTTP: who is shown what, and what happens without a worker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import AsyncClient

from app.core.db import Database
from app.tickets import service as tickets
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.triage.jobs import score_batch
from tests.api.triage.conftest import StartWorker
from tests.conftest import SignInAs
from tests.factories.assignment import make_unscored_ticket
from tests.factories.auth import SignedIn
from tests.factories.feedback import make_rating
from tests.factories.tickets import actor_of
from tests.factories.triage import FixedScorer, vector

API = "/api/v1"
HIDDEN = ("ticket_id", "reference", "subject", "solved_by")


@dataclass
class Desk:
    """Tickets with chosen likeness to `vector()`, made and solved in rows."""

    db: Database
    context: dict[str, Any]
    technician: SignedIn
    scorer: FixedScorer

    async def opened(self, requester: SignedIn, likeness: float = 1.0) -> Ticket:
        """An open ticket that the worker has scored."""
        return (await self._made(requester, likeness))[0]

    async def solved(
        self, requester: SignedIn, likeness: float = 1.0, *, share: bool = False
    ) -> Ticket:
        """A solved ticket; its solution tells of the likeness."""
        ticket, subject = await self._made(requester, likeness)
        async with self.db.write() as session:
            row = await session.get_one(Ticket, ticket.id)
            row.assignee_id, row.status = self.technician.id, TicketStatus.IN_PROGRESS
            by = actor_of(self.technician.user)
            await tickets.solve(
                session, row, by=by, resolution=f"Solution of {subject}", share=share
            )
        await self.context["follower"].look()
        return row

    async def _made(self, requester: SignedIn, likeness: float) -> tuple[Ticket, str]:
        subject = f"{requester.user.name}, {likeness}"
        self.scorer._vectors = {**self.scorer._vectors, subject: vector(likeness)}
        async with self.db.write() as session:
            ticket = await make_unscored_ticket(session, requester=requester.user, subject=subject)
        assert await score_batch(self.context) == 1
        await self.context["follower"].step()
        return ticket, subject


@pytest.fixture
async def desk(db: Database, as_technician: SignedIn, start_worker: StartWorker) -> Desk:
    scorer = FixedScorer()
    return Desk(db, await start_worker(scorer), as_technician, scorer)


async def similar(person: SignedIn, ticket: Ticket) -> dict[str, Any]:
    """What the person is shown beside a ticket."""
    answer = await person.get(f"{API}/tickets/{ticket.id}/similar")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_staff_is_shown_everybodys_solutions_nearest_first(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ben = await sign_in_as("user", name="Ben")
    asked = await desk.opened(as_user)
    far = await desk.solved(ben, 0.8)
    near = await desk.solved(as_user, 0.9)
    async with desk.db.write() as session:
        await make_rating(session, near, score=5)

    told = await similar(desk.technician, asked)

    assert [one["ticket_id"] for one in told["solved"]] == [str(near.id), str(far.id)]
    first, second = told["solved"]
    assert first["similarity"] == pytest.approx(0.9, abs=0.01)
    assert first["solution"] == f"Solution of {as_user.user.name}, 0.9"
    assert first["solved_by"]["id"] == str(desk.technician.id)
    assert (first["reference"], first["category"]) == (near.reference, "network")
    assert (first["rating"], second["rating"]) == (5, None)
    assert told["duplicates"] == []
    assert told["complete"] is True


async def test_a_requester_is_shown_his_own_and_what_was_shared_without_names(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ben = await sign_in_as("user", name="Ben")
    asked = await desk.opened(as_user)
    own = await desk.solved(as_user, 0.7)
    await desk.solved(ben, 0.95)
    await desk.solved(ben, 0.8, share=True)

    told = await similar(as_user, asked)

    shared, mine = told["solved"]
    assert shared["solution"] == "Solution of Ben, 0.8"
    assert [shared[name] for name in HIDDEN] == [None] * 4
    assert mine["ticket_id"] == str(own.id)
    assert mine["solved_by"]["id"] == str(desk.technician.id)


async def test_probable_duplicates_are_open_and_very_near(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ben = await sign_in_as("user", name="Ben")
    asked = await desk.opened(as_user)
    twice = await desk.opened(as_user, 0.97)
    others = await desk.opened(ben, 0.96)
    await desk.opened(ben, 0.5)

    by_staff = await similar(desk.technician, asked)
    by_requester = await similar(as_user, asked)

    assert [one["ticket_id"] for one in by_staff["duplicates"]] == [str(twice.id), str(others.id)]
    second = by_staff["duplicates"][1]
    assert (second["requester"]["name"], second["status"]) == ("Ben", "triaged")
    assert [one["ticket_id"] for one in by_requester["duplicates"]] == [str(twice.id)]


async def test_what_has_little_in_common_is_not_shown(desk: Desk, as_user: SignedIn) -> None:
    asked = await desk.opened(as_user)
    await desk.solved(as_user, 0.2)

    told = await similar(desk.technician, asked)

    assert (told["solved"], told["duplicates"]) == ([], [])


async def test_at_most_five_are_shown(desk: Desk, as_user: SignedIn) -> None:
    asked = await desk.opened(as_user)
    for number in range(7):
        await desk.solved(as_user, 0.9 + number / 100)

    told = await similar(desk.technician, asked)

    assert len(told["solved"]) == 5
    assert told["solved"][0]["similarity"] == pytest.approx(0.96, abs=0.01)


async def test_rights_that_changed_since_the_last_look_count_already(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ben = await sign_in_as("user", name="Ben")
    asked = await desk.opened(as_user)
    shared = await desk.solved(ben, 0.9, share=True)
    assert len((await similar(as_user, asked))["solved"]) == 1

    answer = await ben.post(
        f"{API}/tickets/{shared.id}/reopen", json={"version": shared.version, "reason": "Not so."}
    )
    assert answer.status_code == 200, answer.text

    assert (await similar(as_user, asked))["solved"] == []
    assert (await similar(desk.technician, asked))["solved"] == []


async def test_a_ticket_that_is_not_scored_yet_is_read_on_the_spot(
    desk: Desk, as_user: SignedIn
) -> None:
    known = await desk.solved(as_user, 1.0)
    async with desk.db.write() as session:
        fresh = await make_unscored_ticket(session, requester=as_user.user, subject="Unread")

    told = await similar(as_user, fresh)

    assert [one["ticket_id"] for one in told["solved"]] == [str(known.id)]


async def test_somebody_elses_ticket_has_no_like_ones(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ticket = await desk.opened(await sign_in_as("user"))

    answer = await as_user.get(f"{API}/tickets/{ticket.id}/similar")

    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")


async def test_while_tickets_are_read_in_the_answer_says_so(
    db: Database, as_user: SignedIn, start_worker: StartWorker
) -> None:
    await start_worker()
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, requester=as_user.user)

    assert (await similar(as_user, ticket))["complete"] is False


async def test_a_preview_says_what_the_model_would_and_keeps_nothing(
    desk: Desk, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ben = await sign_in_as("user", name="Ben")
    await desk.solved(ben, 0.9, share=True)
    await desk.solved(ben, 0.95)
    before = await _count(as_user, desk)

    answer = await as_user.post(
        f"{API}/triage/preview", json={"subject": "VPN", "description": "It drops."}
    )

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["priority"], told["category"], told["confidence"]) == ("high", "network", 0.9)
    assert told["priority_probabilities"]["high"] == 0.9
    assert told["words"][0] == {"word": "vpn", "weight": 0.7}
    assert told["model_version"] == "fixed-1"
    assert [one["solution"] for one in told["similar"]] == ["Solution of Ben, 0.9"]
    assert told["similar"][0]["ticket_id"] is None
    assert await _count(as_user, desk) == before


async def test_an_empty_preview_is_answered(desk: Desk, as_user: SignedIn) -> None:
    answer = await as_user.post(f"{API}/triage/preview", json={"subject": "", "description": ""})

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "VPN"},
        {"subject": "x" * 201, "description": "y"},
        {"subject": "x", "description": "y" * 20_001},
        {"subject": "x", "description": "y", "extra": 1},
        {"subject": 7, "description": "y"},
    ],
)
async def test_a_bad_preview_gets_a_sentence(as_user: SignedIn, body: dict[str, object]) -> None:
    answer = await as_user.post(f"{API}/triage/preview", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_without_a_worker_there_are_no_suggestions(db: Database, as_user: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, requester=as_user.user)

    for answer in (
        await as_user.get(f"{API}/tickets/{ticket.id}/similar"),
        await as_user.post(f"{API}/triage/preview", json={"subject": "a", "description": "b"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "triage_unavailable")
        assert answer.json()["detail"] == "Suggestions are not available at the moment."
        assert answer.headers["Retry-After"] == "5"


async def test_a_text_that_breaks_the_model_is_no_error_of_ours_to_show(
    as_user: SignedIn, start_worker: StartWorker
) -> None:
    await start_worker(FixedScorer(fails_on="poison"))

    answer = await as_user.post(
        f"{API}/triage/preview", json={"subject": "a", "description": "poison"}
    )

    assert (answer.status_code, answer.json()["code"]) == (503, "triage_unavailable")


async def test_no_words_stand_in_redis(as_user: SignedIn, job_context: dict[str, Any]) -> None:
    answer = await as_user.post(
        f"{API}/triage/preview", json={"subject": "Affair", "description": "Dismissal of Ann"}
    )
    assert answer.status_code == 503
    redis = job_context["redis"]
    kept = [await redis.dump(key) for key in await redis.keys("*")]
    assert not any(word in (one or b"") for one in kept for word in (b"Affair", b"Dismissal"))


async def test_nobody_is_shown_anything_without_signing_in(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/triage/preview", json={"subject": "a", "description": "b"})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_solution_is_shared_over_http_and_told_in_the_history(
    desk: Desk, as_user: SignedIn, drain: Callable[[], Awaitable[int]]
) -> None:
    ticket = await desk.opened(as_user)
    async with desk.db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        row.assignee_id, row.status = desk.technician.id, TicketStatus.IN_PROGRESS
        session.add(row)
    answer = await desk.technician.post(
        f"{API}/tickets/{ticket.id}/solve",
        json={"version": row.version, "resolution": "Restart it.", "share_solution": True},
    )
    assert answer.status_code == 200, answer.text

    history = (await desk.technician.get(f"{API}/tickets/{ticket.id}/history")).json()["items"]
    [solved] = [entry for entry in history if entry["type"] == "ticket_solved"]
    assert solved["data"]["is_shared"] is True
    async with desk.db.read() as session:
        now = await session.get_one(Ticket, ticket.id)
    assert now.share_solution
    assert now.solution_id is not None


async def _count(person: SignedIn, desk: Desk) -> int:
    return len((await desk.technician.get(f"{API}/tickets")).json()["items"])
