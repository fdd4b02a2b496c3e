"""Facts about technicians."""

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianCameOnShift(Event):
    """The working time of somebody began; no click is needed for it."""

    type: ClassVar[str] = "technician_came_on_shift"
    technician_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianWentOffShift(Event):
    """The working time of somebody ended, or time off began; `back_at` is when it goes on, if ever."""

    type: ClassVar[str] = "technician_went_off_shift"
    technician_id: UUID
    back_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOffPlanned(Event):
    """Somebody will be away for a while."""

    type: ClassVar[str] = "time_off_planned"
    technician_id: UUID
    time_off_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOffDropped(Event):
    """Somebody will be here after all."""

    type: ClassVar[str] = "time_off_dropped"
    technician_id: UUID
    time_off_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeadsChanged(Event):
    """Others look after a team from now on."""

    type: ClassVar[str] = "team_leads_changed"
    team_id: UUID
    lead_ids: tuple[UUID, ...]
