"""Jobs of triage; the scorer is handed in by the one process that has loaded it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect
from app.core.config import Settings
from app.core.db import Database
from app.core.metrics import TRIAGE_BATCH
from app.triage import embeddings, repository, service
from app.triage.following import Follower
from app.triage.likeness import State
from app.triage.neighbours import Neighbours
from app.triage.ports import EffortEstimate, EffortEstimator, Reading, Score, Scorer
from app.triage.repository import UnscoredText
from app.triage.similarity import SHOWN_FROM
from app.triage.vectors import Vector

log = structlog.get_logger(__name__)

BATCH = 32
ATTEMPTS = 6
# A text that breaks the scorer is tried again after this long, by a newer model perhaps. Its
# ticket is assigned unscored meanwhile.
UNSCORABLE_REST = timedelta(hours=1)

# Solved tickets like a new one that say what it will take.
MOST_ALIKE = 10

# One run of renewing vectors, in small pieces: a ticket that arrives meanwhile waits for one of them.
RENEW_AT_ONCE = 16
RENEW_SECONDS = 4.0

Scored = Sequence[tuple[UnscoredText, Score]]


def prepare(context: dict[str, Any]) -> None:
    """Put into a worker's context, beside its scorer, what all its jobs share."""
    # Several jobs run in one process; a scorer takes one call at a time.
    context["scoring_turn"] = asyncio.Lock()
    context["follower"] = Follower(context["database"], context["scorer"])


async def follow(context: dict[str, Any]) -> None:
    """Keep the neighbours in memory fresh for as long as the worker lives."""
    follower: Follower = context["follower"]
    await follower.run()


async def score_batch(context: dict[str, Any]) -> int:
    """Score one batch of new tickets; returns how many were claimed.

    The claim is a lease: when this process dies, another one takes the tickets over.
    """
    database: Database = context["database"]
    scorer: Scorer = context["scorer"]
    turn: asyncio.Lock = context["scoring_turn"]
    follower: Follower = context["follower"]
    texts = await _claim(database, context["settings"])
    if not texts:
        return 0
    TRIAGE_BATCH.observe(len(texts))
    async with turn:
        scored = await _score(database, scorer, texts)
    if scored:
        similar = await asyncio.to_thread(_solved_like, follower.neighbours, scored)
        write = partial(
            service.write_scores,
            floor=scorer.review_floor,
            estimate=await _estimate(database, context.get("estimator"), similar),
            similar=similar,
            gate=context.get("gate"),
        )
        await _write(database, scored, write)
        follower.expect(text.id for text, _ in scored)
    return len(texts)


async def renew_vectors(context: dict[str, Any]) -> int:
    """Embed tickets again that another model embedded, while no new ones wait; returns how many."""
    database: Database = context["database"]
    total = 0
    enough = time.monotonic() + RENEW_SECONDS
    while time.monotonic() < enough:
        texts = await _with_old_vectors(database, context["scorer"].version)
        if not texts:
            break
        async with context["scoring_turn"]:
            renewed, broken = await _read_again(context["scorer"], texts)
        async with database.write() as session:
            await embeddings.write(session, renewed)
            for ticket_id in broken:
                # Without a vector it is never suggested; with an old one it would come up for ever.
                await embeddings.remove(session, ticket_id)
        total += len(texts)
    return total


async def _with_old_vectors(database: Database, version: str) -> list[UnscoredText]:
    async with database.read() as session:
        if await repository.is_untriaged_waiting(session, now=clock.now()):
            return []
        other = await embeddings.find_other_version(session, version)
        if other is None:
            return []
        ids = await embeddings.ids_of_version(session, other, limit=RENEW_AT_ONCE)
        return await repository.texts_of(session, ids)


async def _read_again(
    scorer: Scorer, texts: Sequence[UnscoredText]
) -> tuple[list[tuple[UUID, str, Vector]], list[UUID]]:
    renewed: list[tuple[UUID, str, Vector]] = []
    broken: list[UUID] = []
    for text in texts:
        try:
            scored = await asyncio.to_thread(scorer.score, [Reading(text.subject, text.body)])
            renewed.append((text.id, scored[0].model_version, scored[0].embedding))
        except Exception as error:
            log.error("similar.failed", ticket_id=str(text.id), exc_info=error)
            broken.append(text.id)
    return renewed, broken


async def _claim(database: Database, settings: Settings) -> list[UnscoredText]:
    now = clock.now()
    until = now + timedelta(seconds=settings.lease_seconds)
    async with database.read() as session:
        if not await repository.is_untriaged_waiting(session, now=now):
            return []
    async with database.write(urgent=True) as session:
        ids = await repository.claim_untriaged(session, now=now, until=until, limit=BATCH)
        return await repository.texts_of(session, ids) if ids else []


async def _score(database: Database, scorer: Scorer, texts: Sequence[UnscoredText]) -> Scored:
    """Score together; when that fails, one by one, so that one text holds up no other."""
    readings = [Reading(text.subject, text.body) for text in texts]
    try:
        scores = await asyncio.to_thread(scorer.score, readings)
        return list(zip(texts, scores, strict=True))
    except Exception as error:
        if len(texts) == 1:
            log.error("triage.failed", ticket_id=str(texts[0].id), exc_info=error)
            await _rest(database, texts[0])
            return []
    alone: list[tuple[UnscoredText, Score]] = []
    for text in texts:
        alone += await _score(database, scorer, [text])
    return alone


async def _rest(database: Database, text: UnscoredText) -> None:
    async with database.write() as session:
        await repository.lease(session, [text.id], until=clock.now() + UNSCORABLE_REST)


def _solved_like(neighbours: Neighbours, scored: Scored) -> dict[UUID, list[UUID]]:
    """Solved tickets that are like those just scored, for what they took."""
    floors = {State.SOLVED: SHOWN_FROM}
    return {
        text.id: [
            one.ticket_id
            for one in neighbours.nearest(
                score.embedding, floors, reader_id=None, count=MOST_ALIKE, but=text.id
            )[State.SOLVED]
        ]
        for text, score in scored
        if score.model_version == neighbours.version
    }


async def _estimate(
    database: Database, estimator: EffortEstimator | None, similar: Mapping[UUID, Sequence[UUID]]
) -> EffortEstimate | None:
    """Read before the scores are written: SQLite has one writer, and it is the claim's turn next."""
    if estimator is None:
        return None
    async with database.read() as session:
        return await estimator(session, {one for found in similar.values() for one in found})


async def _write(
    database: Database,
    scored: Scored,
    write: Callable[[AsyncSession, Scored], Awaitable[int]],
) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with database.write(urgent=True) as session:
                await write(session, scored)
            return
        except DBAPIError as error:
            if attempt == ATTEMPTS or not dialect.is_retryable(error):
                raise
            await asyncio.sleep(0.005 * attempt)
