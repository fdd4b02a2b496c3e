"""What rules know of a ticket, as it stands at the moment they are asked. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.calendars.hours import Hours

# Conditions read so many characters of a message; what matters stands at its beginning.
MOST_CHARACTERS = 20_000
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Words in lower case with one blank around each, so that a whole word is found as a part.

    No pattern of a person is ever run: the cost grows with the length of the text alone.
    """
    return f" {' '.join(_WORD.findall(text[:MOST_CHARACTERS].casefold()))} "


@dataclass(slots=True, kw_only=True)
class Facts:
    """A ticket for rules. What no rule asks for is not read and keeps its default."""

    ticket_id: UUID
    requester_id: UUID
    # Counts the changes of the ticket: what was read at this version is as it was.
    version: int
    created_at: datetime
    now: datetime
    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    status: str = "new"
    channel: str = "web"
    sentiment: str | None = None
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    confidence: float | None = None
    messages: int = 0
    set_by_person: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    watchers: frozenset[UUID] = frozenset()
    requester_role: str = "user"
    requester_email: str = ""
    subject: str = "  "
    body: str = "  "
    last_message: str = "  "
    last_writer: str = "requester"
    automatic_replies: int = 0
    reopenings: int = 0
    open_tickets: int = 0
    rating: int | None = None
    hours: Mapping[UUID, Hours] = field(default_factory=dict)

    def copy(self) -> "Facts":
        """The same facts, to try something on."""
        return replace(self)
