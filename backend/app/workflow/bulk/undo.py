"""What takes a change of a ticket back, read from how the ticket was and how it is. Pure."""

from dataclasses import dataclass
from uuid import UUID

from app.tickets.enums import Category, Priority, TicketStatus
from app.workflow.bulk.schemas import UndoTicket

_BACK_AND_FORTH = frozenset({TicketStatus.IN_PROGRESS, TicketStatus.WAITING_ON_REQUESTER})


@dataclass(frozen=True, slots=True)
class Look:
    """What of a ticket a change in bulk touches."""

    version: int
    status: TicketStatus
    priority: Priority | None
    category: Category | None
    tags: frozenset[str]
    assignee_id: UUID | None
    is_watched: bool


def undo_of(ticket_id: UUID, before: Look, after: Look) -> UndoTicket | None:
    """The change back, or `None` when there is nothing that can be taken back.

    A priority that was not known before stays, and so does work that began: neither can be made not
    to have been.
    """
    status = _move_back(before.status, after.status)
    # Reopening takes a ticket from whoever held it.
    moved = before.assignee_id != after.assignee_id or status is TicketStatus.REOPENED
    back = UndoTicket(
        ticket_id=ticket_id,
        version=after.version,
        status=status,
        priority=before.priority if before.priority != after.priority else None,
        category=before.category if before.category != after.category else None,
        add_tags=sorted(before.tags - after.tags),
        remove_tags=sorted(after.tags - before.tags),
        assignee_id=before.assignee_id if moved else None,
        unassign=before.assignee_id is None and after.assignee_id is not None,
        watch=before.is_watched if before.is_watched != after.is_watched else None,
    )
    untouched = back.model_dump(exclude={"ticket_id", "version"}, exclude_none=True)
    wanted = any(value or name == "watch" for name, value in untouched.items())
    return back if wanted else None


def _move_back(old: TicketStatus, new: TicketStatus) -> TicketStatus | None:
    if old is new:
        return None
    if new is TicketStatus.CLOSED:
        return TicketStatus.REOPENED
    if {old, new} <= _BACK_AND_FORTH:
        return old
    return None
