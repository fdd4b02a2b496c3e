"""Reactions of triage: what people correct becomes a label."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Cause
from app.core.events import Recorded
from app.tickets.events import ClassificationCorrected
from app.triage import repository, service


async def keep_labels(
    session: AsyncSession, batch: Sequence[Recorded[ClassificationCorrected]]
) -> None:
    """Keep each correction beside what the model had said, for the next training.

    What a rule sets is nobody's judgement and teaches nothing.
    """
    batch = [item for item in batch if item.cause is Cause.PERSON]
    ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    scores = await repository.scores_of(session, ids)
    rows = [
        row
        for item in batch
        if item.event.ticket_id is not None
        for row in service.label_rows(
            item.event.ticket_id,
            item.event.changes,
            scores.get(item.event.ticket_id, {}),
            by_id=item.actor_id,
        )
    ]
    await repository.insert_labels(session, rows)
