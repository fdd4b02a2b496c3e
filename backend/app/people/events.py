"""Facts about technicians."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianCameOnline(Event):
    """Somebody takes work from now on."""

    type: ClassVar[str] = "technician_came_online"
    technician_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianWentAway(Event):
    """Somebody pauses: keeps what he has, gets nothing new."""

    type: ClassVar[str] = "technician_went_away"
    technician_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianWentOffline(Event):
    """Somebody left, by his own switch or because his page fell silent."""

    type: ClassVar[str] = "technician_went_offline"
    technician_id: UUID
    by_silence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianChanged(Event):
    """Skills, capacity or team of a technician are different."""

    type: ClassVar[str] = "technician_changed"
    technician_id: UUID
