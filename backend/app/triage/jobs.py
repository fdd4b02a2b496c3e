"""Jobs of triage; the scorer is handed in by the one process that has loaded it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from app.core import clock, dialect
from app.core.config import Settings
from app.core.db import Database
from app.core.metrics import TRIAGE_BATCH
from app.triage import repository, service
from app.triage.ports import Reading, Score, Scorer
from app.triage.repository import UnscoredText

log = structlog.get_logger(__name__)

BATCH = 32
ATTEMPTS = 6
# A text that breaks the scorer is tried again after this long, by a newer model perhaps. Its
# ticket is assigned unscored meanwhile.
UNSCORABLE_REST = timedelta(hours=1)

Scored = Sequence[tuple[UnscoredText, Score]]


async def score_batch(context: dict[str, Any]) -> int:
    """Score one batch of new tickets; returns how many were claimed.

    The claim is a lease: when this process dies, another one takes the tickets over.
    """
    database: Database = context["database"]
    scorer: Scorer = context["scorer"]
    # Several runs of this job may meet in one process; a scorer takes one call at a time.
    turn: asyncio.Lock = context.setdefault("scoring_turn", asyncio.Lock())
    texts = await _claim(database, context["settings"])
    if not texts:
        return 0
    TRIAGE_BATCH.observe(len(texts))
    async with turn:
        scored = await _score(database, scorer, texts)
    if scored:
        await _write(database, scored, floor=scorer.review_floor)
    return len(texts)


async def _claim(database: Database, settings: Settings) -> list[UnscoredText]:
    now = clock.now()
    until = now + timedelta(seconds=settings.lease_seconds)
    async with database.write() as session:
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


async def _write(database: Database, scored: Scored, *, floor: float) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with database.write() as session:
                await service.write_scores(session, scored, floor=floor)
            return
        except DBAPIError as error:
            if attempt == ATTEMPTS or not dialect.is_retryable(error):
                raise
            await asyncio.sleep(0.005 * attempt)
