"""Shapes of requests and answers of the triage domain."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef
from app.tickets.enums import Category, Level, Priority, Sentiment
from app.tickets.schemas import Version


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
