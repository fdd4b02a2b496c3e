"""Use cases on tickets that belong together: merged ones, parts of one, many with one cause."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect, events, search_terms
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.tickets import moves, repository, search
from app.tickets.enums import MessageKind, TicketStatus
from app.tickets.events import MessageAdded, TicketOpened
from app.tickets.models import Message, Ticket, TicketPosting

# Three parameters each; SQLite takes 32,766 in one statement.
POSTINGS_AT_ONCE = 5_000


def close_as_merged(session: AsyncSession, ticket: Ticket, *, by: Actor, into: int) -> None:
    """Finish a locked ticket that goes on as another one."""
    if ticket.status is not TicketStatus.CLOSED:
        moves.close(session, ticket, by=by, merged_into=into)


def put_back(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Open a locked ticket again whose end was a mistake; it waits for somebody like any other."""
    if ticket.status is TicketStatus.CLOSED:
        moves.reopen(session, ticket, by=by, message_id=None)


def solve_with_parent(
    session: AsyncSession, ticket: Ticket, *, by: Actor, message_id: UUID
) -> None:
    """Hold a locked, open ticket for solved because its cause is gone, also while nobody holds it."""
    moves.solve(session, ticket, by=by, message_id=message_id, is_shared=False)
    ticket.waiting_reason = None


async def reply_to_all(
    session: AsyncSession, tickets: Sequence[Ticket], *, by: Actor, text: str
) -> dict[UUID, Message]:
    """Write the same reply on many locked tickets, with a few statements for all of them."""
    now = clock.now()
    written = {
        ticket.id: Message(ticket_id=ticket.id, author_id=by.id, text=text) for ticket in tickets
    }
    session.add_all(written.values())
    for ticket in tickets:
        ticket.message_count += 1
        by_requester = by.id == ticket.requester_id
        if not by_requester and ticket.first_response_at is None:
            ticket.first_response_at = now
        moves.touch(ticket)
        session.add(ticket)
        events.record(
            session,
            MessageAdded(
                ticket_id=ticket.id,
                message_id=written[ticket.id].id,
                kind=MessageKind.REPLY,
                by_requester=by_requester,
            ),
            by=by,
        )
    await session.flush()
    await _index_all(session, list(written), text)
    return written


async def _index_all(session: AsyncSession, ticket_ids: Sequence[UUID], text: str) -> None:
    terms = sorted(search_terms.terms(text))
    rows = [
        {"term": term, "ticket_id": ticket_id, "is_public": True}
        for term in terms
        for ticket_id in ticket_ids
    ]
    table = TicketPosting.__table__  # type: ignore[attr-defined]
    for start in range(0, len(rows), POSTINGS_AT_ONCE):
        part = rows[start : start + POSTINGS_AT_ONCE]
        statement = dialect.upsert(
            session, table, part, key=("term", "ticket_id"), update=("is_public",)
        )
        await session.exec(statement)


async def split_off(
    session: AsyncSession, ticket: Ticket, messages: Sequence[Message], *, by: Actor, subject: str
) -> Ticket:
    """Open a ticket of the same requester with copies of these messages, the first as its description.

    The messages stay where they were, too. It is triaged and assigned like any other.
    """
    number = await repository.reserve_numbers(session, 1)
    made = Ticket(
        number=number,
        requester_id=ticket.requester_id,
        subject=subject,
        channel=ticket.channel,
        message_count=sum(one.kind is MessageKind.REPLY for one in messages[1:]),
    )
    session.add(made)
    await session.flush()
    for one in messages:
        copy = Message(
            ticket_id=made.id,
            author_id=one.author_id,
            kind=one.kind,
            text=one.text,
            created_at=one.created_at,
        )
        session.add(copy)
    await session.flush()
    public = [one.text for one in messages if one.kind is MessageKind.REPLY]
    await search.index(session, made.id, "\n".join((subject, *public)), public=True)
    notes = [one.text for one in messages if one.kind is MessageKind.NOTE]
    await search.index(session, made.id, "\n".join(notes), public=False)
    events.record(
        session,
        TicketOpened(ticket_id=made.id, requester_id=made.requester_id, channel=made.channel),
        by=by,
    )
    ring(session, Bell.TRIAGE)
    return made
