"""The triage job: what it claims, what it writes, and what survives a failure."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import col, func, select

from app.core import clock
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import Category, Level, Priority, TicketStatus
from app.tickets.models import Message, Ticket
from app.triage.jobs import BATCH, UNSCORABLE_REST, score_batch
from app.triage.models import TriageResult
from tests.conftest import FrozenClock
from tests.factories.assignment import make_unscored_ticket, ticket_now
from tests.factories.triage import FixedScore, FixedScorer

Drain = Callable[[], Awaitable[int]]


def context_with(context: dict[str, Any], scorer: FixedScorer) -> dict[str, Any]:
    """The worker's context with this scorer at the port."""
    return {**context, "scorer": scorer}


async def test_a_score_is_written_whole(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, subject="VPN", body="It drops.")
        session.add(Message(ticket_id=ticket.id, author_id=ticket.requester_id, text="Later reply"))
    scorer = FixedScorer(FixedScore(confidence=0.4))

    assert await score_batch(context_with(job_context, scorer)) == 1
    assert await score_batch(context_with(job_context, scorer)) == 0

    now = await ticket_now(db, ticket.id)
    assert (now.priority, now.category, now.impact) == (
        Priority.HIGH,
        Category.NETWORK,
        Level.MEDIUM,
    )
    assert (now.status, now.needs_review, now.confidence) == (TicketStatus.TRIAGED, True, 0.4)
    assert now.ready_at is not None
    assert now.ready_at == now.triaged_at
    assert (now.version, now.claimed_until) == (2, None)
    async with db.read() as session:
        result = (await session.exec(select(TriageResult))).one()
        recorded = (
            await session.exec(select(OutboxEvent).where(OutboxEvent.ticket_id == ticket.id))
        ).one()
    assert json.loads(result.words) == [["vpn", 0.7], ["drops", 0.2]]
    assert result.scores["category_probabilities"]["network"] == 0.9
    assert (recorded.type, recorded.cause) == ("ticket_triaged", "model")
    assert recorded.data["needs_review"] is True


