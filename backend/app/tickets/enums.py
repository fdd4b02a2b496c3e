"""Closed sets of the tickets domain; the ordered ones begin with the gravest."""

from enum import StrEnum


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_ON_REQUESTER = "waiting_on_requester"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"


# A technician holds a ticket in these states; each counts against capacity.
HELD = frozenset(
    {TicketStatus.ASSIGNED, TicketStatus.IN_PROGRESS, TicketStatus.WAITING_ON_REQUESTER}
)
# Nobody holds it and somebody should.
UNHELD = frozenset({TicketStatus.NEW, TicketStatus.TRIAGED, TicketStatus.REOPENED})
OPEN = HELD | UNHELD


class Priority(StrEnum):
    """How soon, from impact and urgency."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Level(StrEnum):
    """Impact and urgency."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# Impact x urgency, as service desks do it (ITIL).
_MATRIX = {
    (Level.HIGH, Level.HIGH): Priority.CRITICAL,
    (Level.HIGH, Level.MEDIUM): Priority.HIGH,
    (Level.HIGH, Level.LOW): Priority.MEDIUM,
    (Level.MEDIUM, Level.HIGH): Priority.HIGH,
    (Level.MEDIUM, Level.MEDIUM): Priority.MEDIUM,
    (Level.MEDIUM, Level.LOW): Priority.LOW,
    (Level.LOW, Level.HIGH): Priority.MEDIUM,
    (Level.LOW, Level.MEDIUM): Priority.LOW,
    (Level.LOW, Level.LOW): Priority.LOW,
}


def priority_of(impact: Level, urgency: Level) -> Priority:
    """Priority of an impact and an urgency."""
    return _MATRIX[impact, urgency]


class Category(StrEnum):
    """What kind of thing must be repaired or changed."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    NETWORK = "network"
    ACCESS = "access"
    STORAGE = "storage"
    EMAIL = "email"
    SECURITY = "security"
    BILLING = "billing"
    HR = "hr"
    GENERAL = "general"


class Sentiment(StrEnum):
    """Tone of the writer."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Commitment(StrEnum):
    """How fast an assigned ticket sits."""

    SOFT = "soft"
    HELD = "held"
    FIRM = "firm"
    PINNED = "pinned"


class MessageKind(StrEnum):
    """Who may read a message: everybody on the ticket, or staff only."""

    REPLY = "reply"
    NOTE = "note"


class Channel(StrEnum):
    """How a ticket came in."""

    WEB = "web"
    API = "api"
    EMAIL = "email"
    CHAT = "chat"


class DueKind(StrEnum):
    """What is due on a ticket."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    SOLUTION = "solution"


class DueState(StrEnum):
    """How a ticket stands with what is due on it."""

    RUNNING = "running"
    WARNED = "warned"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
