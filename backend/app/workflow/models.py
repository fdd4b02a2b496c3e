"""Tables of the workflow domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, rank_column, utc_column
from app.tickets.enums import Category, DueKind, Priority
from app.workflow.enums import Outcome


class SlaPolicySet(SQLModel, table=True):
    """One version of all policies in their order. The newest counts; rows are added, never changed."""

    __tablename__ = "sla_policy_set"

    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    policies: list[dict[str, Any]] = Field(sa_column=json_column())
    # The version that was brought back by this one.
    restores: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class SlaCalendarUse(SQLModel, table=True):
    """A calendar that the newest policies reckon with, and that must therefore stay."""

    __tablename__ = "sla_calendar_use"

    calendar_id: UUID = Field(sa_column=id_column("business_calendar.id", primary_key=True))


class SlaTrack(SQLModel, table=True):
    """How far a ticket's clocks have followed its history, and when one of them speaks next.

    Priority and category are those of the history up to `seen_seq`. `is_stale` asks for a new plan:
    the policies or a calendar changed.
    """

    __tablename__ = "sla_track"
    __table_args__ = (
        Index("ix_sla_track_next", "next_at"),
        Index("ix_sla_track_open", "is_open", "calendar_id"),
    )

    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    seen_seq: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    priority: Priority | None = Field(default=None, sa_column=rank_column(Priority, nullable=True))
    category: Category | None = Field(default=None, sa_column=enum_column(Category, nullable=True))
    policy_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    policy_version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    calendar_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    is_open: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    is_waiting: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    is_stale: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    next_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class SlaClock(SQLModel, table=True):
    """One thing that is due on a ticket; `turn` counts the answers that a requester asked for.

    `pauses` are pairs of times, the second empty while the clock stands still. `warned` counts the
    warnings that have passed, `seen_late_seconds` how long after its due time a breach was noticed.
    """

    __tablename__ = "sla_clock"
    __table_args__ = (UniqueConstraint("ticket_id", "kind", "turn", name="uq_sla_clock_turn"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column())
    kind: DueKind = Field(sa_column=enum_column(DueKind))
    turn: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    started_at: datetime = Field(sa_column=utc_column())
    planned_at: datetime = Field(sa_column=utc_column())
    target_seconds: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    warn_after: list[int] = Field(default_factory=list, sa_column=json_column())
    pauses: list[list[str | None]] = Field(default_factory=list, sa_column=json_column())
    due_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    warned: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    warned_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    breached_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    seen_late_seconds: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    outcome: Outcome | None = Field(default=None, sa_column=enum_column(Outcome, nullable=True))
