"""Request and response shapes of escalation; levels and rotas are stored as these write them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.calendars.weekly import Weekday, ZoneName
from app.core.ids import new_id
from app.workflow.escalation.enums import EscalationState, RotaHandOver, StartedBy
from app.workflow.sla.schemas import ConditionsView, PolicyConditions

NAME_LENGTH = 80
MOST_POLICIES = 30
MOST_LEVELS = 10
MOST_ROTAS = 30
MOST_PEOPLE = 50
# A week: who has not answered by then has not been asked well.
MOST_MINUTES = 7 * 24 * 60
REASON_LENGTH = 500

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=REASON_LENGTH)]


def _once(values: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(values))


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EscalationLevel(_Shape):
    """Who is told, and how long they have before the next level is."""

    team_id: UUID | None = Field(default=None, description="Everybody in this team.")
    rota_id: UUID | None = Field(default=None, description="Who is on call there at that moment.")
    team_leads: bool = Field(default=False, description="Who looks after the ticket's team.")
    administrators: bool = False
    timeout_minutes: Minutes


class EscalationPolicy(_Shape):
    """Which tickets, what starts it, and the levels in their order."""

    id: UUID = Field(default_factory=new_id, description="Keep it when you change a policy.")
    name: Name
    conditions: PolicyConditions = Field(default_factory=PolicyConditions)
    calendar_id: UUID | None = Field(
        default=None, description="Minutes count in these hours; null counts every minute."
    )
    unanswered_minutes: Minutes | None = Field(
        default=None, description="Start when nobody of staff answered or began by then."
    )
    on_sla_warning: bool = False
    on_sla_breach: bool = False
    levels: list[EscalationLevel] = Field(min_length=1, max_length=MOST_LEVELS)
    repeats: int = Field(default=0, ge=0, le=5, description="How often to go through again.")


class OnCallRota(_Shape):
    """People who take turns."""

    id: UUID = Field(default_factory=new_id, description="Keep it when you change a rota.")
    name: Name
    zone: ZoneName
    people: Annotated[list[UUID], AfterValidator(_once)] = Field(
        min_length=1, max_length=MOST_PEOPLE
    )
    hand_over: RotaHandOver = RotaHandOver.WEEKLY
    weekday: Weekday = Weekday.MONDAY
    at: ClockTime = "09:00"
    starts_on: date = Field(description="The first person's turn is the one with this date in it.")


_EXAMPLE: dict[str, Any] = {
    "version": 0,
    "policies": [
        {
            "name": "Critical at any hour",
            "conditions": {"priorities": ["critical"]},
            "unanswered_minutes": 15,
            "levels": [
                {"team_leads": True, "timeout_minutes": 15},
                {"administrators": True, "timeout_minutes": 30},
            ],
            "repeats": 1,
        }
    ],
    "rotas": [],
}


class SetEscalationPlan(_Shape):
    """All levels and rotas as they shall be; of the policies, the first that fits wins."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    version: int = Field(ge=0, description="The version that you saw.")
    policies: list[EscalationPolicy] = Field(max_length=MOST_POLICIES)
    rotas: list[OnCallRota] = Field(max_length=MOST_ROTAS)


class RestoreEscalationPlan(_Shape):
    """Bring an earlier version back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 4}]})

    version: int = Field(ge=0, description="The newest version that you saw.")


class StandInFor(_Shape):
    """Who stands in on which rota, and when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "rota_id": "01997c5e-7c00-7c00-8c00-000000000001",
                    "user_id": "01997c5e-7c00-7c00-8c00-000000000002",
                    "starts_at": "2026-12-24T08:00:00Z",
                    "ends_at": "2026-12-27T08:00:00Z",
                }
            ]
        },
    )

    rota_id: UUID
    user_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class EscalateTicket(_Shape):
    """Why somebody else has to look at it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "The whole office is down."}]}
    )

    reason: Reason = ""


class LevelView(BaseModel):
    """Who is told, and how long they have."""

    team_id: UUID | None
    rota_id: UUID | None
    team_leads: bool
    administrators: bool
    timeout_minutes: int


class EscalationPolicyView(BaseModel):
    """Which tickets, what starts it, and the levels in their order."""

    id: UUID
    name: str
    conditions: ConditionsView
    calendar_id: UUID | None
    unanswered_minutes: int | None
    on_sla_warning: bool
    on_sla_breach: bool
    levels: list[LevelView]
    repeats: int


class RotaView(BaseModel):
    """People who take turns."""

    id: UUID
    name: str
    zone: str
    people: list[UUID]
    hand_over: RotaHandOver
    weekday: Weekday
    at: str
    starts_on: date


class EscalationPlanView(BaseModel):
    """All levels and rotas. Version 0 is what the product came with."""

    version: int
    policies: list[EscalationPolicyView]
    rotas: list[RotaView]
    people: list[PersonRef] = Field(description="Names of everybody in the rotas.")
    restores: int | None
    changed_at: datetime | None
    changed_by: PersonRef | None


class TurnView(BaseModel):
    """Somebody is on call."""

    user: PersonRef
    starts_at: datetime
    ends_at: datetime
    override_id: UUID | None


class OverrideView(BaseModel):
    """Somebody stands in."""

    id: UUID
    rota_id: UUID
    user: PersonRef
    starts_at: datetime
    ends_at: datetime
    made_by: PersonRef | None


class RotaTurns(BaseModel):
    """Who is on call on one rota, now and in the days that were asked for."""

    rota_id: UUID
    name: str
    zone: str
    now: PersonRef | None
    now_until: datetime | None
    next: PersonRef | None
    turns: list[TurnView]
    overrides: list[OverrideView]


class OnCall(BaseModel):
    """Every rota with its turns."""

    starts_at: datetime
    ends_at: datetime
    rotas: list[RotaTurns]


class TicketEscalationView(BaseModel):
    """How far a ticket's escalation has come; no state while there is none."""

    state: EscalationState | None
    policy: str | None
    level: int
    levels: int
    round: int
    started_by: StartedBy | None
    reason: str
    told: list[PersonRef]
    told_at: datetime | None
    next_at: datetime | None
    next_names: list[str] = Field(description="Who is told next, in words.")
    seen_late_seconds: int
    acknowledged_by: PersonRef | None
    acknowledged_at: datetime | None
