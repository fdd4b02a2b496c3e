"""A technician's own queue: which of the held tickets is now, which is next, which may still move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assignment.engine.restore import Known, Restored
from app.assignment.engine.roster import TechnicianView
from app.assignment.settings import Effective
from app.tickets.enums import Priority

NONE: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Ids of held tickets by what the technician does with them, in that order."""

    now: UUID | None = None
    next: tuple[UUID, ...] = NONE
    likely: tuple[UUID, ...] = NONE
    waiting_on_requester: tuple[UUID, ...] = NONE
    # Begun, and put off for critical work.
    paused: frozenset[UUID] = frozenset()


def lay_out(
    technician: TechnicianView, held: Sequence[Known], rules: Effective, *, at: datetime
) -> Desk:
    """Let the engine that hands out tickets say in which order they are to be done."""
    seconds = at.timestamp()
    engine = Restored((technician,), rules.stream, strategy=rules.strategy.value)
    engine.restore(held, at=seconds)
    outlook = engine.outlook(technician.id, at=seconds)
    by_age = sorted(held, key=lambda one: (one.arrived_at, one.ticket.id))
    return Desk(
        now=outlook.now,
        next=outlook.next,
        likely=outlook.likely,
        waiting_on_requester=tuple(one.ticket.id for one in by_age if one.is_parked),
        paused=_paused(held, outlook.now) if rules.stream.interrupt else frozenset(),
    )


def _paused(held: Sequence[Known], now: UUID | None) -> frozenset[UUID]:
    """Lower work that was begun, while what is now is critical."""
    at_hand = next((one for one in held if one.ticket.id == now), None)
    if at_hand is None or at_hand.ticket.priority is not Priority.CRITICAL:
        return frozenset()
    return frozenset(
        one.ticket.id
        for one in held
        if one.begun_at is not None
        and not one.is_parked
        and one.ticket.priority is not Priority.CRITICAL
    )
