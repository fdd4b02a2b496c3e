"""Facts about escalations and on-call duty."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationAcknowledged(Event):
    """Somebody has it: the next level is not told."""

    type: ClassVar[str] = "escalation_acknowledged"
    summary: ClassVar[str] = "{acknowledged_by} has it; level {level} was told"
    internal: ClassVar[bool] = True
    level: int
    acknowledged_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPlanChanged(Event):
    """Levels or rotas are others from now on; `restores` is the version that came back with this one."""

    type: ClassVar[str] = "escalation_plan_changed"
    version: int
    restores: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallOverridden(Event):
    """Somebody stands in on a rota, or does so no more."""

    type: ClassVar[str] = "on_call_overridden"
    override_id: UUID
    rota_id: UUID
    user_id: UUID
    starts_at: datetime
    ends_at: datetime
    is_taken_back: bool
