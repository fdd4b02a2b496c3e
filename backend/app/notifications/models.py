"""Tables of the notifications domain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BINARY,
    Boolean,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import EncryptedBytes, encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.notifications.enums import NotificationKind

REFERENCE_LENGTH = 24


class Notification(SQLModel, table=True):
    """One line in somebody's inbox.

    `source_id` is the message or event it speaks of: nobody is told twice of the same thing.
    `mailed_at` and `pushed_to` (ids of subscriptions) let a repeated delivery skip what arrived.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("source_id", "user_id", name="uq_notification_source"),
        Index("ix_notification_user", "user_id", "id"),
        Index("ix_notification_unread", "user_id", "read_at", "id"),
        Index("ix_notification_created", "created_at"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id"))
    source_id: UUID = Field(sa_column=id_column())
    kind: NotificationKind = Field(sa_column=enum_column(NotificationKind))
    title: str = Field(sa_column=encrypted_text_column("notification.title"))
    body: str = Field(sa_column=encrypted_text_column("notification.body"))
    ticket_id: UUID | None = Field(default=None, sa_column=id_column("ticket.id", nullable=True))
    ticket_reference: str | None = Field(
        default=None, sa_column=Column(String(REFERENCE_LENGTH), nullable=True)
    )
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    read_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    mailed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    pushed_to: list[str] = Field(default_factory=list, sa_column=json_column())


class PushSubscription(SQLModel, table=True):
    """A browser that takes pushes for somebody. Endpoint and keys are credentials, so all are sealed."""

    __tablename__ = "push_subscription"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", index=True))
    endpoint_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False, unique=True))
    endpoint: str = Field(sa_column=encrypted_text_column("push_subscription.endpoint"))
    p256dh: str = Field(sa_column=encrypted_text_column("push_subscription.p256dh"))
    auth: str = Field(sa_column=encrypted_text_column("push_subscription.auth"))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class NotificationSetting(SQLModel, table=True):
    """Which ways besides the inbox somebody wants to be told; no row means all of them."""

    __tablename__ = "notification_setting"

    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    email: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    push: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


class PushIdentity(SQLModel, table=True):
    """The key pair by which push services know this installation (VAPID); one row, made on first use.

    It lives in the database and not in a file, because every api and worker must use the same one.
    """

    __tablename__ = "push_identity"

    id: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    private_key: bytes = Field(
        sa_column=Column(EncryptedBytes("push_identity.private_key"), nullable=False)
    )
    public_key: bytes = Field(sa_column=Column(LargeBinary(65), nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
