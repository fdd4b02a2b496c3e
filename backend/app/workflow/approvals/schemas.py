"""Request and response shapes of approvals."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.auth.schemas import PersonRef
from app.core.ids import new_id
from app.tickets.enums import Category
from app.tickets.schemas import MOST_TAGS, Tag, Text
from app.workflow.approvals.enums import ApprovalState, Needs
from app.workflow.approvals.models import NAME_LENGTH

MOST_RULES = 50
MOST_APPROVERS = 20


class ApprovalRule(BaseModel):
    """Tickets of one of these categories or with one of these tags wait for approval."""

    # Rules come back in answers, where every field is always there.
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    id: UUID = Field(default_factory=new_id)
    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH)
    ]
    categories: list[Category] = Field(default_factory=list, max_length=len(Category))
    tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    approver_ids: list[UUID] = Field(default_factory=list, max_length=MOST_APPROVERS)
    team_id: UUID | None = Field(default=None, description="The leads of this team are asked.")
    needs: Needs = Needs.ANY
    remind_after_hours: Annotated[int, Field(ge=1, le=720)] | None = 24

    @model_validator(mode="after")
    def _complete(self) -> "ApprovalRule":
        if not self.categories and not self.tags:
            raise ValueError("name at least one category or tag")
        if not self.approver_ids and self.team_id is None:
            raise ValueError("name somebody who approves, or a team whose leads do")
        return self


class SetApprovalRules(BaseModel):
    """Write all rules anew, in their order."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "version": 0,
                    "rules": [
                        {
                            "name": "Purchases",
                            "tags": ["purchase"],
                            "team_id": "01890000-0000-7000-8000-000000000001",
                        }
                    ],
                }
            ]
        },
    )

    version: Annotated[int, Field(ge=0, description="The version that you saw.")]
    rules: list[ApprovalRule] = Field(max_length=MOST_RULES)


class ApprovalRules(BaseModel):
    """The rules that hold, in their order."""

    version: int
    rules: list[ApprovalRule]
    changed_by: PersonRef | None


class VoteView(BaseModel):
    """Somebody who is asked. `passed_on`: somebody else answers instead."""

    person: PersonRef
    instead_of: PersonRef | None
    passed_on: bool
    approves: bool | None
    comment: str | None
    at: datetime | None


class ApprovalView(BaseModel):
    """One time that approval was asked for. `may_decide` speaks of the reader."""

    id: UUID
    name: str
    needs: Needs
    state: ApprovalState
    asked_at: datetime
    decided_at: datetime | None
    votes: list[VoteView]
    may_decide: bool


class Decide(BaseModel):
    """Approve or decline. Whoever declines says why; the requester reads it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"approves": False, "comment": "Not in this budget."}]},
    )

    approves: bool
    comment: Text | None = None

    @model_validator(mode="after")
    def _reason(self) -> "Decide":
        if not self.approves and self.comment is None:
            raise ValueError("say why when you decline")
        return self


class PassOn(BaseModel):
    """Let somebody else answer instead."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"to_id": "01890000-0000-7000-8000-000000000001"}]},
    )

    to_id: UUID
