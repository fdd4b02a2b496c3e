"""Request and response shapes of the feedback domain."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef

COMMENT_LENGTH = 2000


Comment = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=COMMENT_LENGTH),
    AfterValidator(lambda text: text.replace("\x00", "")),
]


class RateTicket(BaseModel):
    """A score from 1 (bad) to 5 (very good), with a word on why if you like."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"score": 5, "comment": "Quick and friendly."}]},
    )

    score: Annotated[int, Field(strict=True, ge=1, le=5)]
    comment: Comment | None = None


class RatingDetail(BaseModel):
    """One rating."""

    id: UUID
    score: int
    comment: str | None
    created_at: datetime
    author: PersonRef


class RatedTicket(BaseModel):
    """The ticket a rating is about."""

    id: UUID
    reference: str


class FeedbackRow(RatingDetail):
    """One rating with its ticket and the technician who solved it."""

    ticket: RatedTicket
    technician: PersonRef | None


class FeedbackSummary(BaseModel):
    """How many ratings there are, their average, and how many of each score."""

    count: int
    average: float | None
    by_score: dict[str, int]


class SurveyView(BaseModel):
    """What a mailed link asks to rate. `is_open`: the ticket was reopened, there is nothing to rate."""

    reference: str
    subject: str
    is_open: bool
    score: int | None
    comment: str | None
