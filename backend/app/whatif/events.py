"""Facts about what-if questions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.whatif.enums import RunState


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfAsked(Event):
    """An administrator asked a question."""

    type: ClassVar[str] = "what_if_asked"
    summary: ClassVar[str] = "Asked what would be if"
    internal: ClassVar[bool] = True
    run_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfEnded(Event):
    """A question was answered, failed or was cancelled."""

    type: ClassVar[str] = "what_if_ended"
    summary: ClassVar[str] = "The question of what would be if is {state}"
    internal: ClassVar[bool] = True
    run_id: UUID
    state: RunState
