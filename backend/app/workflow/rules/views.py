"""Requests and answers around rules."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef
from app.workflow.rules.conditions import Kind
from app.workflow.rules.enums import About, Mode, Op, Outcome, Trigger
from app.workflow.rules.schemas import Rule, RuleName, Rules

EXAMPLE: dict[str, Any] = {
    "name": "Billing to the billing team",
    "on": ["triaged"],
    "conditions": {"conditions": [{"about": "category", "op": "is", "values": ["billing"]}]},
    "actions": [{"do": "change_tags", "add": ["billing"]}],
}


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SetRules(_Request):
    """All rules as they shall be, in their order."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 0, "rules": [EXAMPLE]}]},
    )

    version: int = Field(ge=0, description="The version that you saw.")
    rules: Rules


class RestoreRules(_Request):
    """Bring an earlier version back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 4}]})

    version: int = Field(ge=0, description="The newest version that you saw.")


class TryRules(_Request):
    """Rules that are only being written, to be tried on what happened lately."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"rules": [EXAMPLE], "last": 500}]}
    )

    rules: Annotated[Rules, Field(min_length=1)]
    last: int = Field(default=500, ge=1, le=2000, description="So many of the newest tickets.")


class RuleRow(BaseModel):
    """One rule of the list, with what it did in the last 30 days."""

    rule: Rule
    sentence: str
    fired: int
    suggested: int
    held_back: int
    last_at: datetime | None


class RuleBookView(BaseModel):
    """All rules in their order. Version 0 is what the product came with: none."""

    version: int
    rules: list[RuleRow]
    restores: int | None
    changed_at: datetime | None
    changed_by: PersonRef | None


class RuleVersion(BaseModel):
    """One version, and what is different from the one before it."""

    version: int
    rules: int
    changes: list[str]
    restores: int | None
    changed_at: datetime | None
    changed_by: PersonRef | None


class TriedRule(BaseModel):
    """What one rule would have done."""

    rule_id: UUID
    name: str
    sentence: str
    tickets: int
    times: int
    told: str


class TriedTicket(BaseModel):
    """One ticket on which a rule would have run."""

    ticket_id: UUID
    reference: str
    subject: str
    at: datetime
    rule: str
    trigger: Trigger
    did: list[str]


class DryRun(BaseModel):
    """What rules would have done to the newest tickets. Nothing was written."""

    tickets: int
    fired_on: int
    sentence: str
    rules: list[TriedRule]
    examples: list[TriedTicket]


class FiringRow(BaseModel):
    """What one rule did or proposed on a ticket, or why it was held back."""

    id: UUID
    ticket_id: UUID
    ticket_reference: str
    rule_id: UUID
    rule: str
    version: int
    trigger: Trigger
    outcome: Outcome
    did: list[str]
    why: str | None
    at: datetime
    answered_by: PersonRef | None
    answered_at: datetime | None


class TicketRules(BaseModel):
    """What rules propose for a ticket, and what they did to it, newest first."""

    suggestions: list[FiringRow]
    firings: list[FiringRow]


class Starter(BaseModel):
    """A rule that many need, ready to be switched on; `missing` says what has to be chosen first."""

    rule: Rule | None
    name: str
    sentence: str
    missing: str | None


class Starters(BaseModel):
    """Rules that are offered and not yet in the list."""

    items: list[Starter]


class TriggerWord(BaseModel):
    """Something that may start a rule."""

    value: Trigger
    label: str


class FieldWord(BaseModel):
    """Something that a condition may look at, and how."""

    value: About
    label: str
    kind: Kind
    ops: list[Op]
    choices: list[str]


class OpWord(BaseModel):
    """A way to compare."""

    value: Op
    label: str


class ModeWord(BaseModel):
    """How a rule stands to the model."""

    value: Mode
    label: str


class Vocabulary(BaseModel):
    """The closed sets that rules are made of."""

    triggers: list[TriggerWord]
    fields: list[FieldWord]
    ops: list[OpWord]
    modes: list[ModeWord]


class SetWebhook(_Request):
    """An address that rules may call."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "Pager", "url": "https://pager.example/hooks/tikify"}]
        },
    )

    name: RuleName
    url: str = Field(min_length=8, max_length=500)


class WebhookRow(BaseModel):
    """A webhook; its secret is shown once, when it is made."""

    id: UUID
    name: str
    url: str
    at: datetime


class WebhookMade(WebhookRow):
    """A new webhook with the secret that signs its calls."""

    secret: str
