"""Tables of the people domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Float, Index, Integer, String
from sqlmodel import Field, SQLModel

from app.calendars.weekly import ZONE_LENGTH
from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.people.enums import Presence

SKILL_LENGTH = 64
TEAM_NAME_LENGTH = 80


class Team(SQLModel, table=True):
    """A group of technicians; how it hands out its tickets stands in the assignment settings."""

    __tablename__ = "team"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(TEAM_NAME_LENGTH), nullable=False, unique=True))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class Technician(SQLModel, table=True):
    """Somebody who works on tickets.

    `active` counts the tickets held (assigned, in progress, waiting on requester) and is reserved
    by the claim in the same transaction; `weighted_load` is the remaining effort in minutes
    weighted by priority and only ranks.

    `shift_from` and `shift_until` are the stretch of working time that holds now or comes next;
    nothing means without a beginning or an end, so both empty is 'always'. Who is on shift follows
    from them and the clock alone; `is_on_shift` only remembers what was announced last.
    """

    __tablename__ = "technician"
    __table_args__ = (
        CheckConstraint("active >= 0", name="ck_technician_active"),
        Index("ix_technician_shift_until", "shift_until"),
        Index("ix_technician_shift_from", "is_on_shift", "shift_from"),
    )

    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    team_id: UUID | None = Field(
        default=None, sa_column=id_column("team.id", nullable=True, index=True)
    )
    capacity: int = Field(default=8, sa_column=Column(Integer, nullable=False))
    comfortable_capacity: int = Field(default=5, sa_column=Column(Integer, nullable=False))
    active: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    weighted_load: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    pace: float = Field(default=1.0, sa_column=Column(Float, nullable=False))
    presence: Presence = Field(
        default=Presence.OFFLINE, sa_column=enum_column(Presence, index=True)
    )
    presence_since: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    heartbeat_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    stays_online: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    last_assigned_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    shift_from: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    shift_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    is_on_shift: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    # His page fell silent while he was here; when it comes back on shift, so does he.
    left_by_silence: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    # Codes like `de`; none means that any language will do.
    languages: list[str] = Field(default_factory=list, sa_column=json_column())
    # Most tickets held at once, for channels that have a limit of their own.
    channel_capacity: dict[str, int] = Field(default_factory=dict, sa_column=json_column())


class TechnicianShift(SQLModel, table=True):
    """When a technician works: by a calendar, or a week of his own. Without a row: always."""

    __tablename__ = "technician_shift"

    user_id: UUID = Field(sa_column=id_column("technician.user_id", primary_key=True))
    calendar_id: UUID | None = Field(
        default=None, sa_column=id_column("business_calendar.id", nullable=True, index=True)
    )
    zone: str | None = Field(default=None, sa_column=Column(String(ZONE_LENGTH), nullable=True))
    weekly: list[dict[str, Any]] | None = Field(default=None, sa_column=json_column(nullable=True))


class TimeOff(SQLModel, table=True):
    """Somebody is away from one moment up to another, whatever the shift says."""

    __tablename__ = "time_off"
    __table_args__ = (Index("ix_time_off_user", "user_id", "ends_at"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("technician.user_id"))
    starts_at: datetime = Field(sa_column=utc_column())
    ends_at: datetime = Field(sa_column=utc_column())
    reason: str = Field(default="", sa_column=encrypted_text_column("time_off.reason"))
    made_by_id: UUID = Field(sa_column=id_column("user.id"))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TeamLead(SQLModel, table=True):
    """Somebody who looks after a team: is told of work left behind."""

    __tablename__ = "team_lead"

    team_id: UUID = Field(sa_column=id_column("team.id", primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True, index=True))


class PeopleSetting(SQLModel, table=True):
    """The one row of what an administrator allows; without it the defaults hold."""

    __tablename__ = "people_setting"

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    own_time_off: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


class TechnicianSkill(SQLModel, table=True):
    """One skill of a technician; a ticket asks for the skill named like its category."""

    __tablename__ = "technician_skill"

    user_id: UUID = Field(sa_column=id_column("technician.user_id", primary_key=True))
    skill: str = Field(sa_column=Column(String(SKILL_LENGTH), primary_key=True))
    proficiency: float = Field(default=1.0, sa_column=Column(Float, nullable=False))
