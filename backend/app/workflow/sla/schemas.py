"""Request and response shapes of service levels; policies are stored as these write them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.core.actor import Role
from app.core.ids import new_id
from app.tickets.enums import Category, DueKind, DueState, Priority
from app.workflow.enums import Outcome

NAME_LENGTH = 80
MOST_POLICIES = 50
MOST_WARNINGS = 5
# A year of working days around the clock; nobody promises more.
MOST_MINUTES = 366 * 24 * 60

PolicyName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=NAME_LENGTH,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]
Domain = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=253, pattern=r"^[^@\s]+\.[^@\s]+$"
    ),
]
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]


def _once(values: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(values))


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PolicyConditions(_Shape):
    """Which tickets a policy is for; an empty list asks for nothing."""

    priorities: list[Priority] = Field(default_factory=list, max_length=len(Priority))
    categories: list[Category] = Field(default_factory=list, max_length=len(Category))
    team_ids: Annotated[list[UUID], AfterValidator(_once)] = Field(
        default_factory=list, max_length=50
    )
    requester_roles: list[Role] = Field(default_factory=list, max_length=len(Role))
    requester_domains: list[Domain] = Field(
        default_factory=list,
        max_length=50,
        description="What stands behind the @ of the requester's address.",
    )


class PolicyTargets(_Shape):
    """Minutes of working time; null promises nothing."""

    first_response_minutes: Minutes | None = None
    next_response_minutes: Minutes | None = None
    solution_minutes: Minutes | None = None

    def of(self, kind: DueKind) -> int | None:
        """The minutes of one kind."""
        minutes: int | None = getattr(self, f"{kind}_minutes")
        return minutes


class PolicyWarnings(_Shape):
    """When to warn before the due time, counted in working time."""

    percents: list[Annotated[int, Field(ge=1, le=99)]] = Field(
        default_factory=list, max_length=MOST_WARNINGS, description="Share of the time used up."
    )
    minutes_before: list[Minutes] = Field(default_factory=list, max_length=MOST_WARNINGS)


class ServicePolicy(_Shape):
    """One policy: for which tickets, by which hours, what within which time."""

    id: UUID = Field(default_factory=new_id, description="Keep it when you change a policy.")
    name: PolicyName
    conditions: PolicyConditions = Field(default_factory=PolicyConditions)
    calendar_id: UUID | None = Field(
        default=None, description="Business calendar; null counts every minute."
    )
    targets: PolicyTargets
    warnings: PolicyWarnings = Field(default_factory=PolicyWarnings)


_EXAMPLE: dict[str, Any] = {
    "name": "Critical, around the clock",
    "conditions": {"priorities": ["critical"]},
    "calendar_id": None,
    "targets": {
        "first_response_minutes": 30,
        "next_response_minutes": 60,
        "solution_minutes": 480,
    },
    "warnings": {"percents": [50], "minutes_before": [10]},
}
Policies = Annotated[list[ServicePolicy], Field(max_length=MOST_POLICIES)]


class TryPolicies(_Shape):
    """Policies that are only being written, the first that fits wins."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"policies": [_EXAMPLE]}]}
    )

    policies: Policies


class SetPolicies(_Shape):
    """All policies as they shall be, the first that fits wins."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"version": 0, "policies": [_EXAMPLE], "for_open_tickets": True}]
        },
    )

    version: int = Field(ge=0, description="The version that you saw.")
    policies: Policies
    for_open_tickets: bool = Field(
        default=True,
        description="Plan open tickets anew; else they follow once their class changes.",
    )


class RestorePolicies(_Shape):
    """Bring an earlier version back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 4, "for_open_tickets": True}]},
    )

    version: int = Field(ge=0, description="The newest version that you saw.")
    for_open_tickets: bool = True


class ConditionsView(BaseModel):
    """Which tickets a policy is for; an empty list asks for nothing."""

    priorities: list[Priority]
    categories: list[Category]
    team_ids: list[UUID]
    requester_roles: list[Role]
    requester_domains: list[str]


class TargetsView(BaseModel):
    """Minutes of working time; null promises nothing."""

    first_response_minutes: int | None
    next_response_minutes: int | None
    solution_minutes: int | None


class WarningsView(BaseModel):
    """When people are warned, in working time."""

    percents: list[int]
    minutes_before: list[int]


class PolicyView(BaseModel):
    """One policy of the list."""

    id: UUID
    name: str
    conditions: ConditionsView
    calendar_id: UUID | None
    targets: TargetsView
    warnings: WarningsView


class ServiceLevels(BaseModel):
    """All policies in their order. Version 0 is what the product came with."""

    version: int
    policies: list[PolicyView]
    restores: int | None
    changed_at: datetime | None
    changed_by: PersonRef | None


class PolicyOutcome(BaseModel):
    """What one policy would have meant for recent tickets."""

    policy_id: UUID
    name: str
    covers: int
    late: int
    sentence: str


class PoliciesPreview(BaseModel):
    """What policies would have meant for the newest tickets."""

    tickets: int
    uncovered: int
    sentence: str
    policies: list[PolicyOutcome]


class ClockView(BaseModel):
    """One thing that is or was due. Minutes are working time."""

    kind: DueKind
    turn: int
    state: DueState | None
    outcome: Outcome | None
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    target_minutes: int
    used_minutes: int
    left_minutes: int
    warned_at: datetime | None
    breached_at: datetime | None
    seen_late_minutes: int


class TicketServiceLevel(BaseModel):
    """The policy of a ticket and its clocks, the next one due first."""

    policy: str | None
    policy_version: int
    calendar: str | None
    is_open_now: bool
    opens_at: datetime | None
    clocks: list[ClockView]
