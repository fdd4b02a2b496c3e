"""A technician's own queue: which of the held tickets is now, which is next, which may still move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.assignment.engine.order import best_first
from app.tickets.enums import Commitment, Priority, TicketStatus
from app.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class _Held:
    """A held ticket, ordered like a waiting one: it presses since it was ready."""

    ticket: Ticket
    waited: timedelta

    @property
    def id(self) -> UUID:
        return self.ticket.id

    @property
    def priority(self) -> Priority | None:
        return self.ticket.priority


@dataclass(frozen=True, slots=True)
class Desk:
    """Held tickets by what the technician does with them."""

    now: Ticket | None
    next: list[Ticket]
    likely: list[Ticket]
    waiting_on_requester: list[Ticket]


def lay_out(held: Sequence[Ticket], *, at: datetime) -> Desk:
    """Sort held tickets: work in progress first, then what stays, then what may still move."""
    pressing = [_Held(ticket, at - (ticket.ready_at or ticket.created_at)) for ticket in held]
    ordered = [item.ticket for item in best_first(pressing)]
    begun = [ticket for ticket in ordered if ticket.status is TicketStatus.IN_PROGRESS]
    unstarted = [ticket for ticket in ordered if ticket.status is TicketStatus.ASSIGNED]
    return Desk(
        now=begun[0] if begun else None,
        next=begun[1:] + [item for item in unstarted if item.commitment is not Commitment.SOFT],
        likely=[item for item in unstarted if item.commitment is Commitment.SOFT],
        waiting_on_requester=[
            ticket for ticket in ordered if ticket.status is TicketStatus.WAITING_ON_REQUESTER
        ],
    )
