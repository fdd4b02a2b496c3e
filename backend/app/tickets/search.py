"""Words of a ticket as postings, and the condition that finds tickets by them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect, search_terms
from app.tickets import mentions
from app.tickets.models import ArchivedPosting, Ticket, TicketPosting

# More words than a person types; each is one more join.
MOST_QUERY_WORDS = 8
# As many postings of each word are looked at to tell which word is the rarest.
RARITY_SAMPLE = 200


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


def words_of(text: str) -> set[bytes]:
    """The words by which a text is found, hashed."""
    return search_terms.terms(mentions.without(text))


async def index(
    session: AsyncSession, ticket_id: UUID, text: str, *, public: bool, archived: bool = False
) -> None:
    """Add a text's words to a ticket; a word of a note becomes public once a reply holds it too."""
    rows = [
        {"term": term, "ticket_id": ticket_id, "is_public": public}
        for term in sorted(words_of(text))
    ]
    if not rows:
        return
    postings = ArchivedPosting if archived else TicketPosting
    table = postings.__table__  # type: ignore[union-attr]
    if public:
        statement = dialect.upsert(
            session, table, rows, key=("term", "ticket_id"), update=("is_public",)
        )
    else:
        statement = dialect.insert_ignoring_duplicates(session, table).values(rows)
    await session.exec(statement)


async def rarest_first(session: AsyncSession, query: str, *, archived: bool = False) -> list[bytes]:
    """The terms of a query, the rarest first: how far back must one go to meet a word so often?

    The answer reads a few index entries for each word. With the rarest word in front a search for
    a common and a rare word reads what the rare one has, and not the whole list of the common one.
    """
    terms = search_terms.query_terms(query)[:MOST_QUERY_WORDS]
    if len(terms) < 2:
        return terms
    postings: Any = ArchivedPosting if archived else TicketPosting
    nth_newest = [
        select(postings.ticket_id)
        .where(postings.term == term)
        .order_by(col(postings.ticket_id).desc())
        .offset(RARITY_SAMPLE)
        .limit(1)
        .scalar_subquery()
        for term in terms
    ]
    # As many columns as there are words: more than the typed overloads know.
    marks = (await session.exec(core_select(*nth_newest))).one()  # type: ignore[call-overload]
    # Ids grow with time, so an older one tells of a rarer word, and none of a very rare one.
    age = {term: mark.bytes if mark else b"" for term, mark in zip(terms, marks, strict=True)}
    return sorted(terms, key=age.__getitem__)


def matching(
    statement: Select[Any], terms: Sequence[bytes], *, notes_too: bool, archived: bool = False
) -> tuple[Select[Any], Any]:
    """Keep tickets that hold every term; requesters never match words of notes.

    Returns the statement with the column to sort and page by. It is the first term's own column:
    its postings lie in that order already, while a sort by the ticket's id would read and sort all.
    """
    if not terms:
        return statement.where(false()), col(Ticket.id)
    postings: Any = ArchivedPosting if archived else TicketPosting
    first = aliased(postings)
    statement = statement.join(first, col(first.ticket_id) == col(Ticket.id))
    others = [aliased(postings) for _ in terms[1:]]
    for other in others:
        statement = statement.join(other, col(other.ticket_id) == col(first.ticket_id))
    for posting, term in zip((first, *others), terms, strict=True):
        statement = statement.where(col(posting.term) == term)
        if not notes_too:
            statement = statement.where(col(posting.is_public).is_(True))
    return statement, col(first.ticket_id)
