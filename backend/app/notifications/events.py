"""Facts about notifications. They name no ticket, so that a ticket's history stays about the ticket."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationCreated(Event):
    """Somebody has something new in the inbox; mail and push carry it further."""

    type: ClassVar[str] = "notification_created"
    user_id: UUID
    notification_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationsRead(Event):
    """Somebody looked at one or all of his notifications."""

    type: ClassVar[str] = "notifications_read"
    user_id: UUID
