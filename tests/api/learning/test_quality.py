"""The weekly figures, over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.db import Database
from app.learning.quality import week_of
from app.triage.jobs import score_batch
from tests.conftest import FrozenClock
from tests.factories.assignment import make_unscored_ticket
from tests.factories.auth import SignedIn
from tests.factories.learning import make_label
from tests.factories.triage import FixedScore, FixedScorer

QUALITY = "/api/v1/triage/quality"
Drain = Callable[[], Awaitable[int]]


async def test_weeks_without_tickets_are_there_and_empty(as_admin: SignedIn) -> None:
    told = (await as_admin.get(QUALITY)).json()
    assert len(told["weeks"]) == 12
    assert told["weeks"][-1]["week"] == week_of(clock.now()).date().isoformat()
    assert told["weeks"][0]["scored"] == 0
    assert told["weeks"][0]["accuracy"] is None
    assert sum(told["weeks"][0]["category_mix"].values()) == 0
    assert told["warnings"] == []


async def test_a_week_counts_scores_flags_and_looks(
    db: Database,
    job_context: dict[str, Any],
    as_admin: SignedIn,
    frozen_clock: FrozenClock,
    drain: Drain,
) -> None:
    frozen_clock.at = week_of(clock.now()) - timedelta(days=7) + timedelta(hours=9)
    tickets = []
    for confidence in (0.95, 1.0, 0.45, 0.3):
        async with db.write() as session:
            tickets.append(await make_unscored_ticket(session))
        scorer = FixedScorer(FixedScore(confidence=confidence), floor=0.5)
        await score_batch({**job_context, "scorer": scorer})
    # One flagged ticket is looked at and corrected: it was flagged all the same.
    answer = await as_admin.post(
        f"/api/v1/tickets/{tickets[2].id}/triage/review",
        json={"version": 2, "priority": "low", "category": "network"},
    )
    assert answer.status_code == 200, answer.text
    await drain()
    frozen_clock.advance(timedelta(days=7))

    told = (await as_admin.get(QUALITY, params={"weeks": 2})).json()

    last, running = told["weeks"]
    assert (last["scored"], last["reviewed"], last["corrected"]) == (4, 1, 1)
    assert (last["accuracy"], last["category_accuracy"]) == (0.0, 1.0)
    assert (last["mean_confidence"], last["needs_review_share"]) == (0.675, 0.5)
    assert last["confidence_histogram"] == [0, 0, 0, 1, 1, 0, 0, 0, 0, 2]
    assert last["category_mix"]["network"] == 4
    assert (running["scored"], running["reviewed"]) == (0, 0)


async def test_a_fall_in_accuracy_warns(
    db: Database, as_admin: SignedIn, frozen_clock: FrozenClock
) -> None:
    now = clock.now()
    async with db.write() as session:
        for number in range(80):
            ticket = await make_unscored_ticket(session)
            is_new = number % 2 == 0
            person = "low" if is_new and number % 4 == 0 else "high"
            at = now if is_new else now - timedelta(weeks=2)
            await make_label(session, ticket.id, person=person, at=at)
    told = (await as_admin.get(QUALITY, params={"weeks": 3})).json()
    assert [week["accuracy"] for week in told["weeks"]] == [1.0, None, 0.5]
    (warning,) = told["warnings"]
    assert "50%" in warning


async def test_the_window_has_bounds(as_admin: SignedIn) -> None:
    for weeks in (0, 53, "all"):
        answer = await as_admin.get(QUALITY, params={"weeks": weeks})
        assert answer.status_code == 422
