"""Tables of escalations and on-call duty."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.workflow.escalation.enums import EscalationState, StartedBy


class EscalationPlan(SQLModel, table=True):
    """One version of all levels and rotas. The newest counts; rows are added, never changed."""

    __tablename__ = "escalation_plan"

    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    policies: list[dict[str, Any]] = Field(sa_column=json_column())
    rotas: list[dict[str, Any]] = Field(sa_column=json_column())
    # The version that was brought back by this one.
    restores: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class OnCallOverride(SQLModel, table=True):
    """Somebody stands in on a rota from one moment up to another; the newest one wins."""

    __tablename__ = "on_call_override"
    __table_args__ = (Index("ix_on_call_override_rota", "rota_id", "ends_at"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    # A rota is part of a plan's version, so no key points at it.
    rota_id: UUID = Field(sa_column=id_column())
    user_id: UUID = Field(sa_column=id_column("user.id"))
    starts_at: datetime = Field(sa_column=utc_column())
    ends_at: datetime = Field(sa_column=utc_column())
    made_by_id: UUID = Field(sa_column=id_column("user.id"))
    made_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TicketEscalation(SQLModel, table=True):
    """How far a ticket's escalation has come; `next_at` is when it goes on by itself.

    `since` is the moment from which an answer counts: the ticket's while armed, then that of the
    start. Nobody is told of a level whose time passes after somebody answered.
    """

    __tablename__ = "ticket_escalation"
    __table_args__ = (Index("ix_ticket_escalation_next", "next_at"),)

    ticket_id: UUID = Field(sa_column=id_column(primary_key=True))
    state: EscalationState = Field(sa_column=enum_column(EscalationState))
    started_by: StartedBy = Field(sa_column=enum_column(StartedBy))
    policy_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    # 0 until the first level was told.
    level: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    round: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    since: datetime = Field(sa_column=utc_column())
    told_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    next_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    told: list[str] = Field(default_factory=list, sa_column=json_column())
    seen_late_seconds: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    reason: str = Field(default="", sa_column=encrypted_text_column("ticket_escalation.reason"))
    acknowledged_by_id: UUID | None = Field(
        default=None, sa_column=id_column("user.id", nullable=True)
    )
    acknowledged_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
