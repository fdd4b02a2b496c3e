"""Use cases of the tickets domain. Each function is one thing the product can do with a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Actor
from app.core.storage import Storage
from app.tickets import archive, attachments, conversation, mentions, moves, repository, search
from app.tickets.enums import MessageKind, TicketStatus, priority_of
from app.tickets.errors import NothingToChange, PersonUnknown
from app.tickets.events import ClassificationCorrected, TicketEdited, WatcherAdded, WatcherRemoved
from app.tickets.models import ArchivedPosting, Attachment, Message, Ticket, TicketPosting
from app.tickets.moves import check_version, touch
from app.tickets.repository import is_watcher, tags_of
from app.tickets.rows import detail
from app.tickets.schemas import EditTicket

__all__ = [
    "check_version",
    "close",
    "correct",
    "detail",
    "edit",
    "is_watcher",
    "move",
    "reopen",
    "solve",
    "tags_of",
    "touch",
]

CLASSIFICATION = ("priority", "category", "impact", "urgency")

Change = tuple[str, str | None, str | None]


async def edit(session: AsyncSession, ticket: Ticket, *, by: Actor, change: EditTicket) -> None:
    """Change subject, tags or classification of a locked ticket.

    Raises:
        StaleEdit: the ticket was changed since `change.version`.
        NothingToChange: no field is named.
    """
    check_version(ticket, change.version)
    named = change.model_fields_set - {"version"}
    facts = {name: getattr(change, name) for name in named if getattr(change, name) is not None}
    if not facts:
        raise NothingToChange
    touch(ticket)
    edited = []
    if "subject" in facts:
        ticket.subject = facts["subject"]
        await search.index(session, ticket.id, ticket.subject, public=True)
        edited.append("subject")
    if "tags" in facts:
        await repository.replace_tags(session, ticket.id, facts["tags"])
        edited.append("tags")
    session.add(ticket)
    if edited:
        events.record(session, TicketEdited(ticket_id=ticket.id, fields=tuple(edited)), by=by)
    correct(session, ticket, by=by, facts={k: v for k, v in facts.items() if k in CLASSIFICATION})


def correct(session: AsyncSession, ticket: Ticket, *, by: Actor, facts: dict[str, str]) -> None:
    """Let a person's judgement replace the model's; the model leaves these fields alone from now on."""
    if not facts:
        return
    before = {name: getattr(ticket, name) for name in CLASSIFICATION}
    for name, value in facts.items():
        setattr(ticket, name, value)
    derived = "priority" not in facts and {"impact", "urgency"} & facts.keys()
    if derived and ticket.impact is not None and ticket.urgency is not None:
        ticket.priority = priority_of(ticket.impact, ticket.urgency)
        facts = {**facts, "priority": ticket.priority}
    ticket.set_by_person = sorted({*ticket.set_by_person, *facts})
    if {"priority", "category"} & facts.keys():
        ticket.needs_review = False
    session.add(ticket)
    changes: Sequence[Change] = [
        (name, before[name], getattr(ticket, name))
        for name in CLASSIFICATION
        if before[name] != getattr(ticket, name)
    ]
    if changes:
        events.record(
            session, ClassificationCorrected(ticket_id=ticket.id, changes=tuple(changes)), by=by
        )


async def move(
    session: AsyncSession, ticket: Ticket, new: TicketStatus, *, by: Actor, note: str | None = None
) -> None:
    """Move a locked ticket by hand, with an optional note (staff) or reply (requester).

    Raises:
        MoveRefused: the lifecycle or the actor's part in the ticket does not allow it.
    """
    moves.check_move(ticket, new, by=by)
    message_id = None
    if note is not None:
        kind = MessageKind.NOTE if by.is_staff else MessageKind.REPLY
        message = await conversation.add(session, ticket, by=by, kind=kind, text=note)
        message_id = message.id
    if new is TicketStatus.IN_PROGRESS:
        moves.start(session, ticket, by=by)
    elif new is TicketStatus.WAITING_ON_REQUESTER:
        moves.wait(session, ticket, by=by)
    elif new is TicketStatus.CLOSED:
        moves.close(session, ticket, by=by)
    elif new is TicketStatus.REOPENED:
        await archive.bring_back(session, ticket, by=by)
        moves.reopen(session, ticket, by=by, message_id=message_id)
    else:
        raise ValueError(f"nobody moves a ticket to {new} by hand")


async def solve(
    session: AsyncSession, ticket: Ticket, *, by: Actor, resolution: str, share: bool = False
) -> None:
    """Hold a locked ticket for solved and tell its requester how.

    With `share` the resolution is shown to other requesters with a like problem, without names.

    Releasing the technician's load and asking for a rating are reactions to TicketSolved.

    Raises:
        MoveRefused: nobody holds the ticket, it is finished, or it is somebody else's.
    """
    moves.check_move(ticket, TicketStatus.SOLVED, by=by)
    message = await conversation.add(
        session, ticket, by=by, kind=MessageKind.REPLY, text=resolution
    )
    moves.solve(session, ticket, by=by, message_id=message.id, is_shared=share)


async def reopen(session: AsyncSession, ticket: Ticket, *, by: Actor, reason: str) -> None:
    """Open a locked ticket again and say why, for everybody on it to read.

    Raises:
        MoveRefused: the ticket is open.
    """
    moves.check_move(ticket, TicketStatus.REOPENED, by=by)
    message = await conversation.add(session, ticket, by=by, kind=MessageKind.REPLY, text=reason)
    moves.reopen(session, ticket, by=by, message_id=message.id)


async def close(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Finish a locked ticket.

    Raises:
        MoveRefused: the ticket is closed already, or it is not the actor's to close.
    """
    await move(session, ticket, TicketStatus.CLOSED, by=by)


