"""Request and response shapes of the people domain."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from app.auth.schemas import PersonName
from app.core.actor import Role
from app.people.enums import Presence, Strategy
from app.people.models import SKILL_LENGTH, TEAM_NAME_LENGTH

MOST_TICKETS = 500
MOST_SKILLS = 100

# Skills are compared letter by letter, so they have one way of being written.
SkillName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        min_length=1,
        max_length=SKILL_LENGTH,
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9 ._+#-]*$",
    ),
]
TeamName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=TEAM_NAME_LENGTH,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]
TicketCount = Annotated[int, Field(ge=1, le=MOST_TICKETS)]


class PersonRow(BaseModel):
    """Somebody with an account."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    email: str
    role: Role
    is_active: bool
    created_at: datetime


class ChangePerson(BaseModel):
    """What shall be different; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "technician"}]})

    name: PersonName | None = None
    role: Role | None = None
    is_active: bool | None = None


class TeamRef(BaseModel):
    """A team, as other rows name it."""

    id: UUID
    name: str


class TeamRow(BaseModel):
    """A team and how its tickets are handed out."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    strategy: Strategy
    created_at: datetime


class MakeTeam(BaseModel):
    """A new team."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Networks", "strategy": "weighted_least_load"}]}
    )

    name: TeamName
    strategy: Strategy = Strategy.WEIGHTED_LEAST_LOAD


class ChangeTeam(BaseModel):
    """What shall be different; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"strategy": "round_robin"}]})

    name: TeamName | None = None
    strategy: Strategy | None = None


class Skill(BaseModel):
    """A skill, usually named like a ticket category, and how well it is mastered (0 to 1)."""

    skill: SkillName
    proficiency: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class TechnicianRow(BaseModel):
    """A technician with skills, presence and present load; `id` is the person's."""

    id: UUID
    name: str
    email: str
    presence: Presence
    presence_since: datetime
    stays_online: bool
    team: TeamRef | None
    capacity: int
    comfortable_capacity: int
    active: int
    weighted_load: float
    skills: list[Skill]
    last_assigned_at: datetime | None


class SetTechnician(BaseModel):
    """A technician's profile as it shall be. `capacity` is the most tickets held at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "capacity": 8,
                    "comfortable_capacity": 5,
                    "team_id": None,
                    "skills": [{"skill": "network", "proficiency": 0.9}],
                    "stays_online": False,
                }
            ]
        }
    )

    capacity: TicketCount
    comfortable_capacity: TicketCount
    team_id: UUID | None
    skills: Annotated[list[Skill], Field(max_length=MOST_SKILLS)]
    stays_online: bool

    @field_validator("skills")
    @classmethod
    def _once_each(cls, skills: list[Skill]) -> list[Skill]:
        names = [item.skill for item in skills]
        if len(set(names)) != len(names):
            raise ValueError("each skill may be named once")
        return skills

    @model_validator(mode="after")
    def _comfort_fits(self) -> Self:
        if self.comfortable_capacity > self.capacity:
            raise ValueError("comfortable_capacity must not exceed capacity")
        return self


class PresenceState(BaseModel):
    """Whether you take work. With `stays_online` silence of the page does not take you offline."""

    presence: Presence
    since: datetime
    stays_online: bool


class SetPresence(BaseModel):
    """The presence wanted; `stays_online` stays as it is when left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"presence": "online"}]})

    presence: Presence
    stays_online: bool | None = None
