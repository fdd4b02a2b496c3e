"""Request and response shapes of templates and macros."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from app.auth.schemas import PersonRef
from app.tickets.schemas import TeamRef, Text, Version
from app.workflow.templates.enums import Audience
from app.workflow.templates.models import NAME_LENGTH
from app.workflow.templates.step_schemas import Step, Steps

MOST_LANGUAGES = 12

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Folder = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Words(_Request):
    """A text, and the same in other languages by their codes."""

    text: Text
    translations: dict[Language, Text] = Field(default_factory=dict, max_length=MOST_LANGUAGES)


class _Shared(_Request):
    name: Name
    folder: Folder = ""
    audience: Audience = Audience.OWN
    team_id: UUID | None = Field(default=None, description="With the audience `team` only.")

    @model_validator(mode="after")
    def _team_belongs_to_the_audience(self) -> "_Shared":
        if (self.audience is Audience.TEAM) != (self.team_id is not None):
            raise ValueError("a team belongs to the audience `team`, and to no other")
        return self


class SetTemplate(_Shared, Words):
    """Write a template. `version` is the one you saw; leave it out for a new one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Restart first",
                    "folder": "Printers",
                    "audience": "everybody",
                    "text": "Hello {{requester.first_name|there}},\n\nplease restart the printer.",
                }
            ]
        },
    )

    version: Version | None = None


class TemplateView(BaseModel):
    """A template as staff sees it. `may_change` speaks of the reader."""

    id: UUID
    name: str
    folder: str
    audience: Audience
    team: TeamRef | None
    owner: PersonRef
    text: str
    translations: dict[str, str]
    version: int
    uses: int
    last_used_at: datetime | None
    updated_at: datetime
    may_change: bool


class VariableView(BaseModel):
    """A variable, what it stands for, and what is written where it is empty."""

    name: str
    means: str
    example: str
    otherwise: str


class FaultView(BaseModel):
    """What is wrong with a text and where; line and column count from 1."""

    sentence: str
    line: int
    column: int


class TryText(_Request):
    """Fill a text in for a ticket, or with the examples where none is named."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Hello {{requester.first_name|there}}"}]},
    )

    text: Text
    ticket: Annotated[str, StringConstraints(max_length=40)] | None = Field(
        default=None, description="A reference such as `TK-10432`."
    )


class TextPreview(BaseModel):
    """The text filled in, and what would keep it from being saved."""

    text: str
    faults: list[FaultView]


class UseTemplate(_Request):
    """Fill a template in; without a language its main text."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"language": "de"}]})

    language: Language | None = None


class FilledTemplate(BaseModel):
    """A template's words for one ticket."""

    text: str


class SetMacro(_Shared, Steps):
    """Write a macro. `version` is the one you saw; leave it out for a new one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Ask for the model",
                    "audience": "everybody",
                    "steps": [
                        {"do": "reply", "text": "Which model is it?"},
                        {"do": "status", "status": "waiting_on_requester"},
                    ],
                }
            ]
        },
    )

    version: Version | None = None


class MacroView(BaseModel):
    """A macro as staff sees it. `sentences` says what each step does."""

    id: UUID
    name: str
    folder: str
    audience: Audience
    team: TeamRef | None
    owner: PersonRef
    steps: list[Step]
    sentences: list[str]
    version: int
    uses: int
    last_used_at: datetime | None
    updated_at: datetime
    may_change: bool


class StepPreview(BaseModel):
    """What one step would do to this ticket, and whether it can be taken back."""

    sentence: str
    text: str | None
    can_be_undone: bool


class MacroPreview(BaseModel):
    """What a macro would do to this ticket. `refusal` says why it cannot be carried out now."""

    steps: list[StepPreview]
    refusal: str | None


class RunMacro(_Request):
    """Carry a macro out on the version of the ticket that you saw."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 4}]})

    version: Version


class MacroOutcome(BaseModel):
    """What was done. `can_be_undone` names the fields that an undo brings back."""

    run_id: UUID
    ticket_version: int
    can_be_undone: list[str]


class MacroUndone(BaseModel):
    """Fields that are as they were, and those that somebody changed meanwhile and were left."""

    restored: list[str]
    left: list[str]
