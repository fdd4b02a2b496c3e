"""Rules as they are written and stored; all sets in them are closed."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.ids import new_id
from app.tickets.models import TAG_LENGTH
from app.workflow.rules.enums import About, Bound, Match, Mode, Op, SetFieldName, Trigger, Whom
from app.workflow.rules.models import NAME_LENGTH

MOST_RULES = 500
MOST_CONDITIONS = 30
MOST_ACTIONS = 10
MOST_VALUES = 50
# A group, groups in it, and groups in those.
DEEPEST = 3
MOST_HOURS = 24 * 366

RuleName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=NAME_LENGTH,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]
Tag = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        min_length=1,
        max_length=TAG_LENGTH,
        pattern=r"^[^,]+$",
    ),
]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


class _Shape(BaseModel):
    # An answer holds every field, also those that a request may leave out.
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class RuleCondition(_Shape):
    """One condition. Words match whole words, in any case; a value may be a phrase."""

    about: About
    op: Op
    values: Annotated[list[Value], AfterValidator(_once)] = Field(
        default_factory=list, max_length=MOST_VALUES
    )
    number: float | None = Field(default=None, ge=-1_000_000, le=1_000_000)


class RuleConditions(_Shape):
    """A group of conditions and of groups, two levels deep at most; an empty one always holds."""

    match: Match = Match.ALL
    conditions: list[RuleCondition] = Field(default_factory=list, max_length=MOST_CONDITIONS)
    groups: list["RuleConditions"] = Field(default_factory=list, max_length=MOST_CONDITIONS)

    def all(self) -> Iterator[RuleCondition]:
        """Every condition, whatever group it is in."""
        yield from self.conditions
        for group in self.groups:
            yield from group.all()

    @property
    def depth(self) -> int:
        """How many groups lie inside one another."""
        return 1 + max((group.depth for group in self.groups), default=0)


class SetField(_Shape):
    """Set priority, impact, urgency or category; with a bound only where the value lies beyond it."""

    do: Literal["set_field"] = "set_field"
    field: SetFieldName
    value: Value
    bound: Bound | None = None


class ChangeTags(_Shape):
    """Add and remove tags."""

    do: Literal["change_tags"] = "change_tags"
    add: Annotated[list[Tag], AfterValidator(_once)] = Field(default_factory=list, max_length=20)
    remove: Annotated[list[Tag], AfterValidator(_once)] = Field(default_factory=list, max_length=20)


class AssignTeam(_Shape):
    """Let a team look after the ticket; who of it gets the ticket is decided as always."""

    do: Literal["assign_team"] = "assign_team"
    team_id: UUID


class AssignPerson(_Shape):
    """Give the ticket to a technician; capacity holds for rules too."""

    do: Literal["assign_person"] = "assign_person"
    person_id: UUID


class AddWatcher(_Shape):
    """Let somebody follow the ticket."""

    do: Literal["add_watcher"] = "add_watcher"
    person_id: UUID


class SendReply(_Shape):
    """Answer the requester, from a template or with a text that may have the same variables."""

    do: Literal["reply"] = "reply"
    template_id: UUID | None = None
    text: Words | None = None


class WriteNote(_Shape):
    """Leave an internal note."""

    do: Literal["note"] = "note"
    text: Words


class NotifyPeople(_Shape):
    """Tell people in their inbox, and as they wish by mail and push."""

    do: Literal["notify"] = "notify"
    people_ids: Annotated[list[UUID], AfterValidator(_once)] = Field(
        default_factory=list, max_length=20
    )
    team_id: UUID | None = Field(default=None, description="Everybody in this team.")
    whom: Annotated[list[Whom], AfterValidator(_once)] = Field(default_factory=list)


class CallWebhook(_Shape):
    """Call a webhook with the ticket's facts, signed."""

    do: Literal["webhook"] = "webhook"
    webhook_id: UUID


class Escalate(_Shape):
    """Lift the ticket to its next level."""

    do: Literal["escalate"] = "escalate"


class AskForRating(_Shape):
    """Ask the requester of a solved ticket to rate it."""

    do: Literal["survey"] = "survey"


class CloseTicket(_Shape):
    """Close the ticket."""

    do: Literal["close"] = "close"


RuleAction = Annotated[
    SetField
    | ChangeTags
    | AssignTeam
    | AssignPerson
    | AddWatcher
    | SendReply
    | WriteNote
    | NotifyPeople
    | CallWebhook
    | Escalate
    | AskForRating
    | CloseTicket,
    Field(discriminator="do"),
]


class Silence(_Shape):
    """How long nobody must have written a public message."""

    hours: float = Field(ge=0.25, le=MOST_HOURS)
    calendar_id: UUID | None = Field(
        default=None, description="Count only the hours of this calendar; null counts all."
    )


class Rule(_Shape):
    """One rule: when, if, then."""

    id: UUID = Field(default_factory=new_id, description="Keep it when you change a rule.")
    name: RuleName
    is_on: bool = True
    on: Annotated[list[Trigger], AfterValidator(_once)] = Field(
        min_length=1, max_length=len(Trigger)
    )
    silence: Silence | None = None
    conditions: RuleConditions = Field(default_factory=RuleConditions)
    mode: Mode = Mode.OVERRIDE
    actions: list[RuleAction] = Field(min_length=1, max_length=MOST_ACTIONS)
    stop: bool = Field(default=False, description="No rule below is asked when this one held.")
    over_people: bool = Field(
        default=False, description="Also change what a person set by hand; else that stays."
    )


Rules = Annotated[list[Rule], Field(max_length=MOST_RULES)]
