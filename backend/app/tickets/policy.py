"""What an actor may do with a ticket. Pure."""

from app.auth.permissions import Permission
from app.core.actor import Actor, Role
from app.tickets import lifecycle
from app.tickets.enums import HELD, UNHELD, TicketStatus
from app.tickets.lifecycle import Standing
from app.tickets.models import Ticket
from app.tickets.schemas import AllowedMove, May

FINISHED = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})


def standing(ticket: Ticket, actor: Actor) -> Standing:
    """The lifecycle's view of a ticket and an actor."""
    return Standing(
        status=ticket.status,
        by_assignee=ticket.assignee_id == actor.id,
        by_administrator=actor.role is Role.ADMINISTRATOR,
        by_requester=ticket.requester_id == actor.id,
        by_staff=actor.may(Permission.TICKETS_WORK),
    )


def allowed_moves(ticket: Ticket, actor: Actor) -> list[AllowedMove]:
    """Each move that people make by hand, with the reason where it is refused."""
    where = standing(ticket, actor)
    reasons = {move: lifecycle.refusal_by_hand(where, move) for move in lifecycle.BY_HAND}
    return [
        AllowedMove(status=move, allowed=reason is None, reason=reason)
        for move, reason in reasons.items()
    ]


def may(ticket: Ticket, actor: Actor, moves: list[AllowedMove]) -> May:
    """The actor's possibilities on this ticket, for the page."""
    allowed = {move.status for move in moves if move.allowed}
    works = actor.may(Permission.TICKETS_WORK)
    is_requester = ticket.requester_id == actor.id
    return May(
        reply=actor.may(Permission.TICKETS_REPLY) and ticket.status is not TicketStatus.CLOSED,
        note=works,
        edit=works and ticket.status is not TicketStatus.CLOSED,
        assign=actor.may(Permission.TICKETS_ASSIGN) and ticket.status not in FINISHED,
        take=actor.role is Role.TECHNICIAN
        and works
        and ticket.assignee_id != actor.id
        and ticket.status in UNHELD | HELD,
        solve=TicketStatus.SOLVED in allowed,
        reopen=TicketStatus.REOPENED in allowed,
        close=TicketStatus.CLOSED in allowed,
        rate=is_requester and actor.may(Permission.TICKETS_RATE) and ticket.status in FINISHED,
        override_priority=works and ticket.status not in FINISHED,
    )
