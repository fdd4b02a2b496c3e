"""Tables of the outbox: the permanent history and the short-lived queues beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BINARY,
    Column,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.actor import Cause
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column

TYPE_LENGTH = 64
HANDLER_LENGTH = 120
MARK_BYTES = 32


class OutboxEvent(SQLModel, table=True):
    """One recorded fact. Rows are never changed.

    `mark` tells a row that this product wrote from one that was put into the table past it.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (UniqueConstraint("ticket_id", "seq", name="uq_outbox_event_ticket_seq"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    seq: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    type: str = Field(sa_column=Column(String(TYPE_LENGTH), nullable=False))
    actor_id: UUID | None = Field(default=None, sa_column=id_column(nullable=True))
    cause: Cause = Field(sa_column=enum_column(Cause))
    depth: int = Field(sa_column=Column(SmallInteger, nullable=False))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    data: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    mark: bytes | None = Field(default=None, sa_column=Column(BINARY(MARK_BYTES), nullable=True))


class OutboxPending(SQLModel, table=True):
    """An event that waits for its handlers; the row goes when all of them were served.

    Once its reactions are done, `follow_up_at` says from when on the follow-ups may run.
    """

    __tablename__ = "outbox_pending"
    __table_args__ = (Index("ix_outbox_pending_follow_up", "follow_up_at", "event_id"),)

    event_id: UUID = Field(sa_column=id_column(primary_key=True))
    follow_up_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class OutboxInbox(SQLModel, table=True):
    """A handler's mark that it has served an event; written in the handler's own transaction."""

    __tablename__ = "outbox_inbox"

    event_id: UUID = Field(sa_column=id_column(primary_key=True))
    handler: str = Field(sa_column=Column(String(HANDLER_LENGTH), primary_key=True))


class OutboxDelivery(SQLModel, table=True):
    """One handler's outstanding or parked delivery of one event."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "handler", name="uq_outbox_delivery_event_handler"),
        Index("ix_outbox_delivery_due", "parked_at", "handler", "next_at"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    event_id: UUID = Field(sa_column=id_column())
    handler: str = Field(sa_column=Column(String(HANDLER_LENGTH), nullable=False))
    attempts: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))
    next_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    parked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    error: str | None = Field(
        default=None, sa_column=encrypted_text_column("outbox_delivery.error", nullable=True)
    )
