"""Facts about accounts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordResetAsked(Event):
    """Somebody with an account asked for a link to set a new password."""

    type: ClassVar[str] = "password_reset_asked"
    user_id: UUID
