"""Facts about calendars."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """The hours of a calendar are different from now on."""

    type: ClassVar[str] = "calendar_changed"
    calendar_id: UUID
