"""What the stream engine answers: each move of a ticket, with the reason as data."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.tickets.enums import Commitment


class Reason(StrEnum):
    """Why a ticket moves."""

    IDLE = "idle"  # somebody able had nothing to do
    LEAST_COST = "least_cost"  # all are busy; here it costs least
    PULLED = "pulled"  # whoever got free takes what presses most
    MADE_ROOM = "made_room"  # something more pressing goes first
    AHEAD = "ahead"  # a place got free for what waits without a name
    HOLDER_LEFT = "holder_left"
    CORRECTED = "corrected"  # its holder cannot do what it turned out to be
    HANDED_OVER = "handed_over"  # begun by somebody who will not be back soon
    INTERRUPTS = "interrupts"  # critical work pauses lower work
    NOBODY = "nobody"  # nobody able has a place


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket goes to a technician, or with `technician=None` waits without one."""

    ticket: UUID
    technician: UUID | None
    commitment: Commitment | None
    reason: Reason
    previous: UUID | None = None
    interrupts: bool = False
    # Of the strategy's scorers when it was placed; of the urgency index when it was pulled.
    points: float | None = None

    @property
    def is_retarget(self) -> bool:
        """Whether somebody else was named before."""
        return self.previous is not None and self.technician not in {None, self.previous}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A technician's work: what he is at, what is promised to him, what he may get."""

    now: UUID | None
    next: tuple[UUID, ...]
    likely: tuple[UUID, ...]
