"""Tables of the assignment domain: every decision with its reasons, and who gave a ticket back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Float, Index, SmallInteger, String
from sqlmodel import Field, SQLModel

from app.assignment.enums import Outcome
from app.core import clock
from app.core.actor import Cause
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column

STRATEGY_LENGTH = 32


class AssignmentDecision(SQLModel, table=True):
    """One change of holder. Rows are never changed; `explanation` holds ids and numbers only."""

    __tablename__ = "assignment_decision"
    __table_args__ = (Index("ix_assignment_decision_ticket", "ticket_id", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    technician_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    outcome: Outcome = Field(sa_column=enum_column(Outcome))
    strategy: str | None = Field(
        default=None, sa_column=Column(String(STRATEGY_LENGTH), nullable=True)
    )
    strategy_version: int | None = Field(
        default=None, sa_column=Column(SmallInteger, nullable=True)
    )
    explanation: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    duration_ms: float | None = Field(default=None, sa_column=Column(Float, nullable=True))
    cause: Cause = Field(default=Cause.SYSTEM, sa_column=enum_column(Cause))
    actor_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    reason: str | None = Field(
        default=None, sa_column=encrypted_text_column("assignment_decision.reason", nullable=True)
    )


class AssignmentExclusion(SQLModel, table=True):
    """Somebody gave this ticket back; the engine does not offer it to him again.

    Whoever only let an offer pass may get it again after `until`.
    """

    __tablename__ = "assignment_exclusion"

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    technician_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    reason: str = Field(sa_column=encrypted_text_column("assignment_exclusion.reason"))
    until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
