"""Reads rows as the database holds them: what is proven is what lies there, not what a type makes of it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.document import StoredEvent, StoredSeal
from app.core import dialect

# A time as text is the same on both dialects, and costs no conversion.
_EVENT = "e.id, e.ticket_id, e.seq, e.type, e.actor_id, e.cause, e.depth, CAST(e.at AS CHAR), e.data, e.mark"
_SEAL = "s.sequence, s.event_id, s.salt, s.words_salt, s.words, s.key_id, s.seal"
# Between two chains; no id is below the first or above the last.
LOWEST = bytes(16)
HIGHEST = b"\xff" * 16

Row = Sequence[Any]


async def rows(session: AsyncSession, statement: str, /, **values: Any) -> Sequence[Row]:
    """Rows of a statement as they come from the driver; a collection is a list after IN."""
    prepared = text(statement)
    for name, value in values.items():
        if isinstance(value, list | set | tuple | frozenset):
            prepared = prepared.bindparams(bindparam(name, expanding=True))
            values[name] = list(value)
    connection = await session.connection()
    return (await connection.execute(prepared, values)).all()


def _time(stored: Any) -> str:
    """A stored time as seals have it; one that is written in another way stays as it is, and fits none."""
    if isinstance(stored, str) and len(stored) == 26 and stored[10] == " ":
        return f"{stored[:10]}T{stored[11:]}Z"
    return f"{stored!r}"


def event_of(row: Row) -> StoredEvent:
    """An event from the columns of `_EVENT`."""
    id_, ticket_id, seq, type_, actor_id, cause, depth, at, data, mark = row
    return StoredEvent(
        id_, ticket_id, seq, type_, actor_id, cause, depth, _time(at), _text(data), mark
    )


def _text(data: Any) -> str:
    return data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")


async def unsealed_of_tickets(
    session: AsyncSession, chains: Collection[bytes], *, limit: int
) -> list[StoredEvent]:
    """Events of these tickets after what is sealed of each, in order."""
    found = await rows(
        session,
        f"SELECT {_EVENT} FROM audit_chain c JOIN outbox_event e"  # noqa: S608  our own names
        " ON e.ticket_id = c.chain AND e.seq > c.length WHERE c.chain IN :chains"
        " ORDER BY e.ticket_id, e.seq LIMIT :most",
        chains=list(chains),
        most=limit,
    )
    return [event_of(row) for row in found]


async def unsealed_of_system(session: AsyncSession, ids: Collection[bytes]) -> list[StoredEvent]:
    """Those of these events that belong to no ticket and have no seal, in order of their ids."""
    found = await rows(
        session,
        f"SELECT {_EVENT} FROM outbox_event e LEFT JOIN audit_seal s ON s.event_id = e.id"  # noqa: S608
        " WHERE e.id IN :ids AND e.ticket_id IS NULL AND s.event_id IS NULL ORDER BY e.id",
        ids=list(ids),
    )
    return [event_of(row) for row in found]


async def events_between(session: AsyncSession, low: bytes, high: bytes) -> list[StoredEvent]:
    """Events of the tickets above `low` up to `high`, by ticket and sequence."""
    found = await rows(
        session,
        f"SELECT {_EVENT} FROM outbox_event e WHERE e.ticket_id > :low AND e.ticket_id <= :high"  # noqa: S608
        " ORDER BY e.ticket_id, e.seq",
        low=low,
        high=high,
    )
    return [event_of(row) for row in found]


async def seals_between(
    session: AsyncSession, low: bytes, high: bytes
) -> list[tuple[bytes, StoredSeal]]:
    """Seals of the chains above `low` up to `high`, by chain and sequence."""
    fixed = dialect.joined_bytes(session, "s.chain", "s.event_id", "s.salt", "s.key_id", "s.seal")
    columns = (
        f"s.chain, {_SEAL}" if fixed is None else f"s.sequence, s.words_salt, s.words, {fixed}"
    )
    found = await rows(
        session,
        f"SELECT {columns} FROM audit_seal s WHERE s.chain > :low AND s.chain <= :high"  # noqa: S608
        " ORDER BY s.chain, s.sequence",
        low=low,
        high=high,
    )
    if fixed is None:
        return [(row[0], StoredSeal(*row[1:])) for row in found]
    return [
        (b[:16], StoredSeal(sequence, b[16:32], b[32:48], words_salt, words, b[48:52], b[52:]))
        for sequence, words_salt, words, b in found
    ]


async def events_of(session: AsyncSession, ticket_id: bytes) -> list[StoredEvent]:
    """All events of one ticket."""
    found = await rows(
        session,
        f"SELECT {_EVENT} FROM outbox_event e WHERE e.ticket_id = :id ORDER BY e.seq",  # noqa: S608
        id=ticket_id,
    )
    return [event_of(row) for row in found]


async def seals_of(session: AsyncSession, chain: bytes) -> list[StoredSeal]:
    """All seals of one chain."""
    found = await rows(
        session,
        f"SELECT {_SEAL} FROM audit_seal s WHERE s.chain = :chain ORDER BY s.sequence",  # noqa: S608
        chain=chain,
    )
    return [StoredSeal(*row) for row in found]


async def system_between(
    session: AsyncSession, chain: bytes, *, after: int, most: int
) -> list[tuple[StoredEvent | None, StoredSeal]]:
    """Seals above one sequence up to another of the chain without a ticket, with what they seal."""
    found = await rows(
        session,
        f"SELECT {_SEAL}, {_EVENT} FROM audit_seal s LEFT JOIN outbox_event e"  # noqa: S608
        " ON e.id = s.event_id WHERE s.chain = :chain AND s.sequence > :after"
        " AND s.sequence <= :most ORDER BY s.sequence",
        chain=chain,
        after=after,
        most=most,
    )
    return [(None if row[7] is None else event_of(row[7:]), StoredSeal(*row[:7])) for row in found]


async def unsealed_system(session: AsyncSession, *, limit: int) -> list[StoredEvent]:
    """Events without ticket and seal."""
    found = await rows(
        session,
        f"SELECT {_EVENT} FROM outbox_event e WHERE e.ticket_id IS NULL AND NOT EXISTS"  # noqa: S608
        " (SELECT 1 FROM audit_seal s WHERE s.event_id = e.id) ORDER BY e.id LIMIT :most",
        most=limit,
    )
    return [event_of(row) for row in found]
