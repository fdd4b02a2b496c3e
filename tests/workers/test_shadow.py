"""The shadow scores what was answered already, and never before a ticket that waits."""

from pathlib import Path
from typing import Any

from sqlmodel import select

from app.core.db import Database
from app.learning import evidence, service
from app.learning.enums import ModelState
from app.learning.jobs import score_shadow
from app.learning.models import TriageShadowResult
from app.learning.shelf import ModelShelf
from app.triage.jobs import score_batch
from tests.factories.assignment import make_unscored_ticket, ticket_now
from tests.factories.learning import FakeFolders, FakeModel, make_model

SHADOW = "triage-s"


async def context_with(
    db: Database, context: dict[str, Any], shadow: FakeModel | None = None
) -> dict[str, Any]:
    """A worker with a shadow beside the model in service."""
    folders = FakeFolders(FakeModel("triage-a"))
    folders.trained[SHADOW] = shadow or FakeModel(SHADOW, priority="low")
    shelf = ModelShelf(folders, Path("models"))
    async with db.write() as session:
        await make_model(session, SHADOW, state=ModelState.SHADOW)
    await shelf.look(db)
    return {**context, "scorer": shelf, "shelf": shelf}


async def results(db: Database) -> list[TriageShadowResult]:
    """What the shadow said."""
    async with db.read() as session:
        return list(await session.exec(select(TriageShadowResult)))


async def test_it_scores_what_was_answered_and_changes_nothing(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = await context_with(db, job_context)
    async with db.write() as session:
        tickets = [await make_unscored_ticket(session) for _ in range(10)]
    await score_batch(context)
    before = await ticket_now(db, tickets[0].id)
    assert [await score_shadow(context) for _ in range(3)] == [8, 2, 0]
    said = await results(db)
    assert {row.ticket_id for row in said} == {ticket.id for ticket in tickets}
    assert {row.scores["priority"] for row in said} == {"low"}
    assert said[0].scores["priority_probabilities"]["high"] == 0.9
    assert await ticket_now(db, tickets[0].id) == before


async def test_it_rests_while_a_ticket_waits_for_its_score(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = await context_with(db, job_context)
    async with db.write() as session:
        await make_unscored_ticket(session)
    await score_batch(context)
    async with db.write() as session:
        await make_unscored_ticket(session)
    assert await score_shadow(context) == 0
    await score_batch(context)
    assert await score_shadow(context) == 2


async def test_what_was_answered_before_it_began_is_left(
    db: Database, job_context: dict[str, Any]
) -> None:
    shelf = ModelShelf(FakeFolders(FakeModel("triage-a")), Path("models"))
    async with db.write() as session:
        await make_unscored_ticket(session)
    await score_batch({**job_context, "scorer": shelf})
    context = await context_with(db, job_context)
    assert await score_shadow(context) == 0


async def test_a_text_that_breaks_it_is_passed_over(
    db: Database, job_context: dict[str, Any]
) -> None:
    class Poisoned(FakeModel):
        """Cannot read one word."""

        def score(self, tickets: Any) -> Any:
            if any("poison" in ticket.body for ticket in tickets):
                raise ValueError("a text that this model cannot read")
            return super().score(tickets)

    context = await context_with(db, job_context, Poisoned(SHADOW))
    async with db.write() as session:
        await make_unscored_ticket(session, body="poison")
        await make_unscored_ticket(session)
    await score_batch(context)
    assert await score_shadow(context) == 2
    assert await score_shadow(context) == 0
    assert sorted(bool(row.scores) for row in await results(db)) == [False, True]


async def test_an_ended_shadow_scores_no_more(db: Database, job_context: dict[str, Any]) -> None:
    context = await context_with(db, job_context)
    async with db.write() as session:
        await make_unscored_ticket(session)
        await service.end_shadow(session, by_id=None)
    await score_batch(context)
    # This worker has not looked since, and knows it all the same.
    assert context["shelf"].shadow is not None
    assert await score_shadow(context) == 0


async def test_a_ticket_that_another_worker_was_faster_with_is_left(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = await context_with(db, job_context)
    async with db.write() as session:
        await make_unscored_ticket(session)
    await score_batch(context)
    assert await score_shadow(context) == 1
    (said,) = await results(db)
    again = {
        "ticket_id": said.ticket_id,
        "model_version": said.model_version,
        "scores": {"priority": "critical"},
        "scored_at": said.scored_at,
    }
    async with db.write() as session:
        await evidence.insert_shadow_results(session, [again])
    assert [row.scores["priority"] for row in await results(db)] == ["low"]