async def test_words_are_sealed_in_the_database(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        await make_unscored_ticket(session)
    await score_batch(context_with(job_context, FixedScorer()))
    async with db.read() as session:
        connection = await session.connection()
        raw = (await connection.exec_driver_sql("SELECT words FROM triage_result")).scalar_one()
    assert b"vpn" not in bytes(raw)


async def test_the_model_reads_subject_and_description_of_a_whole_batch(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        for number in range(BATCH + 3):
            await make_unscored_ticket(session, subject=f"Ticket {number}")
    scorer = FixedScorer()
    context = context_with(job_context, scorer)
    assert [await score_batch(context) for _ in range(3)] == [BATCH, 3, 0]
    assert scorer.seen == [
        [f"Ticket {number}" for number in range(BATCH)],
        [f"Ticket {number}" for number in range(BATCH, BATCH + 3)],
    ]


async def test_a_batch_costs_few_statements(db: Database, job_context: dict[str, Any]) -> None:
    async with db.write() as session:
        for _ in range(BATCH):
            await make_unscored_ticket(session)
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    try:
        assert await score_batch(context_with(job_context, FixedScorer())) == BATCH
    finally:
        event.remove(db.engine.sync_engine, "before_cursor_execute", note)
    assert len(statements) < 13


async def test_what_a_person_set_while_the_model_worked_stays(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(
            session,
            priority=Priority.LOW,
            category=Category.BILLING,
            set_by_person=["priority", "category"],
        )
    await score_batch(context_with(job_context, FixedScorer()))
    now = await ticket_now(db, ticket.id)
    assert (now.priority, now.category) == (Priority.LOW, Category.BILLING)
    async with db.read() as session:
        result = (await session.exec(select(TriageResult))).one()
    assert (result.scores["priority"], result.scores["category"]) == ("high", "network")


async def test_what_the_requester_suggested_is_kept_as_a_hint(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, category=Category.EMAIL, urgency=Level.LOW)
    await score_batch(context_with(job_context, FixedScorer()))
    now = await ticket_now(db, ticket.id)
    assert (now.category, now.urgency) == (Category.NETWORK, Level.HIGH)
    async with db.read() as session:
        result = (await session.exec(select(TriageResult))).one()
    assert result.scores["requester_said"] == {"category": "email", "urgency": "low"}


async def test_a_held_or_closed_ticket_keeps_its_status(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        held = await make_unscored_ticket(session, status=TicketStatus.IN_PROGRESS)
        closed = await make_unscored_ticket(session, status=TicketStatus.CLOSED)
    assert await score_batch(context_with(job_context, FixedScorer())) == 2
    assert (await ticket_now(db, held.id)).status is TicketStatus.IN_PROGRESS
    after = await ticket_now(db, closed.id)
    assert (after.status, after.ready_at) == (TicketStatus.CLOSED, None)
    assert after.triaged_at is not None


async def test_many_workers_score_each_ticket_once(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        for _ in range(100):
            await make_unscored_ticket(session)

    async def work() -> int:
        total = 0
        context = context_with(job_context, FixedScorer())
        while served := await score_batch(context):
            total += served
        return total

    assert sum(await asyncio.gather(*(work() for _ in range(6)))) == 100
    async with db.read() as session:
        triaged = select(func.count(col(OutboxEvent.id)))
        assert (await session.exec(triaged)).one() == 100
        unscored = select(func.count(col(Ticket.id))).where(col(Ticket.triaged_at).is_(None))
        assert (await session.exec(unscored)).one() == 0


async def test_tickets_of_a_worker_that_died_are_taken_over(
    db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    lease = timedelta(seconds=job_context["settings"].lease_seconds)
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, claimed_until=clock.now() + lease)
    context = context_with(job_context, FixedScorer())
    assert await score_batch(context) == 0
    frozen_clock.advance(lease + timedelta(seconds=1))
    assert await score_batch(context) == 1
    assert (await ticket_now(db, ticket.id)).triaged_at is not None


async def test_a_score_that_comes_too_late_changes_nothing(
    db: Database, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(session)

    class SlowScorer(FixedScorer):
        """Another worker finishes the ticket while this one still computes."""

        def score(self, tickets: Any) -> Any:
            asyncio.run_coroutine_threadsafe(finish_elsewhere(), loop).result(timeout=30)
            return super().score(tickets)

    async def finish_elsewhere() -> None:
        async with db.write() as session:
            row = await session.get_one(Ticket, ticket.id)
            row.priority, row.triaged_at = Priority.LOW, clock.now()
            session.add(row)

    loop = asyncio.get_running_loop()
    await score_batch(context_with(job_context, SlowScorer()))
    assert (await ticket_now(db, ticket.id)).priority is Priority.LOW


async def test_a_text_that_breaks_the_model_holds_up_no_other(
    db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        sound = await make_unscored_ticket(session)
        broken = await make_unscored_ticket(session, body="poison")
        other = await make_unscored_ticket(session)
    context = context_with(job_context, FixedScorer(fails_on="poison"))
    assert await score_batch(context) == 3
    assert await score_batch(context) == 0
    assert (await ticket_now(db, sound.id)).triaged_at is not None
    assert (await ticket_now(db, other.id)).triaged_at is not None
    assert (await ticket_now(db, broken.id)).triaged_at is None
    frozen_clock.advance(UNSCORABLE_REST + timedelta(seconds=1))
    assert await score_batch(context_with(job_context, FixedScorer())) == 1
    assert (await ticket_now(db, broken.id)).triaged_at is not None


async def test_the_real_model_scores_a_real_ticket(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        ticket = await make_unscored_ticket(
            session,
            subject="Whole hospital offline",
            body="Since ten minutes nobody in the whole hospital can reach the network. "
            "Wards work on paper and surgery is stopped.",
        )
    await drain()
    now = await ticket_now(db, ticket.id)
    assert now.priority in {Priority.CRITICAL, Priority.HIGH}
    assert now.confidence is not None
    async with db.read() as session:
        result = (await session.exec(select(TriageResult))).one()
    assert result.model_version
    assert json.loads(result.words)
