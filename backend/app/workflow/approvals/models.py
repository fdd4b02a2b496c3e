"""Tables of approvals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Integer, String
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.workflow.approvals.enums import ApprovalState, Needs

NAME_LENGTH = 80


class ApprovalSetting(SQLModel, table=True):
    """The one row of which requests need whose approval; without it none do."""

    __tablename__ = "approval_setting"

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    changed_by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TicketApproval(SQLModel, table=True):
    """One time that approval of a ticket was asked for."""

    __tablename__ = "ticket_approval"
    __table_args__ = (
        Index("ix_ticket_approval_ticket", "ticket_id", "id"),
        Index("ix_ticket_approval_remind", "remind_at"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    rule_id: UUID = Field(sa_column=id_column())
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    needs: Needs = Field(sa_column=enum_column(Needs))
    state: ApprovalState = Field(
        default=ApprovalState.WAITING, sa_column=enum_column(ApprovalState)
    )
    asked_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    # Once; nothing when nobody is reminded, or was already.
    remind_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    decided_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class ApprovalVote(SQLModel, table=True):
    """Somebody who is asked, and the answer; `instead_of` passed the question on."""

    __tablename__ = "approval_vote"

    approval_id: UUID = Field(sa_column=id_column("ticket_approval.id", primary_key=True))
    approver_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    instead_of_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    passed_on: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    approves: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    comment: str | None = Field(
        default=None, sa_column=encrypted_text_column("approval_vote.comment", nullable=True)
    )
    at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
