"""Work of learning beside the jobs of triage: look for exchanged models, score with the shadow."""

import asyncio
from typing import Any

import structlog

from app.core import clock
from app.core.db import Database
from app.learning import evidence, service
from app.learning.evidence import Text
from app.learning.shelf import LoadedModel, ModelShelf
from app.triage.ports import Reading, Score

log = structlog.get_logger(__name__)

LOOK_SECONDS = 3.0
# In small pieces: a ticket that arrives meanwhile waits for none of it, but shares the processor.
SHADOW_AT_ONCE = 8
KEPT = ("priority", "category")


async def keep_shelf(context: dict[str, Any]) -> None:
    """Exchange models for as long as the worker lives."""
    shelf: ModelShelf = context["shelf"]
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await shelf.look(context["database"])
        except Exception as error:
            # The database may be away; what is loaded serves on.
            log.warning("model.not_looked", error=f"{type(error).__name__}: {error}")


async def score_shadow(context: dict[str, Any]) -> int:
    """Score some tickets with the shadow that were answered already; returns how many."""
    shelf: ModelShelf = context["shelf"]
    database: Database = context["database"]
    shadow = shelf.shadow
    if shadow is None:
        return 0
    now = clock.now()
    async with database.read() as session:
        row = (await service.wanted(session)).shadow
        if row is None or row.version != shadow.version or row.shadow_since is None:
            return 0
        ids = await evidence.unshadowed(
            session, shadow.version, since=row.shadow_since, now=now, limit=SHADOW_AT_ONCE
        )
        texts = await evidence.texts_of(session, ids)
    rows = [
        {
            "ticket_id": text.ticket_id,
            "model_version": shadow.version,
            "scores": await _scores(shadow, text),
            "scored_at": now,
        }
        for text in texts
    ]
    async with database.write() as session:
        await evidence.insert_shadow_results(session, rows)
    return len(rows)


async def _scores(shadow: LoadedModel, text: Text) -> dict[str, Any]:
    try:
        scored = await asyncio.to_thread(shadow.score, [Reading(text.subject, text.body)])
    except Exception as error:
        log.error("shadow.failed", ticket_id=str(text.ticket_id), exc_info=error)
        return {}
    return as_stored(scored[0])


def as_stored(score: Score) -> dict[str, Any]:
    """What is compared, four digits each."""
    stored: dict[str, Any] = {"confidence": round(score.confidence, 4)}
    for field in KEPT:
        stored[field] = getattr(score, field)
        stored[f"{field}_probabilities"] = {
            name: round(float(share), 4)
            for name, share in getattr(score, f"{field}_probabilities").items()
        }
    return stored
