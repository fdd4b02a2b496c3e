"""From a model's scores and people's choices to what the ticket carries. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.tickets.enums import Category, Level, Priority, Sentiment, priority_of
from app.triage.ports import Score

# Things that are never low when they are really happening. Words alone are weak evidence, in
# capitals or not, so they change no priority; they ask a person to look.
_ALARMS = re.compile(
    r"\b(ransomware|data (?:loss|breach|leak)|phish(?:ing|ed)|hacked|malware|fire|smoke|evacuat\w+"
    r"|injur\w+|whole (?:site|company|building|department)|nobody can (?:work|log ?in|sign ?in)"
    r"|outage|payroll (?:run )?(?:fails|failed|stopped))\b",
    re.IGNORECASE,
)
# A text may be very long; an alarm is raised early or not at all.
ALARM_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Verdict:
    """The classification that a ticket carries after scoring."""

    priority: Priority
    category: Category
    impact: Level
    urgency: Level
    sentiment: Sentiment
    confidence: float
    needs_review: bool


def alarms_in(text: str) -> list[str]:
    """What grave things the text names, each once, as they are written there."""
    found = (match.group().lower() for match in _ALARMS.finditer(text[:ALARM_CHARACTERS]))
    return list(dict.fromkeys(found))


def has_alarm(text: str) -> bool:
    """Whether the text names something grave."""
    return _ALARMS.search(text[:ALARM_CHARACTERS]) is not None


def judge(
    score: Score, *, by_person: Mapping[str, str | None], floor: float, text: str = ""
) -> Verdict:
    """Combine a score with the fields that a person set by hand; the person always wins.

    With impact or urgency by hand the priority follows from the matrix; otherwise it is the
    model's own, which may rest on more than the two most probable levels.
    """
    impact = Level(by_person.get("impact") or score.impact)
    urgency = Level(by_person.get("urgency") or score.urgency)
    chosen = by_person.get("priority")
    if chosen:
        priority = Priority(chosen)
    elif by_person.keys() & {"impact", "urgency"}:
        priority = priority_of(impact, urgency)
    else:
        priority = Priority(score.priority)
    uncertain = score.confidence < floor or (priority is Priority.LOW and has_alarm(text))
    return Verdict(
        priority=priority,
        category=Category(by_person.get("category") or score.category),
        impact=impact,
        urgency=urgency,
        sentiment=Sentiment(score.sentiment),
        confidence=score.confidence,
        needs_review=uncertain and not chosen,
    )


def as_stored(score: Score) -> dict[str, object]:
    """The scores as JSON, four digits each: more would be noise."""
    fields = ("priority", "impact", "urgency", "category", "sentiment")
    stored: dict[str, object] = {"confidence": round(score.confidence, 4)}
    for field in fields:
        probabilities: Mapping[str, float] = getattr(score, f"{field}_probabilities")
        stored[field] = getattr(score, field)
        stored[f"{field}_probabilities"] = {
            name: round(float(share), 4) for name, share in probabilities.items()
        }
    return stored
