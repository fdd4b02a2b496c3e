"""What notifications say: a title that names the ticket, a body that says the rest. Pure."""

from dataclasses import dataclass

from app.notifications.enums import NotificationKind as Kind
from app.tickets.enums import DueKind, Priority

TITLE_LENGTH = 160
BODY_LENGTH = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a notification may mention."""

    reference: str
    subject: str
    priority: Priority | None = None
    # Who did it, or who has the ticket now, or which rule; empty where that is nobody in particular.
    person: str = ""
    score: int | None = None
    # What is due, and how many minutes of working time are left.
    due: DueKind | None = None
    minutes_left: int = 0
    # What the receiver of a hand-over must know.
    said: str = ""
    # The ticket that this one goes on as, and how far an escalation has come.
    other: str = ""
    level: int = 0


_DUE_WORDS = {
    DueKind.FIRST_RESPONSE: "First answer",
    DueKind.NEXT_RESPONSE: "Answer",
    DueKind.SOLUTION: "Solution",
}


def write(kind: Kind, facts: Facts) -> tuple[str, str]:
    """Title and body."""
    title = _title(kind, facts)
    return shorten(title, TITLE_LENGTH), shorten(_body(kind, facts), BODY_LENGTH)


def test_message() -> tuple[str, str]:
    """Title and body of the push that somebody sends to himself."""
    return "Tikify can reach you here", "This is the test that you asked for."


def shorten(text: str, length: int) -> str:
    """One line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _title(kind: Kind, facts: Facts) -> str:
    reference = facts.reference
    somebody = facts.person or "Somebody"
    titles = {
        Kind.ASSIGNED_TO_YOU: f"{reference} is yours",
        Kind.TAKEN_FROM_YOU: f"{reference} is no longer yours",
        Kind.SOMEBODY_HAS_IT: f"{somebody} takes care of {reference}",
        Kind.REPLY: f"{somebody} replied to {reference}",
        Kind.NOTE: f"{somebody} left a note on {reference}",
        Kind.MENTIONED: f"{somebody} mentioned you on {reference}",
        Kind.HANDED_OVER: f"{somebody} hands {reference} over to you",
        Kind.ANSWER_WANTED: f"{reference} waits for your answer",
        Kind.SOLVED: f"{reference} is solved",
        Kind.REOPENED: f"{reference} is open again",
        Kind.CLOSED: f"{reference} is closed",
        Kind.RATED_LOW: f"{reference} was rated {facts.score} of 5",
        Kind.REVIEW_NEEDED: f"{reference} needs a review",
        Kind.NOBODY_FREE: f"Nobody is free for {reference}",
        Kind.LEFT_BEHIND: f"{somebody} is gone and had begun {reference}",
        Kind.DUE_SOON: f"{_due(facts)} to {reference} is due in {_working_time(facts)}",
        Kind.OVERDUE: f"{_due(facts)} to {reference} is late",
        Kind.ESCALATED: f"{reference} needs you: escalation level {facts.level}",
        Kind.MERGED: f"{reference} goes on as {facts.other}",
        Kind.SOLVED_WITH: f"{reference} is solved, with {facts.other}",
        Kind.RULE: f"{reference}: {facts.person}",
        Kind.SURVEY: f"How was the help with {reference}?",
        Kind.APPROVAL_WANTED: f"{reference} waits for your approval",
        Kind.APPROVED: f"{reference} is approved",
        Kind.DECLINED: f"{reference} is declined",
    }
    return titles[kind]


def _due(facts: Facts) -> str:
    return "Something" if facts.due is None else _DUE_WORDS[facts.due]


def _working_time(facts: Facts) -> str:
    hours, minutes = divmod(facts.minutes_left, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _body(kind: Kind, facts: Facts) -> str:
    match kind:
        case Kind.ASSIGNED_TO_YOU if facts.priority is not None:
            return f"{facts.priority.value.capitalize()}: {facts.subject}"
        case Kind.HANDED_OVER if facts.said:
            return facts.said
        case Kind.SOLVED:
            return f"{facts.subject} – have a look, and say how it went."
        case Kind.REVIEW_NEEDED:
            return f"Priority or category is uncertain: {facts.subject}"
        case Kind.LEFT_BEHIND:
            return f"Hand it to somebody who is here: {facts.subject}"
        case Kind.ESCALATED:
            return f"Nobody answers. Open it and say that you have it: {facts.subject}"
        case Kind.MERGED:
            return f"Both report the same; you hear when it is solved: {facts.subject}"
        case Kind.SOLVED_WITH:
            return f"{facts.subject} – if it is not, open your ticket again."
        case Kind.SURVEY:
            return f"One click says how it went: {facts.subject}"
        case Kind.NOBODY_FREE:
            return f"A critical ticket waits: {facts.subject}"
    return facts.subject
