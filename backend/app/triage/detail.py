"""Tells readers how a ticket came to its priority and category."""

import json
from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.tickets.enums import Level, priority_of
from app.tickets.models import Ticket
from app.triage import repository
from app.triage.models import TriageLabel
from app.triage.priority import alarms_in
from app.triage.schemas import Cell, Override, TriageDetail, TriageState, Word

MATRIX_CELLS = [
    Cell(impact=impact, urgency=urgency, priority=priority_of(impact, urgency))
    for impact in Level
    for urgency in Level
]


async def triage_of(session: AsyncSession, ticket: Ticket) -> TriageDetail:
    """Put the ticket's classification, the model's scores and people's changes together."""
    result = await repository.find_result(session, ticket.id)
    scores: dict[str, Any] = result.scores if result else {}
    words: list[tuple[str, float]] = json.loads(result.words) if result else []
    texts = await repository.texts_of(session, [ticket.id])
    return TriageDetail(
        state=TriageState.PENDING if result is None else TriageState.SCORED,
        priority=ticket.priority,
        category=ticket.category,
        impact=ticket.impact,
        urgency=ticket.urgency,
        sentiment=ticket.sentiment,
        confidence=ticket.confidence,
        needs_review=ticket.needs_review,
        priority_probabilities=scores.get("priority_probabilities"),
        category_probabilities=scores.get("category_probabilities"),
        impact_probabilities=scores.get("impact_probabilities"),
        urgency_probabilities=scores.get("urgency_probabilities"),
        words=[Word(word=word, weight=weight) for word, weight in words],
        alarms=alarms_in(f"{texts[0].subject}\n{texts[0].body}") if texts else [],
        matrix=MATRIX_CELLS,
        requester_said=scores.get("requester_said", {}),
        model_version=result.model_version if result else None,
        scored_at=result.scored_at if result else None,
        overridden=await _overridden(session, await repository.list_labels(session, ticket.id)),
    )


async def _overridden(session: AsyncSession, labels: Sequence[TriageLabel]) -> list[Override]:
    changed = [label for label in labels if label.old_value != label.value]
    names: dict[Any, PersonRef] = await auth.names_of(session, [label.by_id for label in changed])
    return [
        Override(
            field=label.field,
            from_=label.old_value,
            to=label.value,
            by=names.get(label.by_id),
            at=label.at,
        )
        for label in changed
    ]
