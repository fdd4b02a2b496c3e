"""Vectors beside the scores: written with them, followed by every worker, renewed for a new model."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_id
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.triage import embeddings, following
from app.triage.following import CHUNK, Follower
from app.triage.jobs import prepare, renew_vectors, score_batch
from app.triage.likeness import State
from app.triage.models import TicketEmbedding
from app.triage.vectors import Vector, unpacked
from tests.conftest import FrozenClock
from tests.factories.assignment import make_backlog, make_unscored_ticket
from tests.factories.triage import FixedScore, FixedScorer, vector


def worker(context: dict[str, Any], scorer: FixedScorer | None = None) -> dict[str, Any]:
    """The context of a triage worker of its own."""
    made = {**context, "scorer": scorer or FixedScorer()}
    prepare(made)
    return made


async def stored(db: Database) -> dict[UUID, TicketEmbedding]:
    """Every stored vector by ticket."""
    async with db.read() as session:
        return {row.ticket_id: row for row in await session.exec(select(TicketEmbedding))}


async def scored_ticket(db: Database, context: dict[str, Any], **facts: Any) -> Ticket:
    """A ticket that this worker has scored."""
    async with db.write() as session:
        ticket = await make_unscored_ticket(session, **facts)
    assert await score_batch(context) == 1
    return ticket


def found_by(context: dict[str, Any], state: State = State.OPEN) -> list[UUID]:
    """What this worker finds around `vector()`."""
    follower: Follower = context["follower"]
    near = follower.neighbours.nearest(vector(), {state: 0.1}, reader_id=None, count=10)
    return [one.ticket_id for one in near[state]]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what a task beside us brings about."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def test_a_vector_is_written_with_the_scores_and_sealed(
    db: Database, job_context: dict[str, Any]
) -> None:
    scorer = FixedScorer(vectors={"VPN": vector(0.6)})
    ticket = await scored_ticket(db, worker(job_context, scorer), subject="VPN")

    row = (await stored(db))[ticket.id]
    assert row.model_version == "fixed-1"
    assert float(unpacked(row.vector) @ vector(0.6)) == pytest.approx(1, abs=1e-3)
    async with db.read() as session:
        raw = (await session.exec(text("SELECT vector FROM ticket_embedding"))).one()[0]  # type: ignore[call-overload]
    assert row.vector not in bytes(raw)


async def test_an_own_ticket_is_found_at_once_a_strangers_at_the_next_look(
    db: Database, job_context: dict[str, Any]
) -> None:
    mine, other = worker(job_context), worker(job_context)
    for one in (mine, other):
        await one["follower"].step()
    ticket = await scored_ticket(db, mine)

    await mine["follower"].step()
    assert found_by(mine) == [ticket.id]
    await other["follower"].look()
    assert found_by(other) == [ticket.id]


async def test_a_worker_that_starts_reads_in_what_is_there_newest_first(
    db: Database, job_context: dict[str, Any]
) -> None:
    await _many_vectors(db, CHUNK + 5)
    follower = worker(job_context)["follower"]

    assert not follower.complete
    await follower.step()
    newest = sorted(await stored(db))[-CHUNK:]
    assert len(follower.neighbours) == CHUNK
    assert all(ticket_id in follower.neighbours for ticket_id in newest)
    assert not follower.complete
    await follower.step()
    assert len(follower.neighbours) == CHUNK + 5
    assert follower.complete


async def test_only_the_newest_are_read_in(db: Database, job_context: dict[str, Any]) -> None:
    await _many_vectors(db, CHUNK + 5)
    follower = Follower(db, FixedScorer(), capacity=CHUNK)

    await follower.step()

    assert follower.complete
    assert len(follower.neighbours) == CHUNK


async def test_a_solved_ticket_is_found_as_solved_at_the_next_look(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = worker(job_context)
    ticket = await scored_ticket(db, context)
    await context["follower"].step()
    assert found_by(context) == [ticket.id]

    await _solve(db, ticket.id)
    await context["follower"].look()

    assert found_by(context) == []
    assert found_by(context, State.SOLVED) == [ticket.id]


async def test_a_change_that_was_committed_late_is_seen_all_the_same(
    db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    context = worker(job_context)
    ticket = await scored_ticket(db, context)
    await context["follower"].step()
    before = clock.now()
    frozen_clock.advance(timedelta(seconds=10))
    await context["follower"].look()

    await _solve(db, ticket.id, at=before)
    await context["follower"].look()

    assert found_by(context, State.SOLVED) == [ticket.id]


async def test_a_closed_ticket_without_a_solution_is_not_found(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = worker(job_context)
    await scored_ticket(db, context, status=TicketStatus.CLOSED)
    await context["follower"].step()

    assert found_by(context) == []
    assert found_by(context, State.SOLVED) == []


async def test_a_vector_that_does_not_open_holds_up_no_other(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = worker(job_context)
    broken = await scored_ticket(db, context)
    sound = await scored_ticket(db, context)
    async with db.engine.begin() as connection:
        statement = text("UPDATE ticket_embedding SET vector = :junk WHERE ticket_id = :id")
        await connection.execute(statement, {"junk": b"junk", "id": broken.id.bytes})
    follower = worker(job_context)["follower"]

    await follower.step()

    assert follower.complete
    assert sound.id in follower.neighbours
    assert broken.id not in follower.neighbours


async def test_a_new_model_starts_over_and_is_complete_once_all_is_renewed(
    db: Database, job_context: dict[str, Any]
) -> None:
    old = worker(job_context)
    tickets = [await scored_ticket(db, old, subject=f"Ticket {i}") for i in range(3)]
    new = worker(
        job_context,
        FixedScorer(FixedScore(model_version="fixed-2", embedding=vector(0.5))),
    )
    await new["follower"].step()
    assert len(new["follower"].neighbours) == 0
    assert not new["follower"].complete

    assert await renew_vectors(new) == 3
    assert await renew_vectors(new) == 0

    rows = await stored(db)
    assert {row.model_version for row in rows.values()} == {"fixed-2"}
    await new["follower"].look()
    assert new["follower"].complete
    assert set(found_by(new)) == {ticket.id for ticket in tickets}


async def test_a_model_that_is_exchanged_in_a_running_worker_is_noticed(
    db: Database, job_context: dict[str, Any]
) -> None:
    context = worker(job_context)
    ticket = await scored_ticket(db, context)
    follower: Follower = context["follower"]
    await follower.step()
    assert ticket.id in follower.neighbours

    follower._scorer = FixedScorer(FixedScore(model_version="fixed-2"))
    await follower.step()

    assert follower.neighbours.version == "fixed-2"
    assert ticket.id not in follower.neighbours


async def test_new_tickets_go_before_old_vectors(db: Database, job_context: dict[str, Any]) -> None:
    await scored_ticket(db, worker(job_context))
    new = worker(job_context, FixedScorer(FixedScore(model_version="fixed-2")))
    async with db.write() as session:
        await make_unscored_ticket(session)

    assert await renew_vectors(new) == 0
    assert await score_batch(new) == 1
    assert await renew_vectors(new) == 1


async def test_a_text_that_a_new_model_cannot_read_loses_its_vector(
    db: Database, job_context: dict[str, Any]
) -> None:
    old = worker(job_context)
    broken = await scored_ticket(db, old, body="poison")
    sound = await scored_ticket(db, old)
    new = worker(job_context, FixedScorer(FixedScore(model_version="fixed-2"), fails_on="poison"))

    assert await renew_vectors(new) == 2

    assert set(await stored(db)) == {sound.id}
    assert broken.id not in await stored(db)


async def test_a_running_follower_survives_a_database_that_is_away(
    db: Database, job_context: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.01)
    away = Settings(data_dir=Path("/nowhere"), database_url="sqlite:////nowhere/db.sqlite3")
    database = Database(away)
    follower = Follower(database, FixedScorer())
    running = asyncio.create_task(follower.run())
    await asyncio.sleep(0.1)
    assert (running.done(), follower.complete) == (False, False)

    follower._database = db
    ticket = await scored_ticket(db, worker(job_context))
    await until(lambda: follower.complete and ticket.id in follower.neighbours)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.close()


async def test_an_expected_ticket_wakes_the_follower(
    db: Database, job_context: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LOOK_SECONDS", 600.0)
    context = worker(job_context)
    follower: Follower = context["follower"]
    running = asyncio.create_task(follower.run())
    await until(lambda: follower.complete)
    ticket = await scored_ticket(db, context)
    await until(lambda: ticket.id in follower.neighbours)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _solve(db: Database, ticket_id: UUID, at: Any = None) -> None:
    async with db.write() as session:
        await session.exec(
            update(Ticket)
            .where(col(Ticket.id) == ticket_id)
            .values(status=TicketStatus.SOLVED, solution_id=new_id(), updated_at=at or clock.now())
        )


async def _many_vectors(db: Database, count: int) -> None:
    await make_backlog(db, count)
    async with db.write() as session:
        ids: Sequence[UUID] = (await session.exec(select(Ticket.id))).all()
        vectors: list[tuple[UUID, str, Vector]] = [(one, "fixed-1", vector()) for one in ids]
        await embeddings.write(session, vectors)
        earlier = clock.now() - timedelta(hours=1)
        await session.exec(update(TicketEmbedding).values(created_at=earlier))
