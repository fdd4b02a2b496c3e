"""The words that belong to an event: the message it names, with its files, as canonical JSON."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import stored
from app.audit.document import StoredEvent, uuid_text
from app.core.canonical import canonical
from app.core.crypto import Undecryptable, keyring
from app.tickets.events import TicketOpened

ERASED = ""


@dataclass
class Messages:
    """Messages of some tickets as they are stored."""

    # Sealed text by message, the files of each, and the first message of each ticket.
    texts: dict[bytes, bytes] = field(default_factory=dict)
    files: dict[bytes, list[dict[str, Any]]] = field(default_factory=dict)
    first: dict[bytes, bytes] = field(default_factory=dict)

    def named_by(self, event: StoredEvent, data: Any) -> bytes | None:
        """The message whose words belong to an event."""
        if event.ticket_id is None or not isinstance(data, Mapping):
            return None
        named = data.get("message_id")
        if isinstance(named, str):
            try:
                return UUID(named).bytes
            except ValueError:
                return None
        return self.first.get(event.ticket_id) if event.type == TicketOpened.type else None

    def plain(self, message_id: bytes) -> bytes | None:
        """What is sealed of a message; `None` when it is gone or does not open."""
        sealed = self.texts.get(message_id)
        if sealed is None:
            return None
        try:
            text = keyring().open(bytes(sealed), context="message.text").decode()
        except (Undecryptable, ValueError):
            return None
        return canonical({"files": self.files.get(message_id, []), "text": text})

    def document(self, message_id: bytes) -> Any:
        """The same as a value."""
        plain = self.plain(message_id)
        return None if plain is None else json.loads(plain)


def tickets_with_words(events: Iterable[StoredEvent]) -> set[bytes]:
    """Tickets of which messages are needed."""
    return {
        event.ticket_id
        for event in events
        if event.ticket_id is not None
        and (event.type == TicketOpened.type or '"message_id": "' in event.data)
    }


async def of_tickets(session: AsyncSession, tickets: Collection[bytes]) -> Messages:
    """The messages of these tickets."""
    if not tickets:
        return Messages()
    return await _load(session, "ticket_id IN :tickets", tickets=list(tickets))


async def between(session: AsyncSession, low: bytes, high: bytes) -> Messages:
    """The messages of the tickets above `low` up to `high`."""
    return await _load(session, "ticket_id > :low AND ticket_id <= :high", low=low, high=high)


async def _load(session: AsyncSession, where: str, **values: Any) -> Messages:
    found = Messages()
    messages = await stored.rows(
        session,
        f"SELECT id, ticket_id, text FROM message WHERE {where} ORDER BY ticket_id, id",  # noqa: S608
        **values,
    )
    for id_, ticket_id, sealed in messages:
        found.texts[id_] = sealed
        found.first.setdefault(ticket_id, id_)
    files = await stored.rows(
        session,
        "SELECT message_id, id, sha256, size, filename FROM attachment"  # noqa: S608
        f" WHERE message_id IS NOT NULL AND {where} ORDER BY id",
        **values,
    )
    for message_id, id_, sha256, size, filename in files:
        found.files.setdefault(message_id, []).append(
            {"id": uuid_text(id_), "name": _name(filename), "sha256": sha256.hex(), "size": size}
        )
    return found


def _name(sealed: bytes) -> str | None:
    try:
        return keyring().open(bytes(sealed), context="attachment.filename").decode()
    except (Undecryptable, ValueError):
        return None
