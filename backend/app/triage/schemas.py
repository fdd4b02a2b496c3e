"""Shapes of requests and answers of the triage domain."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef
from app.tickets.enums import Category, Level, Priority, Sentiment, TicketStatus
from app.tickets.schemas import SUBJECT_LENGTH, TEXT_LENGTH, Version


class TriageState(StrEnum):
    """Whether the model has read the ticket."""

    PENDING = "pending"
    SCORED = "scored"


class Word(BaseModel):
    """A word of the ticket; a positive weight spoke for the priority, a negative one against it."""

    word: str
    weight: float


class Override(BaseModel):
    """A field that a person set differently."""

    model_config = ConfigDict(populate_by_name=True)

    field: str
    from_: str | None = Field(alias="from")
    to: str | None
    by: PersonRef | None
    at: datetime


class Cell(BaseModel):
    """A place in the table that makes a priority of impact and urgency."""

    impact: Level
    urgency: Level
    priority: Priority


class TriageDetail(BaseModel):
    """What the ticket carries now, what the model said, and what people changed."""

    state: TriageState
    priority: Priority | None
    category: Category | None
    impact: Level | None
    urgency: Level | None
    sentiment: Sentiment | None
    confidence: float | None
    needs_review: bool
    priority_probabilities: dict[str, float] | None
    category_probabilities: dict[str, float] | None
    impact_probabilities: dict[str, float] | None
    urgency_probabilities: dict[str, float] | None
    words: list[Word]
    alarms: list[str] = Field(description="Grave things that the text names; a person looks then.")
    matrix: list[Cell] = Field(description="The priority of every impact and urgency.")
    requester_said: dict[str, str] = Field(description="What the requester suggested.")
    model_version: str | None
    scored_at: datetime | None
    overridden: list[Override]


class ReviewTriage(BaseModel):
    """Your verdict; the values that the ticket carries already confirm the model."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 3, "priority": "high", "category": "network"}]},
    )

    version: Version
    priority: Priority
    category: Category
    impact: Level | None = None
    urgency: Level | None = None


class SolvedTicket(BaseModel):
    """A solved ticket and what solved it.

    Of somebody else's ticket a requester sees the solution alone, where whoever solved it shared it:
    then `ticket_id`, `reference`, `subject` and `solved_by` are null.
    """

    ticket_id: UUID | None
    reference: str | None
    subject: str | None
    category: Category | None
    similarity: float = Field(ge=0, le=1, description="1 for the same words.")
    solved_at: datetime
    solution: str = Field(description="The message with which the ticket was solved.")
    solved_by: PersonRef | None
    rating: int | None = Field(description="What the requester thought of it, 1 to 5.")


class Duplicate(BaseModel):
    """An open ticket that may report the same trouble."""

    ticket_id: UUID
    reference: str
    subject: str
    status: TicketStatus
    requester: PersonRef
    similarity: float = Field(ge=0, le=1)
    created_at: datetime


class SimilarTickets(BaseModel):
    """Tickets that are like one, nearest first, at most five of a kind."""

    solved: list[SolvedTicket]
    duplicates: list[Duplicate]
    complete: bool = Field(description="False while older tickets are still being read in.")


class PreviewTriage(BaseModel):
    """Words that are still being typed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"subject": "VPN drops", "description": "It disconnects every few minutes."}
            ]
        },
    )

    subject: str = Field(max_length=SUBJECT_LENGTH)
    description: str = Field(max_length=TEXT_LENGTH)


class TriagePreview(BaseModel):
    """What the model would say of a ticket with these words, and solved tickets that are like it."""

    priority: Priority
    priority_probabilities: dict[str, float]
    category: Category
    category_probabilities: dict[str, float]
    confidence: float
    words: list[Word]
    similar: list[SolvedTicket]
    model_version: str
