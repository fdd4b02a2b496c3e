"""Seals recorded events: a reaction in the worker, never a part of a request."""

import os
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import repository, stored, words
from app.audit.document import (
    SALT_BYTES,
    Link,
    StoredEvent,
    Unreadable,
    commitment,
    data_of,
    document,
    extend,
    is_marked,
)
from app.audit.keys import audit_keys, key_id
from app.audit.models import SYSTEM, AuditChain
from app.audit.words import Messages
from app.core import dialect
from app.core.canonical import canonical
from app.core.metrics import AUDIT_REFUSED, AUDIT_SEALED

log = structlog.get_logger(__name__)

# Of a chain that was left alone for long no more is sealed in one transaction.
MOST_AT_ONCE = 2000


async def seal(session: AsyncSession, tickets: Collection[UUID], loose: Collection[UUID]) -> int:
    """Seal whatever is unsealed of these tickets, and of these events without a ticket.

    Idempotent: what has a seal keeps it. Locks the chains in order of their ids, so workers that
    seal the same chains take turns. Returns how many events were sealed.
    """
    wanted = {*tickets, *({SYSTEM} if loose else ())}
    chains = await repository.lock_chains(session, wanted)
    total = 0
    while True:
        events = await stored.unsealed_of_tickets(
            session, [ticket.bytes for ticket in tickets], limit=MOST_AT_ONCE
        )
        total += (done := await _seal_all(session, chains, events))
        if not done or len(events) < MOST_AT_ONCE:
            break
    if loose:
        events = await stored.unsealed_of_system(session, [id_.bytes for id_ in loose])
        total += await _seal_all(session, chains, events)
    AUDIT_SEALED.inc(total)
    return total


async def _seal_all(
    session: AsyncSession, chains: dict[UUID, AuditChain], events: Sequence[StoredEvent]
) -> int:
    if not events:
        return 0
    messages = await words.of_tickets(session, words.tickets_with_words(events))
    as_written = dialect.keeps_json_text(session)
    refused: set[UUID] = set()
    rows: list[dict[str, Any]] = []
    touched: dict[UUID, AuditChain] = {}
    for event in events:
        chain = chains[SYSTEM if event.ticket_id is None else UUID(bytes=event.ticket_id)]
        if chain.chain in refused:
            continue
        data = _own_data(event, chain, as_written=as_written)
        if data is None:
            _refuse(chain, event)
            # An event without a ticket holds up nobody; in a ticket nothing comes after it.
            refused |= {chain.chain} - {SYSTEM}
        else:
            rows.append(_seal_one(chain, event, data[0], messages))
        touched[chain.chain] = chain
    await repository.keep_seals(session, rows, list(touched.values()))
    return len(rows)


def _own_data(event: StoredEvent, chain: AuditChain, *, as_written: bool) -> tuple[Any] | None:
    """The event's contents, if this product recorded it and it is the next one."""
    if event.ticket_id is not None and event.seq != chain.length + 1:
        return None
    try:
        data = data_of(event, as_written=as_written)
    except Unreadable:
        return None
    return (data,) if is_marked(event, data) else None


def _refuse(chain: AuditChain, event: StoredEvent) -> None:
    chain.refused_at = chain.length + 1
    AUDIT_REFUSED.inc()
    log.error(
        "audit.refused",
        ticket_id=str(chain.chain),
        sequence=chain.length + 1,
        event_id=event.id.hex(),
    )


def _seal_one(
    chain: AuditChain, event: StoredEvent, data: Any, messages: Messages
) -> dict[str, Any]:
    keys = audit_keys()
    key = keys.sealing[0]
    salt, words_salt, told = os.urandom(SALT_BYTES), None, None
    message_id = messages.named_by(event, data)
    plain = messages.plain(message_id) if message_id is not None else None
    if plain is not None:
        words_salt = os.urandom(SALT_BYTES)
        told = commitment(words_salt, plain)
    sealed = document(
        chain.chain.bytes,
        event,
        sequence=chain.length + 1,
        contents=commitment(salt, canonical(data)),
        words=told,
        key_id=key_id(key),
    )
    link = extend(Link(chain.length, chain.seal, chain.digest), sealed, key)
    chain.length, chain.seal, chain.digest = link
    chain.is_anchored, chain.refused_at = False, None
    return {
        "chain": chain.chain,
        "sequence": chain.length,
        "event_id": UUID(bytes=event.id),
        "salt": salt,
        "words_salt": words_salt,
        "words": told,
        "key_id": key_id(key),
        "seal": chain.seal,
    }
