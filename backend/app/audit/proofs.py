"""A ticket's history as a document that others can check without the database, and without our keys."""

import json
from bisect import bisect_left
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import merkle, repository, roots, stored, words
from app.audit.chains import Broken, Chain, Entry, Walk, follow
from app.audit.document import (
    StoredEvent,
    StoredSeal,
    commitment,
    data_of,
    document,
    uuid_text,
)
from app.audit.errors import HistoryBroken, NotSealedYet
from app.audit.keys import AuditKeys
from app.audit.models import AuditRoot
from app.audit.words import Messages
from app.core import dialect
from app.core.canonical import canonical

KIND = "tikify-history"


async def read_chain(session: AsyncSession, chain: bytes) -> tuple[Chain, Messages]:
    """All that is stored of a ticket's chain."""
    async with dialect.snapshot(session):
        found = Chain(
            chain,
            await stored.events_of(session, chain),
            await stored.seals_of(session, chain),
            await repository.entries_of(session, chain, 0, None),
            (await repository.heads_of(session, [chain])).get(chain),
        )
        messages = await words.of_tickets(session, [chain])
    return found, messages


async def prove(
    session: AsyncSession, chain: bytes, keys: AuditKeys, *, with_words: bool
) -> dict[str, Any]:
    """The ticket's history with the proof that a signed root covers it.

    `with_words` adds what people wrote; without it the document proves only that there was something.

    Raises:
        NotSealedYet: no root covers the ticket so far.
        HistoryBroken: the history does not fit its seals.
    """
    found, messages = await read_chain(session, chain)
    as_written = dialect.keeps_json_text(session)
    try:
        follow(found, Walk(chain, keys, messages, as_written))
    except Broken as error:
        raise HistoryBroken(
            "This ticket's history does not fit its seals. Verify it to see where."
        ) from error
    if not found.entries:
        raise NotSealedYet
    entry = found.entries[-1]
    by_id = {event.id: event for event in found.events}
    return {
        "kind": KIND,
        "v": 1,
        "chain": uuid_text(chain),
        "events": [
            _event(chain, by_id[seal.event_id], seal, messages, with_words=with_words)
            for seal in found.seals
        ],
        **await _inclusion(session, entry, keys),
    }


def _event(
    chain: bytes, event: StoredEvent, seal: StoredSeal, messages: Messages, *, with_words: bool
) -> dict[str, Any]:
    # Texts, not values: whoever checks them hashes what stands there and needs no encoder of ours.
    data = data_of(event, as_written=False)
    plain = canonical(data)
    shown: dict[str, Any] = {
        "document": document(
            chain,
            event,
            sequence=seal.sequence,
            contents=commitment(seal.salt, plain),
            words=seal.words,
            key_id=seal.key_id,
        ).decode(),
        "contents": plain.decode(),
        "salt": seal.salt.hex(),
        "seal": seal.seal.hex(),
    }
    if with_words and seal.words_salt is not None:
        told = messages.plain(messages.named_by(event, data) or b"")
        if told is not None:
            shown |= {"words": told.decode(), "words_salt": seal.words_salt.hex()}
    return shown


async def _inclusion(session: AsyncSession, entry: Entry, keys: AuditKeys) -> dict[str, Any]:
    signed = await repository.list_all_roots(session)
    index = bisect_left([root.size for root in signed], entry.position + 1)
    if index == len(signed):
        raise NotSealedYet
    root = signed[index]
    return {
        "leaf": {
            "position": entry.position,
            "length": entry.length,
            "seal": entry.seal.hex(),
            "digest": entry.digest.hex(),
        },
        "path": [hash_.hex() for hash_ in await path_of(session, entry, root)],
        "root": roots.signed(root),
        "public_key": keys.public[root.key_id].hex() if root.key_id in keys.public else None,
    }


async def path_of(session: AsyncSession, entry: Entry, root: AuditRoot) -> list[bytes]:
    """The hashes that lead from an entry to a root.

    Raises:
        HistoryBroken: the log does not lead there.
    """
    ranges = merkle.inclusion_path(entry.position, root.size)
    wanted = {node for part in ranges for node in merkle.cover(*part)}
    known = await repository.nodes(session, wanted)
    try:
        path = [merkle.hash_of(part, known.__getitem__) for part in ranges]
    except KeyError as error:
        raise HistoryBroken("The log of chain heads has a hole; verify it to see where.") from error
    leaf = merkle.leaf_hash(entry.packed)
    if merkle.root_from_inclusion(entry.position, root.size, leaf, path) != root.root:
        raise HistoryBroken("The log of chain heads does not lead to its root; verify it.")
    return path


def text_of(proof: dict[str, Any]) -> str:
    """The document as a file."""
    return json.dumps(proof, indent=1, ensure_ascii=False) + "\n"