def close_declined(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Finish a locked ticket that nobody is going to work on."""
    moves.close(session, ticket, by=by)


def close_unanswered(session: AsyncSession, ticket: Ticket) -> None:
    """Finish a locked, solved ticket of which nobody spoke any more."""
    moves.close(session, ticket, by=None)


async def bytes_of(storage: Storage, attachment: Attachment) -> bytes:
    """The bytes of a file.

    Raises:
        FileMissing, AttachmentDamaged: the storage has it no more, or it does not open.
    """
    return await attachments.read(storage, attachment)


def archivable(before: datetime) -> Any:
    """Condition on `Ticket`: closed before then and not archived."""
    return archive.due(before)


async def archive_closed(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Move some tickets that were closed before then to the archive; returns how many."""
    return await archive.put_away(session, before, limit=limit)


async def forget_search_words(session: AsyncSession, ticket: Ticket, texts: Sequence[str]) -> None:
    """Let a ticket not be found by the words of these texts any more."""
    words = search.words_of("\n".join(texts))
    out_of = ArchivedPosting if ticket.is_archived else TicketPosting
    await archive.drop(session, ticket.id, words, out_of=out_of)


def words_of_note(text: str) -> str:
    """The words of a note without the ids of whom it mentions."""
    return mentions.without(text).strip()


async def add_note(session: AsyncSession, ticket: Ticket, *, by: Actor, text: str) -> Message:
    """Write an internal note on a locked ticket.

    Raises:
        MentionUnknown: the note mentions somebody who is not staff.
    """
    return await conversation.add(session, ticket, by=by, kind=MessageKind.NOTE, text=text)


async def follow(session: AsyncSession, ticket: Ticket, user_id: UUID, *, by: Actor) -> None:
    """Let somebody follow a ticket; doing so twice is no error.

    Raises:
        PersonUnknown: no active person has this id.
    """
    if await repository.find_active_user(session, user_id) is None:
        raise PersonUnknown
    if await repository.add_watcher(session, ticket.id, user_id):
        events.record(session, WatcherAdded(ticket_id=ticket.id, user_id=user_id), by=by)


async def unfollow(session: AsyncSession, ticket: Ticket, user_id: UUID, *, by: Actor) -> None:
    """Let somebody follow a ticket no more; doing so twice is no error."""
    if await repository.remove_watcher(session, ticket.id, user_id):
        events.record(session, WatcherRemoved(ticket_id=ticket.id, user_id=user_id), by=by)
