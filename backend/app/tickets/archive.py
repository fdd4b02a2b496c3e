"""The archive: closed tickets leave the lists and the search index of every day, and nothing else changes.

A ticket stays under its id and reference, with its messages, rights and history. Its search words
lie in a table of their own, and whatever is written to it again brings it back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect, events
from app.core.actor import Actor, Cause
from app.tickets import search
from app.tickets.enums import MessageKind, TicketStatus
from app.tickets.events import TicketArchived, TicketBroughtBack
from app.tickets.models import ArchivedPosting, Message, Ticket, TicketPosting


def due(before: datetime) -> Any:
    """Condition: closed before then, and still among the tickets of every day."""
    return (
        (col(Ticket.closed_at) < before)
        & (col(Ticket.status) == TicketStatus.CLOSED)
        & col(Ticket.is_archived).is_(False)
    )


async def put_away(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Move some tickets that were closed before then to the archive; returns how many."""
    statement = select(Ticket).where(due(before)).order_by(col(Ticket.closed_at)).limit(limit)
    locked = dialect.for_update(session, statement, skip_locked=True)
    tickets = (await session.exec(locked)).all()
    words = await _words_of(session, tickets)
    for ticket in tickets:
        await _move(session, ticket.id, words[ticket.id], out_of=TicketPosting)
        ticket.is_archived = True
        session.add(ticket)
        events.record(session, TicketArchived(ticket_id=ticket.id), cause=Cause.SYSTEM)
    return len(tickets)


async def bring_back(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Let a locked ticket be one of every day again; doing so twice is no error."""
    if not ticket.is_archived:
        return
    words = await _words_of(session, [ticket])
    await _move(session, ticket.id, words[ticket.id], out_of=ArchivedPosting)
    ticket.is_archived = False
    session.add(ticket)
    events.record(session, TicketBroughtBack(ticket_id=ticket.id), by=by)


async def _words_of(
    session: AsyncSession, tickets: Sequence[Ticket]
) -> Mapping[UUID, Mapping[bytes, bool]]:
    """The words of each ticket, and which of them everybody on it may find.

    Computed anew: postings lie in order of words, so to look for those of a ticket reads them all.
    """
    found: dict[UUID, dict[bytes, bool]] = {
        ticket.id: dict.fromkeys(search.words_of(ticket.subject), True) for ticket in tickets
    }
    statement = select(Message.ticket_id, Message.kind, Message.text).where(
        col(Message.ticket_id).in_(found)
    )
    for ticket_id, kind, text in await session.exec(statement):
        known = found[ticket_id]
        for term in search.words_of(text):
            known[term] = known.get(term, False) or kind is MessageKind.REPLY
    return found


async def _move(
    session: AsyncSession, ticket_id: UUID, words: Mapping[bytes, bool], *, out_of: Any
) -> None:
    if not words:
        return
    into = ArchivedPosting if out_of is TicketPosting else TicketPosting
    rows = [
        {"term": term, "ticket_id": ticket_id, "is_public": words[term]} for term in sorted(words)
    ]
    table = into.__table__  # type: ignore[union-attr]
    await session.exec(dialect.insert_ignoring_duplicates(session, table).values(rows))
    await drop(session, ticket_id, list(words), out_of=out_of)


async def drop(
    session: AsyncSession, ticket_id: UUID, words: Collection[bytes], *, out_of: Any
) -> None:
    """Forget these words of a ticket."""
    await session.exec(
        delete(out_of).where(col(out_of.term).in_(words), col(out_of.ticket_id) == ticket_id)
    )
