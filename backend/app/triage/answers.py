"""How the triage worker answers the api: it has the model and the neighbours, the api has neither."""

import asyncio
from typing import Any
from uuid import UUID

from app.core.db import Database
from app.triage import repository
from app.triage.following import Follower
from app.triage.likeness import State
from app.triage.neighbours import Neighbours
from app.triage.ports import Reading, Score, Scorer
from app.triage.questions import CANDIDATES, Candidate, Likes, LikeText, LikeTicket, Opinion
from app.triage.similarity import DUPLICATE_FROM, SHOWN_FROM
from app.triage.vectors import Vector


async def like_ticket(context: dict[str, Any], question: bytes) -> bytes:
    """Find the tickets that are like one; its vector is at hand, or its words are read again."""
    asked = LikeTicket.model_validate_json(question)
    follower: Follower = context["follower"]
    vector = follower.neighbours.vector_of(asked.ticket_id)
    if vector is None:
        vector = await _vector_of(context, asked.ticket_id)
    likes = await _likes(follower, vector, reader_id=asked.reader_id, but=asked.ticket_id)
    return likes.model_dump_json().encode()


async def like_text(context: dict[str, Any], question: bytes) -> bytes:
    """Score a text that is no ticket yet, and find the tickets that are like it. Nothing is kept."""
    asked = LikeText.model_validate_json(question)
    score = await _read(context, Reading(asked.subject, asked.description))
    likes = await _likes(context["follower"], score.embedding, reader_id=asked.reader_id)
    opinion = Opinion(
        priority=score.priority,
        priority_probabilities=dict(score.priority_probabilities),
        category=score.category,
        category_probabilities=dict(score.category_probabilities),
        confidence=score.confidence,
        words=list(score.words),
        model_version=score.model_version,
        likes=likes,
    )
    return opinion.model_dump_json().encode()


async def _vector_of(context: dict[str, Any], ticket_id: UUID) -> Vector | None:
    database: Database = context["database"]
    async with database.read() as session:
        texts = await repository.texts_of(session, [ticket_id])
    if not texts:
        return None
    score = await _read(context, Reading(texts[0].subject, texts[0].body))
    return score.embedding


async def _read(context: dict[str, Any], reading: Reading) -> Score:
    scorer: Scorer = context["scorer"]
    turn: asyncio.Lock = context["scoring_turn"]
    async with turn:
        return (await asyncio.to_thread(scorer.score, [reading]))[0]


async def _likes(
    follower: Follower, vector: Vector | None, *, reader_id: UUID | None, but: UUID | None = None
) -> Likes:
    if vector is None:
        return Likes(solved=[], opened=[], complete=follower.complete)
    return await asyncio.to_thread(
        search,
        follower.neighbours,
        vector,
        complete=follower.complete,
        reader_id=reader_id,
        but=but,
    )


def search(
    neighbours: Neighbours,
    vector: Vector,
    *,
    complete: bool = True,
    reader_id: UUID | None = None,
    but: UUID | None = None,
) -> Likes:
    """Find the nearest solved tickets, and the open ones that may be the same trouble."""

    floors = {State.SOLVED: SHOWN_FROM, State.OPEN: DUPLICATE_FROM}
    near = neighbours.nearest(vector, floors, reader_id=reader_id, count=CANDIDATES, but=but)
    solved, opened = (
        [Candidate(ticket_id=one.ticket_id, similarity=one.similarity) for one in near[state]]
        for state in floors
    )
    return Likes(solved=solved, opened=opened, complete=complete)
