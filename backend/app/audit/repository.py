"""Statements of the audit domain."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, tuple_, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.chains import Entry
from app.audit.document import Link
from app.audit.merkle import Node
from app.audit.models import AuditChain, AuditEntry, AuditNode, AuditRoot, AuditSeal
from app.audit.stored import rows
from app.core import dialect
from app.core.outbox.models import OutboxEvent, OutboxPending
from app.tickets.models import Ticket

_CHAINS = AuditChain.__table__  # type: ignore[attr-defined]
_SEALS = AuditSeal.__table__  # type: ignore[attr-defined]
_ENTRIES = AuditEntry.__table__  # type: ignore[attr-defined]
_NODES = AuditNode.__table__  # type: ignore[attr-defined]
# Ids in one list of an IN.
CHUNK = 500


async def lock_chains(session: AsyncSession, wanted: Collection[UUID]) -> dict[UUID, AuditChain]:
    """The chains, made where they are missing, locked in order of their ids."""
    if not wanted:
        return {}
    # One statement makes and locks, row by row in this order. Locking what is there and then making
    # the rest takes the locks in two rounds, and two workers can wait for each other.
    fresh = [AuditChain(chain=chain).model_dump() for chain in sorted(wanted)]
    await session.exec(dialect.upsert(session, _CHAINS, fresh, key=("chain",), update=("chain",)))
    statement = dialect.for_update(
        session, core_select(_CHAINS).where(_CHAINS.c.chain.in_(wanted)).order_by(_CHAINS.c.chain)
    )
    # Plain rows: the session would write mapped ones back one by one.
    connection = await session.connection()
    found = (await connection.execute(statement)).mappings()
    return {row["chain"]: AuditChain(**row) for row in found}


async def keep_seals(
    session: AsyncSession, seals: Sequence[dict[str, Any]], chains: Sequence[AuditChain]
) -> None:
    """Write the seals, and how far their chains are now."""
    if seals:
        connection = await session.connection()
        await connection.execute(insert(_SEALS), list(seals))
    if chains:
        # One statement for all: updating row by row costs more than all the sealing.
        update = ("length", "seal", "digest", "is_anchored", "refused_at")
        values = [chain.model_dump() for chain in chains]
        await session.exec(dialect.upsert(session, _CHAINS, values, key=("chain",), update=update))


async def lock_last_root(session: AsyncSession) -> AuditRoot | None:
    """The newest signed root, locked."""
    statement = select(AuditRoot).order_by(col(AuditRoot.number).desc()).limit(1)
    return (await session.exec(dialect.for_update(session, statement))).first()


async def claim_changed(session: AsyncSession, *, limit: int) -> Sequence[AuditChain]:
    """Chains that grew since they were last in the log; those being sealed right now come next time."""
    statement = dialect.for_update(
        session,
        core_select(_CHAINS)
        .where(_CHAINS.c.is_anchored.is_(False))
        .order_by(_CHAINS.c.chain)
        .limit(limit),
        skip_locked=True,
    )
    connection = await session.connection()
    found = (await connection.execute(statement)).mappings()
    return [AuditChain(**row) for row in found]


async def mark_anchored(session: AsyncSession, chains: Sequence[UUID]) -> None:
    """Note that the log holds these chains as they are."""
    for start in range(0, len(chains), CHUNK):
        part = chains[start : start + CHUNK]
        await session.exec(
            update(AuditChain).where(col(AuditChain.chain).in_(part)).values(is_anchored=True)
        )


async def append_log(
    session: AsyncSession, entries: Sequence[Entry], made: Sequence[tuple[Node, bytes]]
) -> None:
    """Write new entries of the log and the nodes that are complete with them."""
    connection = await session.connection()
    rows = [{**entry._asdict(), "chain": UUID(bytes=entry.chain)} for entry in entries]
    await connection.execute(insert(_ENTRIES), rows)
    await connection.execute(
        insert(_NODES),
        [{"level": node[0], "position": node[1], "hash": hash_} for node, hash_ in made],
    )


async def nodes(session: AsyncSession, wanted: Collection[Node]) -> dict[Node, bytes]:
    """Hashes of complete nodes of the log's tree."""
    if not wanted:
        return {}
    pair = tuple_(col(AuditNode.level), col(AuditNode.position))
    found = await session.exec(select(AuditNode).where(pair.in_(list(wanted))))
    return {(row.level, row.position): row.hash for row in found}


async def list_all_roots(session: AsyncSession) -> Sequence[AuditRoot]:
    """Every signed root, oldest first."""
    return (await session.exec(select(AuditRoot).order_by(col(AuditRoot.number)))).all()


async def heads_after(session: AsyncSession, low: bytes, *, most_events: int) -> dict[bytes, Link]:
    """Heads of the next chains, as many as have about this many events together."""
    found = await rows(
        session,
        "SELECT chain, length, seal, digest FROM audit_chain WHERE chain > :low"
        " ORDER BY chain LIMIT :most",
        low=low,
        most=most_events,
    )
    heads: dict[bytes, Link] = {}
    total = 0
    for chain, *link in found:
        heads[chain] = Link(*link)
        total += max(heads[chain].length, 1)
        if total >= most_events:
            break
    return heads


