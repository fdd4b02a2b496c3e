"""Facts about tickets. They hold ids and closed values; words live in the messages they name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.tickets.enums import Channel, MessageKind, TicketStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(Event):
    """A ticket was handed in."""

    type: ClassVar[str] = "ticket_opened"
    summary: ClassVar[str] = "Opened by {requester_id} ({channel})"
    requester_id: UUID
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAdded(Event):
    """A reply or an internal note was written."""

    type: ClassVar[str] = "message_added"
    summary: ClassVar[str] = "{kind} added"
    message_id: UUID
    kind: MessageKind
    by_requester: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMentioned(Event):
    """An internal note names colleagues, who follow the ticket from now on."""

    type: ClassVar[str] = "people_mentioned"
    summary: ClassVar[str] = "{user_ids} mentioned in a note"
    internal: ClassVar[bool] = True
    message_id: UUID
    user_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """The ticket moved; moves with a meaning of their own (solved, reopened, …) have their own event."""

    type: ClassVar[str] = "status_changed"
    summary: ClassVar[str] = "Status changed from {old} to {new}"
    old: TicketStatus
    new: TicketStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted(Event):
    """The assignee began to work."""

    type: ClassVar[str] = "work_started"
    summary: ClassVar[str] = "{technician_id} began to work"
    technician_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSolved(Event):
    """A technician holds the ticket for solved; `message_id` tells the requester how.

    `is_shared` lets others with a like problem read that message.
    """

    type: ClassVar[str] = "ticket_solved"
    summary: ClassVar[str] = "Solved by {solved_by}"
    solved_by: UUID
    technician_id: UUID | None
    message_id: UUID
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReopened(Event):
    """A solved or closed ticket is open again and waits for somebody."""

    type: ClassVar[str] = "ticket_reopened"
    summary: ClassVar[str] = "Reopened"
    message_id: UUID | None
    technician_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(Event):
    """The ticket is finished for good; `technician_id` is who held it until now.

    `merged_into` is the number of the ticket that it goes on as.
    """

    type: ClassVar[str] = "ticket_closed"
    summary: ClassVar[str] = "Closed"
    technician_id: UUID | None
    merged_into: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEdited(Event):
    """Subject or tags were changed; `fields` names them."""

    type: ClassVar[str] = "ticket_edited"
    summary: ClassVar[str] = "Edited: {fields}"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationCorrected(Event):
    """A person set priority, category, impact or urgency: `changes` holds (field, old, new)."""

    type: ClassVar[str] = "classification_corrected"
    summary: ClassVar[str] = "Corrected: {changes}"
    changes: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatcherAdded(Event):
    """Somebody follows the ticket."""

    type: ClassVar[str] = "watcher_added"
    summary: ClassVar[str] = "{user_id} follows this ticket"
    user_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WatcherRemoved(Event):
    """Somebody follows the ticket no more."""

    type: ClassVar[str] = "watcher_removed"
    summary: ClassVar[str] = "{user_id} no longer follows this ticket"
    user_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketArchived(Event):
    """A ticket that was closed long ago left the lists of every day."""

    type: ClassVar[str] = "ticket_archived"
    summary: ClassVar[str] = "Moved to the archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketBroughtBack(Event):
    """An archived ticket is one of every day again."""

    type: ClassVar[str] = "ticket_brought_back"
    summary: ClassVar[str] = "Brought back from the archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterAnonymised(Event):
    """Whose ticket it was is no longer told."""

    type: ClassVar[str] = "requester_anonymised"
    summary: ClassVar[str] = "The requester's name was removed"
    internal: ClassVar[bool] = True
