"""Shapes of requests and answers of the tickets domain."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.core.actor import Cause
from app.tickets.enums import (
    Category,
    Channel,
    Commitment,
    DueKind,
    DueState,
    Level,
    MessageKind,
    Priority,
    Sentiment,
    TicketStatus,
)
from app.tickets.history_words import HistoryGroup
from app.tickets.models import TAG_LENGTH

SUBJECT_LENGTH = 200
TEXT_LENGTH = 20_000
MOST_TAGS = 20
MOST_ATTACHMENTS = 10
MOST_FILTERS = 20


def _visible(text: str) -> str:
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise ValueError("must hold at least one visible character")
    return text


def _without_nul(text: str) -> str:
    return text.replace("\x00", "")


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=SUBJECT_LENGTH),
    AfterValidator(lambda text: " ".join(_without_nul(text).split())),
    AfterValidator(_visible),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH),
    AfterValidator(_without_nul),
    AfterValidator(_visible),
]


def folded_tag(tag: str) -> str:
    """A tag as it is stored and looked for."""
    return tag.lower()


def _still_short(tag: str) -> str:
    # Lower case may be longer: the Turkish capital dotted I becomes two characters.
    if len(tag) > TAG_LENGTH:
        raise ValueError(f"must have at most {TAG_LENGTH} characters")
    return tag


Tag = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=TAG_LENGTH, pattern=r"^[\w.+#-]+$"
    ),
    AfterValidator(folded_tag),
    AfterValidator(_still_short),
]
Version = Annotated[int, Field(ge=1, description="The version that you saw.")]


FilterName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
_FilterWord = Annotated[str, StringConstraints(max_length=200)]
FilterValue = _FilterWord | bool | None | Annotated[list[_FilterWord], Field(max_length=40)]
ViewName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_without_nul),
    AfterValidator(_visible),
]


class _Request(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class OpenTicket(_Request):
    """Hand in a ticket."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "subject": "VPN drops every few minutes",
                    "description": "Since this morning the VPN disconnects all of accounting.",
                }
            ]
        },
    )

    subject: Line
    description: Text
    category: Category | None = Field(default=None, description="What you think it is; a hint.")
    impact: Level | None = Field(default=None, description="A hint.")
    urgency: Level | None = Field(default=None, description="A hint.")
    tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    attachment_ids: list[UUID] = Field(default_factory=list, max_length=MOST_ATTACHMENTS)
    requester_id: UUID | None = Field(
        default=None, description="Staff may open a ticket for somebody else."
    )


class EditTicket(_Request):
    """Change a ticket; fields that are left out stay as they are."""

    version: Version
    subject: Line | None = None
    category: Category | None = None
    impact: Level | None = None
    urgency: Level | None = None
    priority: Priority | None = None
    tags: list[Tag] | None = Field(default=None, max_length=MOST_TAGS)


class MoveTicket(_Request):
    """Move a ticket to another status."""

    version: Version
    status: Literal[
        TicketStatus.IN_PROGRESS,
        TicketStatus.WAITING_ON_REQUESTER,
        TicketStatus.CLOSED,
        TicketStatus.REOPENED,
    ]
    note: Text | None = Field(default=None, description="An internal note (staff) or a reply.")


class SolveTicket(_Request):
    """Hold a ticket for solved and tell the requester how."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "version": 4,
                    "resolution": "Restart the client after the update; it keeps the old profile.",
                    "share_solution": True,
                }
            ]
        },
    )

    version: Version
    resolution: Text
    share_solution: bool = Field(
        default=False,
        description="Show the resolution, without names, to others who report a like problem.",
    )


class ReopenTicket(_Request):
    """Open a solved or closed ticket again."""

    version: Version
    reason: Text


class WriteMessage(_Request):
    """Write a reply or, among staff, an internal note."""

    kind: MessageKind = MessageKind.REPLY
    text: Text
    attachment_ids: list[UUID] = Field(default_factory=list, max_length=MOST_ATTACHMENTS)
    after: UUID | None = Field(
        default=None,
        description="The last message that you saw, or the ticket's id if there was none. When "
        "somebody else wrote since then, nothing is sent and the answer holds what he wrote.",
    )


class SaveView(_Request):
    """Keep a set of list filters under a name."""

    name: ViewName
    filters: dict[FilterName, FilterValue] = Field(max_length=MOST_FILTERS)


class TeamRef(BaseModel):
    """A team by its name."""

    id: UUID
    name: str


class AttachmentView(BaseModel):
    """A file; `url` gives its bytes to whoever may see the ticket."""

    id: UUID
    filename: str
    content_type: str
    size: int
    created_at: datetime
    url: str


class MessageView(BaseModel):
    """A reply or an internal note."""

    id: UUID
    kind: MessageKind
    author: PersonRef | None
    # In notes `@[id]` stands for somebody of `mentions`.
    text: str
    mentions: list[PersonRef]
    created_at: datetime
    attachments: list[AttachmentView]


class TicketRow(BaseModel):
    """A ticket in a list."""

    id: UUID
    reference: str
    subject: str
    status: TicketStatus
    priority: Priority | None
    category: Category | None
    requester: PersonRef
    assignee: PersonRef | None
    commitment: Commitment | None
    needs_review: bool
    confidence: float | None
    created_at: datetime
    updated_at: datetime
    version: int
    tags: list[str]
    message_count: int
    waiting_reason: str | None
    # What is due next under the ticket's service level; staff only.
    due_at: datetime | None
    due_kind: DueKind | None
    due_state: DueState | None


class AllowedMove(BaseModel):
    """Whether the ticket can go to a status now, and why not."""

    status: TicketStatus
    allowed: bool
    reason: str | None


class May(BaseModel):
    """What the reader may do with the ticket now."""

    reply: bool
    note: bool
    edit: bool
    assign: bool
    take: bool
    solve: bool
    reopen: bool
    close: bool
    rate: bool
    override_priority: bool


class TicketDetail(TicketRow):
    """A ticket whole."""

    description: str
    impact: Level | None
    urgency: Level | None
    sentiment: Sentiment | None
    channel: Channel
    team: TeamRef | None
    triaged_at: datetime | None
    assigned_at: datetime | None
    first_response_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    attachments: list[AttachmentView]
    watchers: list[PersonRef]
    archived: bool
    allowed_moves: list[AllowedMove]
    may: May


class HistoryChange(BaseModel):
    """What stood somewhere before and what stands there now, in words."""

    field: str
    before: str | None
    after: str | None


class HistoryEntry(BaseModel):
    """One fact of a ticket's history."""

    id: UUID
    seq: int
    type: str
    group: HistoryGroup
    actor: PersonRef | None
    cause: Cause
    at: datetime
    text: str
    changes: list[HistoryChange]
    data: dict[str, Any]


class SavedViewRow(BaseModel):
    """A kept set of list filters."""

    id: UUID
    name: str
    filters: dict[str, Any]
    created_at: datetime


class TagCount(BaseModel):
    """A tag and how many tickets carry it."""

    name: str
    count: int
