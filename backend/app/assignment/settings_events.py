"""Facts about the assignment settings."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentSettingsChanged(Event):
    """Tickets are handed out in another way from now on; without a team in the whole organisation."""

    type: ClassVar[str] = "assignment_settings_changed"
    team_id: UUID | None
    version: int
