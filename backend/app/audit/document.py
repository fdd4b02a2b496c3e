"""What exactly is sealed: an event as canonical JSON, its contents behind salted hashes."""

import hashlib
import hmac
import json
from typing import Any, NamedTuple

from app.core.canonical import canonical
from app.core.outbox import marks

VERSION = 1
SALT_BYTES = 16
# Seal and digest before the first event of a chain.
NOTHING = bytes(32)


class Unreadable(Exception):
    """A stored row is not as this product writes rows."""


class StoredEvent(NamedTuple):
    """A row of `outbox_event` as the database holds it, before anything is made of it."""

    id: bytes
    ticket_id: bytes | None
    seq: int | None
    type: str
    actor_id: bytes | None
    cause: str
    depth: int
    at: str
    data: str
    mark: bytes | None


class StoredSeal(NamedTuple):
    """A row of `audit_seal`. Without `words_salt` the words, if there were any, are erased."""

    sequence: int
    event_id: bytes
    salt: bytes
    words_salt: bytes | None
    words: bytes | None
    key_id: bytes
    seal: bytes


class Link(NamedTuple):
    """How far a chain is: its length, the last keyed seal, and the digest that needs no key."""

    length: int
    seal: bytes
    digest: bytes


START = Link(0, NOTHING, NOTHING)


def uuid_text(raw: bytes | None) -> str | None:
    """An id as people write it."""
    if raw is None:
        return None
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def data_of(event: StoredEvent, *, as_written: bool = True) -> Any:
    """The event's own fields. With `as_written` the stored text must be the very one we write.

    Raises:
        Unreadable: it is no JSON, or not ours to the letter.
    """
    try:
        data = json.loads(event.data)
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable("the contents are no JSON") from error
    if as_written and json.dumps(data) != event.data:
        raise Unreadable("the contents are not written as this product writes them")
    return data


def commitment(salt: bytes, plain: bytes) -> bytes:
    """A hash that says nothing about what it stands for without the salt."""
    return hashlib.sha256(salt + plain).digest()


def document(
    chain: bytes,
    event: StoredEvent,
    *,
    sequence: int,
    contents: bytes,
    words: bytes | None,
    key_id: bytes,
) -> bytes:
    """The canonical JSON that is sealed."""
    # Everything that could need escaping goes through the encoder; the rest is hexadecimal.
    actor = "null" if event.actor_id is None else f'"{uuid_text(event.actor_id)}"'
    mark = "null" if event.mark is None else f'"{event.mark.hex()}"'
    told = "null" if words is None else f'"{words.hex()}"'
    return (
        f'{{"actor":{actor},"at":{_quoted(event.at)},"cause":{_quoted(event.cause)},'
        f'"chain":"{uuid_text(chain)}","contents":"{contents.hex()}","depth":{event.depth:d},'
        f'"event":"{uuid_text(event.id)}","key":"{key_id.hex()}","mark":{mark},'
        f'"sequence":{sequence:d},"type":{_quoted(event.type)},"v":{VERSION},"words":{told}}}'
    ).encode()


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:. ")


def _quoted(text: str) -> str:
    return f'"{text}"' if _PLAIN.issuperset(text) else canonical(text).decode()


def extend(link: Link, document_: bytes, key: bytes) -> Link:
    """The chain with one more event."""
    return Link(
        link.length + 1,
        hmac.digest(key, document_ + link.seal, "sha256"),
        hashlib.sha256(link.digest + document_).digest(),
    )


def is_marked(event: StoredEvent, data: Any) -> bool:
    """Whether the event was recorded by this product, as it stands."""
    if event.mark is None:
        return False
    made = marks.make(
        id_hex=event.id.hex(),
        ticket_hex=event.ticket_id.hex() if event.ticket_id is not None else None,
        seq=event.seq,
        type_=event.type,
        actor_hex=event.actor_id.hex() if event.actor_id is not None else None,
        cause=event.cause,
        depth=event.depth,
        at=event.at,
        data=canonical(data),
    )
    return hmac.compare_digest(made, event.mark)
