"""Shapes of the privacy domain."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.models import EMAIL_LENGTH
from app.auth.schemas import PersonRef
from app.privacy.enums import ErasureKind, ErasureState, ExportState, RetentionAction
from app.tickets.enums import Category

MOST_HOURS = 24 * 30


class ErasePerson(BaseModel):
    """Erase a person for good. The address is typed once more, since nothing brings it back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"email": "sam@firm.example"}]}
    )

    email: Annotated[str, StringConstraints(min_length=3, max_length=EMAIL_LENGTH)]


class Erased(BaseModel):
    """What was erased."""

    tickets: int = Field(description="Tickets in which words of the person stood.")
    messages: int
    files: int = Field(description="Taken out at once; their bytes go within the hour.")


class PersonCounts(BaseModel):
    """How much is stored of a person."""

    tickets: int = Field(description="Tickets that the person opened.")
    messages: int = Field(description="Messages that the person wrote, in any ticket.")
    files: int
    rating_comments: int
    notifications: int
    facts: int = Field(description="Things in the history that the person did, at most 10,000.")


class ErasurePreview(BaseModel):
    """What an erasure would take; the facts in the history stay, without words."""

    name: str
    email: str
    is_active: bool
    holds_tickets: int = Field(description="Open tickets to be handed over first.")
    counts: PersonCounts


class PlanErasure(BaseModel):
    """Erase a person after a while; until then it can be taken back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "words_too", "after_hours": 24}]},
    )

    kind: ErasureKind = ErasureKind.WORDS_TOO
    after_hours: int = Field(default=24, ge=0, le=MOST_HOURS)


class ErasureRow(BaseModel):
    """An erasure that waits, was taken back, or is done."""

    id: UUID
    person: PersonRef
    asked_by: PersonRef
    kind: ErasureKind
    state: ErasureState
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None


class ExportRow(BaseModel):
    """An export of a person's data; `done` of `total` tickets are in it."""

    id: UUID
    person: PersonRef
    asked_by: PersonRef
    state: ExportState
    done: int
    total: int
    size: int
    created_at: datetime
    expires_at: datetime | None
    url: str | None = Field(description="Where the file is, once it is ready.")


class RetentionRule(BaseModel):
    """What happens so many months after a ticket was closed; without a category to all others."""

    model_config = ConfigDict(extra="forbid")

    category: Category | None
    months: int = Field(ge=1, le=240)
    action: RetentionAction


def _one_per_category(rules: list[RetentionRule]) -> list[RetentionRule]:
    if len({rule.category for rule in rules}) != len(rules):
        raise ValueError("a category may have one rule")
    return rules


class TryRetention(BaseModel):
    """Rules to look at before they count."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "rules": [{"category": "hr", "months": 24, "action": "delete_words"}],
                    "archive_after_days": 180,
                }
            ]
        },
    )

    rules: Annotated[list[RetentionRule], AfterValidator(_one_per_category)] = Field(max_length=30)
    archive_after_days: int | None = Field(ge=1, le=3650)


class SetRetention(TryRetention):
    """Write the rules anew, as a new version."""

    version: int = Field(ge=0, description="The version that you saw; 0 when there was none.")


class RetentionState(BaseModel):
    """The rules that count."""

    version: int
    rules: list[RetentionRule]
    archive_after_days: int | None
    changed_by: PersonRef | None
    changed_at: datetime | None


class RuleEffect(BaseModel):
    """How many tickets a rule would touch tonight."""

    category: Category | None
    action: RetentionAction
    tickets: int = Field(description="At most 10,000.")


class RetentionPreview(BaseModel):
    """What rules would do tonight; tickets tagged `legal-hold` are left alone."""

    effects: list[RuleEffect]
    archived: int = Field(description="At most 10,000.")
    held: int = Field(description="Closed tickets on legal hold, at most 10,000.")
