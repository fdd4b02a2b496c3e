"""Who may rate what, and whose ratings somebody sees. Pure."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor, Role
from app.feedback.errors import NotTheRequester, OthersFeedback, TicketNotRatable
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket

RATABLE = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})


def solution_of(ticket: Ticket) -> datetime | None:
    """The moment of the solution that stands now; a ticket closed without one counts from its closing."""
    if ticket.status not in RATABLE:
        return None
    return ticket.solved_at or ticket.closed_at


def ratable_solution(ticket: Ticket, actor: Actor) -> datetime:
    """The solution that this actor may rate.

    Raises:
        NotTheRequester: somebody else asked for help.
        TicketNotRatable: nothing is solved at the moment.
    """
    if ticket.requester_id != actor.id:
        raise NotTheRequester
    solution_at = solution_of(ticket)
    if solution_at is None:
        raise TicketNotRatable
    return solution_at


def may_see_rating(ticket: Ticket, actor: Actor) -> bool:
    """A rating is between the requester and staff; others who follow the ticket do not see it."""
    return actor.is_staff or ticket.requester_id == actor.id


def whose_ratings(actor: Actor, wanted: UUID | None) -> UUID | None:
    """The technician whose ratings a list may hold; `None` stands for everybody's.

    Raises:
        OthersFeedback: a technician asked for a colleague's.
    """
    if actor.role is Role.ADMINISTRATOR:
        return wanted
    if wanted is not None and wanted != actor.id:
        raise OthersFeedback
    return actor.id


def average(by_score: dict[int, int]) -> float | None:
    """Mean score to two decimals; `None` without ratings."""
    count = sum(by_score.values())
    if not count:
        return None
    return round(sum(score * times for score, times in by_score.items()) / count, 2)
