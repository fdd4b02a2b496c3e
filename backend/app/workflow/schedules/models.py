"""Tables of schedules."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Integer, String
from sqlmodel import Field, SQLModel

from app.calendars.weekly import ZONE_LENGTH
from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.tickets.enums import Category, Level
from app.workflow.schedules.enums import ClosedDays, Missed

NAME_LENGTH = 80
RULE_LENGTH = 200


class TicketSchedule(SQLModel, table=True):
    """A ticket to be made, once or by a rule.

    `starts` is what the clock of the zone shows (`2026-11-30T09:00`); `next_at` the next date, or
    nothing when none is left.
    """

    __tablename__ = "ticket_schedule"
    __table_args__ = (Index("ix_ticket_schedule_next", "is_active", "next_at"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    owner_id: UUID = Field(sa_column=id_column("user.id"))
    requester_id: UUID = Field(sa_column=id_column("user.id"))
    subject: str = Field(sa_column=encrypted_text_column("ticket_schedule.subject"))
    description: str = Field(sa_column=encrypted_text_column("ticket_schedule.description"))
    category: Category | None = Field(default=None, sa_column=enum_column(Category, nullable=True))
    impact: Level | None = Field(default=None, sa_column=enum_column(Level, nullable=True))
    urgency: Level | None = Field(default=None, sa_column=enum_column(Level, nullable=True))
    tags: list[str] = Field(default_factory=list, sa_column=json_column())
    rule: str | None = Field(default=None, sa_column=Column(String(RULE_LENGTH), nullable=True))
    starts: str = Field(sa_column=Column(String(16), nullable=False))
    zone: str = Field(sa_column=Column(String(ZONE_LENGTH), nullable=False))
    calendar_id: UUID | None = Field(
        default=None, sa_column=id_column("business_calendar.id", nullable=True)
    )
    closed_days: ClosedDays = Field(default=ClosedDays.KEEP, sa_column=enum_column(ClosedDays))
    missed: Missed = Field(default=Missed.ONE, sa_column=enum_column(Missed))
    is_active: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    next_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    removed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class ScheduleDate(SQLModel, table=True):
    """A date of a schedule that came: its ticket's id is decided before the ticket is made.

    Whatever dies in between, the next worker makes the ticket of this id, and no second one.
    """

    __tablename__ = "schedule_date"
    __table_args__ = (Index("ix_schedule_date_waiting", "made_at", "due_at"),)

    schedule_id: UUID = Field(sa_column=id_column("ticket_schedule.id", primary_key=True))
    due_at: datetime = Field(sa_column=Column(utc_column().type, primary_key=True))
    ticket_id: UUID = Field(default_factory=new_id, sa_column=id_column())
    late_seconds: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    # Earlier dates that this one stands for, too.
    stands_for: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    made_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
