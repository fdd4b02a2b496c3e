"""A week's shares from what the model did and what people did about it."""

from datetime import UTC, datetime
from uuid import UUID

from app.learning.evidence import Look, ScoredWeek
from app.learning.quality import week_from, week_of

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
NOTHING = ScoredWeek(scored=0, flagged=0, confidence_sum=0.0, histogram=[0] * 10, mix={})


def look(ticket: int, field: str, model: str | None, person: str) -> Look:
    """A verdict on a ticket."""
    return Look(UUID(int=ticket), field, model, person)


def test_a_week_begins_on_monday() -> None:
    assert week_of(datetime(2026, 3, 8, 23, 59, tzinfo=UTC)) == MONDAY
    assert week_of(MONDAY) == MONDAY


def test_shares_of_scored_and_looked_at() -> None:
    scored = ScoredWeek(
        scored=8, flagged=2, confidence_sum=6.0, histogram=[0] * 9 + [8], mix={"email": 8}
    )
    week = week_from(
        MONDAY,
        scored,
        [
            look(1, "priority", "high", "high"),
            look(1, "category", "email", "email"),
            look(2, "priority", "high", "low"),
            look(3, "category", "email", "network"),
            look(4, "impact", "high", "low"),
        ],
    )
    assert (week.reviewed, week.corrected) == (4, 2)
    assert (week.accuracy, week.category_accuracy) == (0.75, 0.75)
    assert (week.mean_confidence, week.needs_review_share) == (0.75, 0.25)


def test_a_verdict_before_the_score_is_no_look_at_the_model() -> None:
    week = week_from(MONDAY, NOTHING, [look(1, "priority", None, "low")])
    assert (week.reviewed, week.corrected, week.accuracy) == (0, 0, None)


def test_an_empty_week_has_no_shares() -> None:
    week = week_from(MONDAY, NOTHING, [])
    assert (week.accuracy, week.mean_confidence, week.needs_review_share) == (None, None, None)
