"""From scores and people's choices to a classification, as tables."""

import pytest

from app.tickets.enums import Category, Level, Priority, priority_of
from app.triage.ports import Score
from app.triage.priority import ALARM_CHARACTERS, as_stored, has_alarm, judge
from tests.factories.triage import FixedScore

FLOOR = 0.6


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("high", "high", "critical"),
        ("high", "medium", "high"),
        ("high", "low", "medium"),
        ("medium", "high", "high"),
        ("medium", "medium", "medium"),
        ("medium", "low", "low"),
        ("low", "high", "medium"),
        ("low", "medium", "low"),
        ("low", "low", "low"),
    ],
)
def test_the_matrix(impact: str, urgency: str, priority: str) -> None:
    assert priority_of(Level(impact), Level(urgency)) == priority


@pytest.mark.parametrize(
    ("by_person", "priority", "category"),
    [
        ({}, "high", "network"),
        ({"priority": "low"}, "low", "network"),
        ({"category": "email"}, "high", "email"),
        ({"impact": "high"}, "critical", "network"),
        ({"urgency": "low"}, "low", "network"),
        ({"impact": "high", "urgency": "low"}, "medium", "network"),
        ({"impact": "high", "priority": "low"}, "low", "network"),
    ],
)
def test_the_person_wins_over_the_model(
    by_person: dict[str, str | None], priority: str, category: str
) -> None:
    verdict = judge(FixedScore(), by_person=by_person, floor=FLOOR)
    assert (verdict.priority, verdict.category) == (Priority(priority), Category(category))


def test_without_a_person_the_models_own_priority_stands() -> None:
    # The model may weigh more than the two most probable levels.
    score = FixedScore(priority="critical", impact="medium", urgency="high")
    assert judge(score, by_person={}, floor=FLOOR).priority is Priority.CRITICAL


@pytest.mark.parametrize(
    ("score", "by_person", "text", "needs_review"),
    [
        (FixedScore(confidence=0.61), {}, "", False),
        (FixedScore(confidence=0.6), {}, "", False),
        (FixedScore(confidence=0.59), {}, "", True),
        (FixedScore(confidence=0.1), {"priority": "low"}, "", False),
        (FixedScore(confidence=0.1), {"category": "email"}, "", True),
        (FixedScore(priority="low"), {}, "There is smoke from the printer.", True),
        (FixedScore(priority="low"), {}, "A smokeless room, please.", False),
        (FixedScore(priority="medium"), {}, "There is smoke from the printer.", False),
        (FixedScore(priority="low"), {"priority": "low"}, "Ransomware!", False),
    ],
)
def test_who_should_look(
    score: Score, by_person: dict[str, str | None], text: str, needs_review: bool
) -> None:
    verdict = judge(score, by_person=by_person, floor=FLOOR, text=text)
    assert verdict.needs_review is needs_review


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("URGENT!!! PLEASE!!!", False),
        ("Nobody can sign in since nine.", True),
        ("we were hacked", True),
        ("The whole building is dark", True),
        ("x" * ALARM_CHARACTERS + " ransomware", False),
    ],
)
def test_alarms_are_facts_not_shouting(text: str, alarm: bool) -> None:
    assert has_alarm(text) is alarm


def test_scores_are_stored_with_four_digits() -> None:
    stored = as_stored(FixedScore(confidence=0.123456))
    assert stored["confidence"] == 0.1235
    assert stored["priority"] == "high"
    probabilities = stored["priority_probabilities"]
    assert isinstance(probabilities, dict)
    assert probabilities["high"] == 0.9
