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

from app.auth.schemas import PersonName, PersonRef
from app.core.actor import Role
from app.people.enums import Presence, WorkChannel
from app.people.models import SKILL_LENGTH, TEAM_NAME_LENGTH

MOST_TICKETS = 500
MOST_SKILLS = 100
MOST_LANGUAGES = 20
MOST_LEADS = 20

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
# A language, and a region where it matters: `en`, `pt-br`.
Language = Annotated[
    str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
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


class OwnLanguage(BaseModel):
    """The language in which you want to be helped (null: any), and those that technicians name."""

    language: str | None
    spoken: list[str]


class SetOwnLanguage(BaseModel):
    """The language in which you want to be helped; null for any."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"language": "de"}]})

    language: Language | None


class TeamRef(BaseModel):
    """A team, as other rows name it."""

    id: UUID
    name: str


class TeamRow(BaseModel):
    """A team, who looks after it, and of how many technicians it is."""

    id: UUID
    name: str
    leads: list[PersonRef]
    members: int
    created_at: datetime


class SetTeamLeads(BaseModel):
    """Who looks after a team from now on."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lead_ids": ["01981c2e-5d3b-7c1a-9d52-7f8e6a1b2c3d"]}]}
    )

    lead_ids: Annotated[list[UUID], Field(max_length=MOST_LEADS)]


class MakeTeam(BaseModel):
    """A new team."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Networks"}]})

    name: TeamName


class ChangeTeam(BaseModel):
    """Another name for a team."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Networks and Wi-Fi"}]})

    name: TeamName


class Skill(BaseModel):
    """A skill, usually named like a ticket category, and how well it is mastered (0 to 1)."""

    skill: SkillName
    proficiency: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ChannelLimit(BaseModel):
    """The most tickets of one channel that somebody holds at once."""

    channel: WorkChannel
    capacity: TicketCount


class TechnicianRow(BaseModel):
    """A technician with skills, presence and present load; `id` is the person's.

    `shift_changes_at` is when the shift ends or, for somebody off shift, begins. Nobody off shift
    gets a ticket, whatever the presence.
    """

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
    languages: list[str]
    channels: list[ChannelLimit]
    is_on_shift: bool
    shift_changes_at: datetime | None
    last_assigned_at: datetime | None


class SetTechnician(BaseModel):
    """A technician's profile as it shall be. `capacity` is the most tickets held at once.

    `channels` holds limits below that for single channels; without `languages` any will do. Both
    stay as they are when left out.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "capacity": 8,
                    "comfortable_capacity": 5,
                    "team_id": None,
                    "skills": [{"skill": "network", "proficiency": 0.9}],
                    "stays_online": False,
                    "languages": ["de", "en"],
                    "channels": [{"channel": "chat", "capacity": 3}],
                }
            ]
        }
    )

    capacity: TicketCount
    comfortable_capacity: TicketCount
    team_id: UUID | None
    skills: Annotated[list[Skill], Field(max_length=MOST_SKILLS)]
    stays_online: bool
    languages: Annotated[list[Language], Field(max_length=MOST_LANGUAGES)] | None = None
    channels: Annotated[list[ChannelLimit], Field(max_length=len(WorkChannel))] | None = None

    @field_validator("channels")
    @classmethod
    def _one_limit_each(cls, limits: list[ChannelLimit] | None) -> list[ChannelLimit] | None:
        names = [item.channel for item in limits or ()]
        if len(set(names)) != len(names):
            raise ValueError("each channel may be named once")
        return limits

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
