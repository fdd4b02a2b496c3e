"""The steps of a macro as clients write them and the database keeps them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.tickets.enums import Category, Priority, TicketStatus
from app.tickets.schemas import MOST_TAGS, Tag, Text

MOST_STEPS = 12


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Worded(_Request):
    # Steps come back in answers, where every field is always there.
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    template_id: UUID | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "_Worded":
        if (self.template_id is None) == (self.text is None):
            raise ValueError("name a template or write a text, one of the two")
        return self


class ReplyStep(_Worded):
    """Write to everybody on the ticket."""

    do: Literal["reply"]


class NoteStep(_Worded):
    """Write a note among staff."""

    do: Literal["note"]


class StatusStep(_Request):
    """Move the ticket. Solving takes the reply before it as the solution."""

    do: Literal["status"]
    status: Literal[
        TicketStatus.IN_PROGRESS,
        TicketStatus.WAITING_ON_REQUESTER,
        TicketStatus.SOLVED,
        TicketStatus.CLOSED,
    ]


class PriorityStep(_Request):
    """Set the priority."""

    do: Literal["priority"]
    priority: Priority


class CategoryStep(_Request):
    """Set the category."""

    do: Literal["category"]
    category: Category


def _distinct(tags: list[str]) -> list[str]:
    return sorted(set(tags))


Tags = Annotated[list[Tag], Field(min_length=1, max_length=MOST_TAGS), AfterValidator(_distinct)]


class AddTagsStep(_Request):
    """Put tags on the ticket."""

    do: Literal["add_tags"]
    tags: Tags


class RemoveTagsStep(_Request):
    """Take tags off the ticket."""

    do: Literal["remove_tags"]
    tags: Tags


class TakeStep(_Request):
    """Take the ticket."""

    do: Literal["take"]


class TeamStep(_Request):
    """Give the ticket to a team; a holder outside of it loses it."""

    do: Literal["team"]
    team_id: UUID


Step = Annotated[
    ReplyStep
    | NoteStep
    | StatusStep
    | PriorityStep
    | CategoryStep
    | AddTagsStep
    | RemoveTagsStep
    | TakeStep
    | TeamStep,
    Field(discriminator="do"),
]


class Steps(_Request):
    """What a macro does, in order."""

    steps: list[Step] = Field(min_length=1, max_length=MOST_STEPS)
