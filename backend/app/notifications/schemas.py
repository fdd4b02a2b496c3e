"""Request and response shapes of the notifications domain."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.notifications.enums import NotificationKind

ENDPOINT_LENGTH = 1000
EXAMPLE_KEY = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)


class NotificationRow(BaseModel):
    """One line of the inbox."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: NotificationKind
    title: str
    body: str
    ticket_id: UUID | None
    ticket_reference: str | None
    created_at: datetime
    read_at: datetime | None


class UnreadCount(BaseModel):
    """How many notifications wait to be read."""

    unread: int


class NotificationSettings(BaseModel):
    """Ways in which you are told besides the inbox."""

    model_config = ConfigDict(
        from_attributes=True,
        extra="forbid",
        json_schema_extra={"examples": [{"email": False, "push": True}]},
    )

    email: bool
    push: bool


class PushKey(BaseModel):
    """What a browser passes as `applicationServerKey` when it subscribes (base64url)."""

    public_key: str


class SubscriptionKeys(BaseModel):
    """The browser's public key and shared secret (base64url), as `PushSubscription.toJSON()` tells them."""

    p256dh: Annotated[str, Field(min_length=80, max_length=100)]
    auth: Annotated[str, Field(min_length=20, max_length=30)]


class Subscribe(BaseModel):
    """A browser's push subscription."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "endpoint": "https://push.example.com/send/abc",
                    "keys": {
                        "p256dh": EXAMPLE_KEY,
                        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
                    },
                }
            ]
        }
    )

    endpoint: Annotated[str, Field(min_length=12, max_length=ENDPOINT_LENGTH)]
    keys: SubscriptionKeys


class Subscribed(BaseModel):
    """The subscription is kept."""

    id: UUID


class Unsubscribe(BaseModel):
    """The subscription to forget, by its endpoint."""

    endpoint: Annotated[str, Field(min_length=1, max_length=ENDPOINT_LENGTH)]