async def heads_of(session: AsyncSession, chains: Collection[bytes]) -> dict[bytes, Link]:
    """Heads of some chains."""
    found = await rows(
        session,
        "SELECT chain, length, seal, digest FROM audit_chain WHERE chain IN :chains",
        chains=list(chains),
    )
    return {chain: Link(*link) for chain, *link in found}


_ENTRY = "position, chain, length, seal, digest"


async def entries_between(session: AsyncSession, low: bytes, high: bytes) -> list[Entry]:
    """Log entries of the chains above `low` up to `high`, by chain and length."""
    found = await rows(
        session,
        f"SELECT {_ENTRY} FROM audit_entry WHERE chain > :low AND chain <= :high"  # noqa: S608
        " ORDER BY chain, length",
        low=low,
        high=high,
    )
    return [Entry(*row) for row in found]


async def entries_of(
    session: AsyncSession, chain: bytes, above: int, up_to: int | None
) -> list[Entry]:
    """Log entries of one chain with a length above one and up to another, if there is one."""
    found = await rows(
        session,
        f"SELECT {_ENTRY} FROM audit_entry WHERE chain = :chain AND length > :above"  # noqa: S608
        " AND length <= :up_to ORDER BY length",
        chain=chain,
        above=above,
        up_to=2**31 - 1 if up_to is None else up_to,
    )
    return [Entry(*row) for row in found]


async def entries_from(session: AsyncSession, begin: int, end: int) -> list[Entry]:
    """Log entries by position."""
    found = await rows(
        session,
        f"SELECT {_ENTRY} FROM audit_entry WHERE position >= :begin AND position < :end"  # noqa: S608
        " ORDER BY position",
        begin=begin,
        end=end,
    )
    return [Entry(*row) for row in found]


async def extent_of(session: AsyncSession, chain: bytes) -> tuple[Link | None, int]:
    """A chain's head, and the furthest that its head, its seals or the log say it reaches."""
    head = (await heads_of(session, [chain])).get(chain)
    found = await rows(
        session,
        "SELECT (SELECT MAX(sequence) FROM audit_seal WHERE chain = :chain),"
        " (SELECT MAX(length) FROM audit_entry WHERE chain = :chain)",
        chain=chain,
    )
    return head, max(*(number or 0 for number in found[0]), head.length if head else 0)


async def find_last_root(session: AsyncSession) -> AuditRoot | None:
    """The newest signed root."""
    statement = select(AuditRoot).order_by(col(AuditRoot.number).desc()).limit(1)
    return (await session.exec(statement)).first()


async def find_last_mailed(session: AsyncSession) -> AuditRoot | None:
    """The newest root that was mailed."""
    statement = (
        select(AuditRoot)
        .where(col(AuditRoot.mailed_at).is_not(None))
        .order_by(col(AuditRoot.number).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def note_mailed(session: AsyncSession, number: int, *, at: datetime) -> None:
    """Note that a root was mailed."""
    await session.exec(
        update(AuditRoot).where(col(AuditRoot.number) == number).values(mailed_at=at)
    )


async def find_root(session: AsyncSession, number: int) -> AuditRoot | None:
    """A root by its number."""
    return await session.get(AuditRoot, number)


async def waiting(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many recorded events wait for their handlers, and since when the oldest does."""
    count = (await session.exec(select(func.count()).select_from(OutboxPending))).one()
    oldest = (
        select(OutboxEvent.at)
        .join(OutboxPending, col(OutboxPending.event_id) == col(OutboxEvent.id))
        .order_by(col(OutboxPending.event_id))
        .limit(1)
    )
    return count, (await session.exec(oldest)).first()


async def count_unanchored(session: AsyncSession) -> int:
    """Chains that changed since the last root."""
    statement = select(func.count()).where(col(AuditChain.is_anchored).is_(False))
    return (await session.exec(statement)).one()


async def count_refused(session: AsyncSession) -> int:
    """Chains at which sealing stopped."""
    statement = select(func.count()).where(col(AuditChain.refused_at).is_not(None))
    return (await session.exec(statement)).one()


async def count_sealed(session: AsyncSession) -> int:
    """All sealed events."""
    return int((await session.exec(select(func.sum(col(AuditChain.length))))).one() or 0)


async def references(session: AsyncSession, chains: Collection[bytes]) -> dict[bytes, str]:
    """What people call these tickets."""
    ids = [UUID(bytes=chain) for chain in chains if len(chain) == 16]
    found = await session.exec(select(Ticket.id, Ticket.number).where(col(Ticket.id).in_(ids)))
    return {ticket_id.bytes: f"TK-{number}" for ticket_id, number in found}


async def ticket_by_number(session: AsyncSession, number: int) -> UUID | None:
    """Id of the ticket with this number."""
    return (await session.exec(select(Ticket.id).where(Ticket.number == number))).first()


async def forget_words(session: AsyncSession, event_ids: Sequence[UUID]) -> None:
    """Drop the salts of what was written; the hashes say nothing without them."""
    for start in range(0, len(event_ids), CHUNK):
        part = event_ids[start : start + CHUNK]
        await session.exec(
            update(AuditSeal).where(col(AuditSeal.event_id).in_(part)).values(words_salt=None)
        )
