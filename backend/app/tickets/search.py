"""Words of a ticket as postings, and the condition that finds tickets by them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect, search_terms
from app.tickets.models import Ticket, TicketPosting

# More words than a person types; each is one more join.
MOST_QUERY_WORDS = 8


async def index_new(session: AsyncSession, texts: Mapping[UUID, Iterable[str]]) -> None:
    """Write the words of new tickets' public texts."""
    rows = [
        (term, ticket_id.bytes, True)
        for ticket_id, parts in texts.items()
        for term in sorted(search_terms.terms("\n".join(parts)))
    ]
    if not rows:
        return
    table = TicketPosting.__table__  # type: ignore[attr-defined]
    await dialect.insert_bytes(
        await session.connection(), table, ("term", "ticket_id", "is_public"), rows
    )


async def index(session: AsyncSession, ticket_id: UUID, text: str, *, public: bool) -> None:
    """Add a text's words to a ticket; a word of a note becomes public once a reply holds it too."""
    rows = [
        {"term": term, "ticket_id": ticket_id, "is_public": public}
        for term in sorted(search_terms.terms(text))
    ]
    if not rows:
        return
    table = TicketPosting.__table__  # type: ignore[attr-defined]
    if public:
        statement = dialect.upsert(
            session, table, rows, key=("term", "ticket_id"), update=("is_public",)
        )
    else:
        statement = dialect.insert_ignoring_duplicates(session, table).values(rows)
    await session.exec(statement)


def matching(statement: Select[Any], query: str, *, notes_too: bool) -> Select[Any]:
    """Keep tickets that hold every word of the query; requesters never match words of notes."""
    terms = search_terms.query_terms(query)[:MOST_QUERY_WORDS]
    if not terms:
        return statement.where(false())
    for term in terms:
        posting = aliased(TicketPosting)
        statement = statement.join(posting, col(posting.ticket_id) == col(Ticket.id)).where(
            col(posting.term) == term
        )
        if not notes_too:
            statement = statement.where(col(posting.is_public).is_(True))
    return statement
