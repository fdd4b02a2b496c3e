"""Gathers the heads of changed chains in the log and signs its root."""

import hashlib
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import merkle, repository
from app.audit.chains import Entry
from app.audit.document import NOTHING, VERSION
from app.audit.keys import AuditKeys, audit_keys, is_signed
from app.audit.models import AuditRoot
from app.core import clock
from app.core.canonical import canonical
from app.core.outbox import marks

# Keeps a signature of a root from being taken for one of anything else.
PURPOSE = b"tikify audit root\n"
MOST_ENTRIES = 5_000


def statement(root: AuditRoot) -> dict[str, Any]:
    """What is signed."""
    return {
        "at": marks.text_of(root.at),
        "number": root.number,
        "previous": root.previous.hex(),
        "root": root.root.hex(),
        "size": root.size,
        "v": VERSION,
    }


def fingerprint(root: AuditRoot) -> bytes:
    """The hash by which the next root names this one."""
    return hashlib.sha256(PURPOSE + canonical(statement(root))).digest()


def is_genuine(root: AuditRoot, keys: AuditKeys) -> bool:
    """Whether one of our keys signed it."""
    public = keys.public.get(root.key_id)
    message = PURPOSE + canonical(statement(root))
    return public is not None and is_signed(public, root.signature, message)


def signed(root: AuditRoot) -> dict[str, Any]:
    """The root as it is given to others."""
    return {
        **statement(root),
        "key": root.key_id.hex(),
        "signature": root.signature.hex(),
    }


async def sign_next(session: AsyncSession) -> AuditRoot | None:
    """Append the heads of the chains that changed to the log, and sign its new root.

    The cost grows with the chains that changed since the last root, not with the log. Returns nothing
    when nothing changed. Two at once: one of them fails on the number of the root and comes again.
    """
    last = await repository.lock_last_root(session)
    chains = await repository.claim_changed(session, limit=MOST_ENTRIES)
    if not chains:
        return None
    size = last.size if last else 0
    edge = merkle.cover(0, size)
    known = await repository.nodes(session, edge)
    tree = merkle.Growing(size, [known[node] for node in edge])
    entries, nodes = [], []
    for chain in chains:
        entry = Entry(tree.size, chain.chain.bytes, chain.length, chain.seal, chain.digest)
        entries.append(entry)
        nodes += tree.append(merkle.leaf_hash(entry.packed))
    root = _sign(last, tree)
    session.add(root)
    await session.flush()
    await repository.append_log(session, entries, nodes)
    await repository.mark_anchored(session, [chain.chain for chain in chains])
    return root


def _sign(last: AuditRoot | None, tree: merkle.Growing) -> AuditRoot:
    root = AuditRoot(
        number=last.number + 1 if last else 1,
        at=clock.now(),
        size=tree.size,
        root=tree.root,
        previous=fingerprint(last) if last else NOTHING,
        key_id=b"",
        signature=b"",
    )
    root.signature, root.key_id = audit_keys().sign(PURPOSE + canonical(statement(root)))
    return root
