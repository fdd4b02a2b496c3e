"""Use cases of triage: write a batch of scores, and let people confirm or correct them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.ids import new_id
from app.core.metrics import TICKETS_TRIAGED
from app.tickets import service as tickets
from app.tickets.enums import Category, Priority
from app.tickets.models import Ticket
from app.triage import embeddings, repository
from app.triage.events import TicketTriaged, TriageReviewed
from app.triage.ports import EffortCase, EffortEstimate, Gate, Score
from app.triage.priority import Verdict, as_stored, judge
from app.triage.repository import UnscoredText
from app.triage.vectors import Vector


async def write_scores(
    session: AsyncSession,
    scored: Sequence[tuple[UnscoredText, Score]],
    *,
    floor: float,
    estimate: EffortEstimate | None = None,
    similar: Mapping[UUID, Sequence[UUID]] | None = None,
    gate: Gate | None = None,
) -> int:
    """Write the scores of a batch and make its tickets assignable; returns how many.

    With an estimate their expected effort is written too; `similar` names solved tickets like
    them. A ticket that another worker scored meanwhile is left as it is. What a person set by hand
    stays; the model's opinion is kept beside it.
    """
    locked = await repository.lock_unscored(session, [text.id for text, _ in scored])
    if not locked:
        return 0
    now = clock.now()
    verdicts: dict[UUID, Verdict] = {}
    results: list[dict[str, Any]] = []
    vectors: list[tuple[UUID, str, Vector]] = []
    for text, score in scored:
        ticket = locked.get(text.id)
        if ticket is None:
            continue
        verdicts[text.id] = judge(
            score,
            by_person=ticket.by_person,
            floor=floor,
            text=f"{text.subject}\n{text.body}",
        )
        results.append(
            {
                "ticket_id": text.id,
                "scores": {**as_stored(score), "requester_said": ticket.suggested},
                "words": json.dumps([list(word) for word in score.words]),
                "model_version": score.model_version,
                "scored_at": now,
            }
        )
        vectors.append((text.id, score.model_version, score.embedding))
    efforts = _efforts(scored, verdicts, estimate, similar or {})
    await repository.write_verdicts(session, verdicts, now=now, efforts=efforts)
    if gate is not None:
        # In the same transaction: the assigner never sees a ticket that must wait.
        await gate(session, {id_: Category(one.category) for id_, one in verdicts.items()})
    await repository.insert_results(session, results)
    await embeddings.write(session, vectors)
    for ticket_id, verdict in verdicts.items():
        _record_triaged(session, ticket_id, verdict)
    ring(session, Bell.ASSIGNMENT)
    return len(verdicts)


def _efforts(
    scored: Sequence[tuple[UnscoredText, Score]],
    verdicts: Mapping[UUID, Verdict],
    estimate: EffortEstimate | None,
    similar: Mapping[UUID, Sequence[UUID]],
) -> dict[UUID, float]:
    if estimate is None:
        return {}
    texts = [text for text, _ in scored if text.id in verdicts]
    cases = [
        EffortCase(
            category=Category(verdicts[text.id].category),
            priority=Priority(verdicts[text.id].priority),
            characters=len(text.subject) + len(text.body),
            similar=similar.get(text.id, ()),
        )
        for text in texts
    ]
    return {text.id: estimate(case) for text, case in zip(texts, cases, strict=True)}


def _record_triaged(session: AsyncSession, ticket_id: UUID, verdict: Verdict) -> None:
    events.record(
        session,
        TicketTriaged(
            ticket_id=ticket_id,
            priority=verdict.priority,
            category=verdict.category,
            confidence=round(verdict.confidence, 4),
            needs_review=verdict.needs_review,
        ),
        cause=Cause.MODEL,
    )
    TICKETS_TRIAGED.labels(priority=verdict.priority).inc()


async def review(
    session: AsyncSession, ticket: Ticket, *, by: Actor, facts: dict[str, str]
) -> None:
    """Confirm or correct the classification of a locked ticket; both teach the model.

    Corrected fields become labels in answer to ClassificationCorrected, confirmed ones here.
    """
    confirmed = [name for name, value in facts.items() if getattr(ticket, name) == value]
    tickets.correct(session, ticket, by=by, facts=facts)
    ticket.needs_review = False
    tickets.touch(ticket)
    session.add(ticket)
    changes = [(name, facts[name], facts[name]) for name in confirmed]
    scores = await repository.scores_of(session, {ticket.id})
    rows = label_rows(ticket.id, changes, scores.get(ticket.id, {}), by_id=by.id)
    await repository.insert_labels(session, rows)
    events.record(session, TriageReviewed(ticket_id=ticket.id), by=by)


def label_rows(
    ticket_id: UUID,
    changes: Sequence[tuple[str, str | None, str | None]],
    scores: Mapping[str, Any],
    *,
    by_id: UUID | None,
) -> list[dict[str, Any]]:
    """Labels of one ticket: what it carried, what the model says, what the person says."""
    return [
        {
            "id": new_id(),
            "ticket_id": ticket_id,
            "field": field,
            "old_value": old,
            "model_value": scores.get(field),
            "value": new,
            "by_id": by_id,
            "at": clock.now(),
        }
        for field, old, new in changes
    ]
