"""What the model said, and what people make of it, over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import select

from app.core.db import Database
from app.tickets.enums import Category, Priority
from app.tickets.models import Ticket
from app.triage.jobs import score_batch
from app.triage.models import TriageLabel
from tests.factories.assignment import make_unscored_ticket, ticket_now
from tests.factories.auth import SignedIn
from tests.factories.triage import FixedScore, FixedScorer

Drain = Callable[[], Awaitable[int]]
Scored = Callable[..., Awaitable[Ticket]]


@pytest.fixture
def scored(db: Database, job_context: dict[str, Any]) -> Scored:
    """Make a ticket and let a model that says high and network score it."""

    async def make(*, confidence: float = 0.3, **facts: Any) -> Ticket:
        async with db.write() as session:
            ticket = await make_unscored_ticket(session, **facts)
        scorer = FixedScorer(FixedScore(confidence=confidence))
        await score_batch({**job_context, "scorer": scorer})
        return await ticket_now(db, ticket.id)

    return make


async def labels(db: Database) -> list[tuple[str, str | None, str | None, str | None]]:
    """What was kept for the next training."""
    async with db.read() as session:
        rows = await session.exec(select(TriageLabel).order_by(TriageLabel.field))
        return [(row.field, row.old_value, row.model_value, row.value) for row in rows]


async def test_before_the_score_it_is_pending(db: Database, as_user: SignedIn) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(
            session, requester=as_user.user, category=Category.EMAIL
        )
    told = (await as_user.get(f"/api/v1/tickets/{ticket.id}/triage")).json()
    assert told["state"] == "pending"
    assert (told["category"], told["priority"]) == ("email", None)
    assert told["priority_probabilities"] is None
    assert (told["words"], told["overridden"], told["model_version"]) == ([], [], None)


async def test_requester_and_staff_read_scores_and_words(
    scored: Scored, as_user: SignedIn, as_technician: SignedIn
) -> None:
    ticket = await scored(requester=as_user.user, category=Category.EMAIL)
    for person in (as_user, as_technician):
        told = (await person.get(f"/api/v1/tickets/{ticket.id}/triage")).json()
        assert told["state"] == "scored"
        assert (told["priority"], told["category"], told["confidence"]) == ("high", "network", 0.3)
        assert told["needs_review"] is True
        assert told["priority_probabilities"]["high"] == 0.9
        assert told["words"][0] == {"word": "vpn", "weight": 0.7}
        assert told["requester_said"] == {"category": "email"}
        assert told["model_version"] == "fixed-1"


async def test_somebody_elses_scores_are_not_there(scored: Scored, as_user: SignedIn) -> None:
    ticket = await scored()
    answer = await as_user.get(f"/api/v1/tickets/{ticket.id}/triage")
    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")


async def test_uncertain_tickets_stand_in_the_review_list(
    scored: Scored, as_admin: SignedIn
) -> None:
    first = await scored(confidence=0.2)
    await scored(confidence=0.9)
    second = await scored(confidence=0.1)
    page = (await as_admin.get("/api/v1/triage/review", params={"limit": 1})).json()
    assert [item["id"] for item in page["items"]] == [str(second.id)]
    assert page["items"][0]["confidence"] == 0.1
    rest = await as_admin.get("/api/v1/triage/review", params={"cursor": page["next_cursor"]})
    assert [item["id"] for item in rest.json()["items"]] == [str(first.id)]
    assert rest.json()["next_cursor"] is None


async def test_a_confirmation_clears_the_flag_and_is_a_label(
    db: Database, scored: Scored, as_admin: SignedIn, drain: Drain
) -> None:
    ticket = await scored()
    answer = await as_admin.post(
        f"/api/v1/tickets/{ticket.id}/triage/review",
        json={"version": ticket.version, "priority": "high", "category": "network"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["needs_review"] is False
    assert answer.json()["version"] == ticket.version + 1
    await drain()
    assert await labels(db) == [
        ("category", "network", "network", "network"),
        ("priority", "high", "high", "high"),
    ]
    told = (await as_admin.get(f"/api/v1/tickets/{ticket.id}/triage")).json()
    assert told["overridden"] == []


async def test_a_correction_changes_the_ticket_and_is_a_label(
    db: Database, scored: Scored, as_admin: SignedIn, drain: Drain
) -> None:
    ticket = await scored()
    answer = await as_admin.post(
        f"/api/v1/tickets/{ticket.id}/triage/review",
        json={
            "version": ticket.version,
            "priority": "low",
            "category": "network",
            "impact": "low",
            "urgency": "low",
        },
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["priority"], body["impact"], body["urgency"]) == ("low", "low", "low")
    await drain()
    assert await labels(db) == [
        ("category", "network", "network", "network"),
        ("impact", "medium", "medium", "low"),
        ("priority", "high", "high", "low"),
        ("urgency", "high", "high", "low"),
    ]
    told = (await as_admin.get(f"/api/v1/tickets/{ticket.id}/triage")).json()
    changed = {item["field"]: item for item in told["overridden"]}
    assert changed.keys() == {"impact", "priority", "urgency"}
    assert (changed["priority"]["from"], changed["priority"]["to"]) == ("high", "low")
    assert changed["priority"]["by"]["id"] == str(as_admin.id)
    assert told["priority_probabilities"]["high"] == 0.9


async def test_an_edit_by_staff_is_a_label_too(
    db: Database, scored: Scored, as_technician: SignedIn, drain: Drain
) -> None:
    ticket = await scored()
    answer = await as_technician.patch(
        f"/api/v1/tickets/{ticket.id}", json={"version": ticket.version, "category": "email"}
    )
    assert answer.status_code == 200, answer.text
    await drain()
    assert await labels(db) == [("category", "network", "network", "email")]


async def test_a_ticket_that_was_never_scored_can_be_reviewed(
    db: Database, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session)
    answer = await as_admin.post(
        f"/api/v1/tickets/{ticket.id}/triage/review",
        json={"version": 1, "priority": "low", "category": "hr"},
    )
    assert answer.status_code == 200, answer.text
    await score_batch({**job_context, "scorer": FixedScorer()})
    now = await ticket_now(db, ticket.id)
    assert (now.priority, now.category) == (Priority.LOW, Category.HR)


async def test_a_stale_review_gets_the_current_row(scored: Scored, as_admin: SignedIn) -> None:
    ticket = await scored()
    answer = await as_admin.post(
        f"/api/v1/tickets/{ticket.id}/triage/review",
        json={"version": ticket.version - 1, "priority": "low", "category": "hr"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_edit")
    assert answer.json()["current"]["version"] == ticket.version


async def test_review_is_for_administrators(
    scored: Scored, as_user: SignedIn, as_technician: SignedIn
) -> None:
    ticket = await scored(requester=as_user.user)
    body = {"version": ticket.version, "priority": "low", "category": "hr"}
    for person in (as_user, as_technician):
        answer = await person.post(f"/api/v1/tickets/{ticket.id}/triage/review", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert (await person.get("/api/v1/triage/review")).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"version": 1, "priority": "urgent", "category": "hr"},
        {"version": 1, "priority": "low"},
        {"version": 1, "priority": "low", "category": "hr", "extra": 1},
        {"version": "x", "priority": "low", "category": "hr"},
    ],
)
async def test_a_bad_review_gets_a_sentence(
    scored: Scored, as_admin: SignedIn, body: dict[str, object]
) -> None:
    ticket = await scored()
    answer = await as_admin.post(f"/api/v1/tickets/{ticket.id}/triage/review", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
