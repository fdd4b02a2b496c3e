"""Facts about a ticket's due times."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.tickets.enums import DueKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaWarned(Event):
    """Something is due soon: so many minutes of working time are left."""

    type: ClassVar[str] = "sla_warned"
    summary: ClassVar[str] = "{kind} is due soon"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime
    minutes_left: int
    # Who looks after the team that the ticket or its holder belongs to.
    lead_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaBreached(Event):
    """Something was due and not done. `seen_late_seconds` is not 0 when this was noticed afterwards."""

    type: ClassVar[str] = "sla_breached"
    summary: ClassVar[str] = "{kind} is late"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime
    seen_late_seconds: int
    lead_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaMet(Event):
    """What was due was done in time."""

    type: ClassVar[str] = "sla_met"
    summary: ClassVar[str] = "{kind} in time"
    internal: ClassVar[bool] = True
    kind: DueKind
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimesChanged(Event):
    """Other things are due on these tickets, or at other times."""

    type: ClassVar[str] = "due_times_changed"
    ticket_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevelsChanged(Event):
    """The policies are others from now on; `restores` is the version that came back with this one."""

    type: ClassVar[str] = "service_levels_changed"
    version: int
    restores: int | None
    for_open_tickets: bool
