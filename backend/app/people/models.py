"""Tables of the people domain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Float, Integer, String
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import enum_column, id_column, utc_column
from app.people.enums import Presence, Strategy

SKILL_LENGTH = 64
TEAM_NAME_LENGTH = 80


class Team(SQLModel, table=True):
    """A group of technicians with one way of handing out its tickets."""

    __tablename__ = "team"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(TEAM_NAME_LENGTH), nullable=False, unique=True))
    strategy: Strategy = Field(
        default=Strategy.WEIGHTED_LEAST_LOAD, sa_column=enum_column(Strategy)
    )
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class Technician(SQLModel, table=True):
    """Somebody who works on tickets.

    `active` counts the tickets held (assigned, in progress, waiting on requester) and is reserved
    by the claim in the same transaction; `weighted_load` is the remaining effort in minutes
    weighted by priority and only ranks.
    """

    __tablename__ = "technician"
    __table_args__ = (CheckConstraint("active >= 0", name="ck_technician_active"),)

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


class TechnicianSkill(SQLModel, table=True):
    """One skill of a technician; a ticket asks for the skill named like its category."""

    __tablename__ = "technician_skill"

    user_id: UUID = Field(sa_column=id_column("technician.user_id", primary_key=True))
    skill: str = Field(sa_column=Column(String(SKILL_LENGTH), primary_key=True))
    proficiency: float = Field(default=1.0, sa_column=Column(Float, nullable=False))
