"""The one lifecycle of a ticket: which moves there are, and why a move is refused. Pure."""

from dataclasses import dataclass

from app.tickets.enums import HELD, TicketStatus

S = TicketStatus

MOVES: dict[TicketStatus, frozenset[TicketStatus]] = {
    S.NEW: frozenset({S.TRIAGED, S.ASSIGNED, S.CLOSED}),
    S.TRIAGED: frozenset({S.ASSIGNED, S.CLOSED}),
    S.ASSIGNED: frozenset(
        {S.NEW, S.TRIAGED, S.REOPENED, S.IN_PROGRESS, S.WAITING_ON_REQUESTER, S.SOLVED, S.CLOSED}
    ),
    S.IN_PROGRESS: frozenset(
        {S.TRIAGED, S.REOPENED, S.ASSIGNED, S.WAITING_ON_REQUESTER, S.SOLVED, S.CLOSED}
    ),
    S.WAITING_ON_REQUESTER: frozenset(
        {S.TRIAGED, S.REOPENED, S.ASSIGNED, S.IN_PROGRESS, S.SOLVED, S.CLOSED}
    ),
    S.SOLVED: frozenset({S.REOPENED, S.CLOSED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.ASSIGNED, S.CLOSED}),
}

WORDS: dict[TicketStatus, str] = {
    S.NEW: "new",
    S.TRIAGED: "triaged",
    S.ASSIGNED: "assigned",
    S.IN_PROGRESS: "in progress",
    S.WAITING_ON_REQUESTER: "waiting on the requester",
    S.SOLVED: "solved",
    S.CLOSED: "closed",
    S.REOPENED: "reopened",
}

# Moves that a person may ask for, in the order in which pages show them.
BY_HAND = (S.IN_PROGRESS, S.WAITING_ON_REQUESTER, S.SOLVED, S.CLOSED, S.REOPENED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lifecycle needs to know of a ticket and of who asks."""

    status: TicketStatus
    by_assignee: bool
    by_administrator: bool
    by_requester: bool
    by_staff: bool


def refusal(old: TicketStatus, new: TicketStatus) -> str | None:
    """Why no ticket may go from one status to the other; `None` when it may."""
    if old is new:
        return f"The ticket is {WORDS[old]} already."
    if new in MOVES[old]:
        return None
    if new is S.REOPENED:
        return f"Only a solved or closed ticket can be reopened; this one is {WORDS[old]}."
    if old in {S.SOLVED, S.CLOSED}:
        return f"The ticket is {WORDS[old]}. Reopen it first."
    if new in {S.IN_PROGRESS, S.WAITING_ON_REQUESTER, S.SOLVED}:
        return "Nobody holds this ticket yet. Take it or assign it first."
    return f"A ticket that is {WORDS[old]} cannot become {WORDS[new]}."


def refusal_by_hand(standing: Standing, new: TicketStatus) -> str | None:
    """Why this person may not make this move now; `None` when it may be made."""
    general = refusal(standing.status, new)
    if new is S.REOPENED and standing.status in HELD:
        return (
            f"Only a solved or closed ticket can be reopened; this one is {WORDS[standing.status]}."
        )
    if general is not None:
        return general
    if new in {S.CLOSED, S.REOPENED}:
        if standing.by_staff or standing.by_requester:
            return None
        verb = "close" if new is S.CLOSED else "reopen"
        return f"Only its requester or staff can {verb} a ticket."
    if not standing.by_staff:
        return "Only staff moves a ticket there."
    if not (standing.by_assignee or standing.by_administrator):
        return "Only the assignee or an administrator moves a ticket there. Take it first."
    return None
