"""Tables of the privacy domain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.privacy.enums import ErasureKind, ErasureState, ExportState, RetentionAction


class PersonExport(SQLModel, table=True):
    """Everything stored of a person, asked for once; the sealed pieces lie in the file storage."""

    __tablename__ = "person_export"
    __table_args__ = (
        Index("ix_person_export_state", "state", "id"),
        Index("ix_person_export_person", "person_id", "id"),
        Index("ix_person_export_asked_by", "asked_by_id"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    person_id: UUID = Field(sa_column=id_column("user.id"))
    asked_by_id: UUID = Field(sa_column=id_column("user.id"))
    state: ExportState = Field(default=ExportState.WAITING, sa_column=enum_column(ExportState))
    # Tickets read so far, of how many.
    done: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    total: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    size: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    pieces: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    expires_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PersonErasure(SQLModel, table=True):
    """A person who is to be erased at a time, or was; until then it can be taken back."""

    __tablename__ = "person_erasure"
    __table_args__ = (
        Index("ix_person_erasure_due", "state", "due_at"),
        Index("ix_person_erasure_person", "person_id", "id"),
        Index("ix_person_erasure_asked_by", "asked_by_id"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    person_id: UUID = Field(sa_column=id_column("user.id"))
    asked_by_id: UUID = Field(sa_column=id_column("user.id"))
    kind: ErasureKind = Field(sa_column=enum_column(ErasureKind))
    state: ErasureState = Field(default=ErasureState.WAITING, sa_column=enum_column(ErasureState))
    # Whether taking it back switches the account on again.
    was_active: bool = Field(sa_column=Column(Boolean, nullable=False))
    due_at: datetime = Field(sa_column=utc_column())
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class RetentionPlan(SQLModel, table=True):
    """How long closed tickets keep their words; the newest version counts."""

    __tablename__ = "retention_plan"
    __table_args__ = (Index("ix_retention_plan_made_by", "made_by_id"),)

    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    archive_after_days: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    made_by_id: UUID = Field(sa_column=id_column("user.id"))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TicketRetention(SQLModel, table=True):
    """What a rule has done to a ticket already."""

    __tablename__ = "ticket_retention"

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    action: RetentionAction = Field(sa_column=enum_column(RetentionAction))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
