"""Statements on the stored embeddings, and on the facts of tickets that a search needs beside them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import LargeBinary, Row, delete, or_, type_coerce
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect
from app.core.crypto import Undecryptable, keyring
from app.tickets.enums import OPEN
from app.tickets.models import Ticket
from app.triage.likeness import Facts, State
from app.triage.models import VECTOR_CONTEXT, TicketEmbedding
from app.triage.vectors import Vector, packed, unpacked

log = structlog.get_logger(__name__)

_FACTS = (
    col(Ticket.id),
    col(Ticket.requester_id),
    col(Ticket.status),
    col(Ticket.solution_id),
    col(Ticket.share_solution),
)
# Read as it is stored: a single vector that does not open must not hold up all others.
_SEALED = type_coerce(col(TicketEmbedding.vector), LargeBinary).label("sealed")

Located = tuple[Facts, Vector]


async def write(session: AsyncSession, vectors: Sequence[tuple[UUID, str, Vector]]) -> None:
    """Keep each ticket's vector with the version of the model that made it, in place of an older one."""
    if not vectors:
        return
    now = clock.now()
    rows = [
        {
            "ticket_id": ticket_id,
            "model_version": version,
            "vector": packed(vector),
            "created_at": now,
        }
        for ticket_id, version, vector in vectors
    ]
    table = TicketEmbedding.__table__  # type: ignore[attr-defined]
    replaced = ("model_version", "vector", "created_at")
    connection = await session.connection()
    await connection.execute(
        dialect.upsert(session, table, rows, key=["ticket_id"], update=replaced)
    )


async def remove(session: AsyncSession, ticket_id: UUID) -> None:
    """Keep no vector of a ticket."""
    await session.exec(delete(TicketEmbedding).where(col(TicketEmbedding.ticket_id) == ticket_id))


async def list_before(
    session: AsyncSession, version: str, *, before: UUID | None, limit: int
) -> tuple[list[Located], UUID | None]:
    """Vectors of the next older tickets, newest first, and the last id; `None` when there are no more."""
    statement = _located(version).order_by(col(TicketEmbedding.ticket_id).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(TicketEmbedding.ticket_id) < before)
    connection = await session.connection()
    rows = (await connection.execute(statement)).all()
    last: UUID | None = rows[-1].id if len(rows) == limit else None
    return _opened(rows), last


async def list_of(
    session: AsyncSession, version: str, ticket_ids: Collection[UUID]
) -> list[Located]:
    """Vectors of these tickets, as far as this model has made them."""
    statement = _located(version).where(col(TicketEmbedding.ticket_id).in_(ticket_ids))
    connection = await session.connection()
    return _opened((await connection.execute(statement)).all())


async def ids_since(session: AsyncSession, version: str, since: datetime) -> list[UUID]:
    """Tickets that got a vector of this model since then."""
    # With the version among the conditions SQLite would walk all vectors of it.
    statement = select(TicketEmbedding.ticket_id, TicketEmbedding.model_version).where(
        col(TicketEmbedding.created_at) >= since
    )
    return [ticket_id for ticket_id, of in await session.exec(statement) if of == version]


async def facts_since(session: AsyncSession, since: datetime) -> list[Facts]:
    """The present facts of the tickets that changed since then."""
    connection = await session.connection()
    statement: Any = core_select(*_FACTS).where(col(Ticket.updated_at) >= since)
    return [_facts(row) for row in await connection.execute(statement)]


async def kept_among(session: AsyncSession, ticket_ids: Collection[UUID]) -> set[UUID]:
    """Those of the tickets of which a vector is stored."""
    if not ticket_ids:
        return set()
    statement = select(TicketEmbedding.ticket_id).where(
        col(TicketEmbedding.ticket_id).in_(ticket_ids)
    )
    return set(await session.exec(statement))


async def find_other_version(session: AsyncSession, version: str) -> str | None:
    """A version of the model, not this one, that some stored vector is of."""
    other = or_(
        col(TicketEmbedding.model_version) < version, col(TicketEmbedding.model_version) > version
    )
    return (
        await session.exec(select(TicketEmbedding.model_version).where(other).limit(1))
    ).one_or_none()


async def ids_of_version(session: AsyncSession, version: str, *, limit: int) -> Sequence[UUID]:
    """The newest tickets whose vector is of this version."""
    statement = (
        select(TicketEmbedding.ticket_id)
        .where(TicketEmbedding.model_version == version)
        .order_by(col(TicketEmbedding.ticket_id).desc())
        .limit(limit)
    )
    return (await session.exec(statement)).all()


def _located(version: str) -> Any:
    return (
        core_select(*_FACTS, _SEALED)
        .join(TicketEmbedding, col(TicketEmbedding.ticket_id) == col(Ticket.id))
        .where(col(TicketEmbedding.model_version) == version)
    )


def _facts(row: Row[Any]) -> Facts:
    if row.status in OPEN:
        state = State.OPEN
    elif row.solution_id is None:
        state = State.NOTHING
    else:
        state = State.SOLVED | (State.SHARED if row.share_solution else State.NOTHING)
    return Facts(row.id, row.requester_id, state)


def _opened(rows: Sequence[Row[Any]]) -> list[Located]:
    keys, located = keyring(), []
    for row in rows:
        try:
            plain = keys.open(bytes(row.sealed), context=VECTOR_CONTEXT)
            located.append((_facts(row), unpacked(plain)))
        except (Undecryptable, ValueError) as error:
            log.warning("similar.vector_unreadable", ticket_id=str(row.id), error=str(error))
    return located
