"""How well triage did, week by week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock
from app.learning import drift, evidence
from app.learning.evidence import Look, ScoredWeek
from app.learning.schemas import QualityReport, WeekOfTriage

WEEK = timedelta(days=7)


async def report(session: AsyncSession, *, weeks: int) -> QualityReport:
    """Put the last weeks together, the running one included, and say what has drifted."""
    found = []
    for number in reversed(range(weeks)):
        begin = week_of(clock.now()) - number * WEEK
        scored = await evidence.scored_between(session, begin, begin + WEEK)
        looks = await evidence.newest_labels(session, since=begin, until=begin + WEEK)
        found.append(week_from(begin, scored, looks))
    return QualityReport(weeks=found, warnings=drift.warnings(found))


def week_of(at: datetime) -> datetime:
    """The Monday, 0:00 UTC, at which a time's week began."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


def week_from(begin: datetime, scored: ScoredWeek, looks: Sequence[Look]) -> WeekOfTriage:
    """Work out a week's shares; without tickets or looks they are null."""
    tickets = {look.ticket_id for look in looks if look.model_value is not None}
    wrong = {name: _changed(looks, name) for name in ("priority", "category")}
    return WeekOfTriage(
        week=begin.date(),
        scored=scored.scored,
        reviewed=len(tickets),
        corrected=len(wrong["priority"] | wrong["category"]),
        accuracy=_share(len(tickets - wrong["priority"]), len(tickets)),
        category_accuracy=_share(len(tickets - wrong["category"]), len(tickets)),
        mean_confidence=_share(scored.confidence_sum, scored.scored),
        confidence_histogram=scored.histogram,
        category_mix=scored.mix,
        needs_review_share=_share(scored.flagged, scored.scored),
    )


def _changed(looks: Sequence[Look], field: str) -> set[UUID]:
    return {
        look.ticket_id
        for look in looks
        if look.field == field and look.model_value not in (None, look.value)
    }


def _share(part: float, whole: int) -> float | None:
    return min(1.0, round(part / whole, 4)) if whole else None
