"""Compares one chain with what it seals, and names the first event that does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from app.audit.document import (
    START,
    Link,
    StoredEvent,
    StoredSeal,
    Unreadable,
    commitment,
    data_of,
    document,
    extend,
    is_marked,
)
from app.audit.enums import Fault
from app.audit.events import WordsErased
from app.audit.keys import AuditKeys, UnknownKey
from app.audit.words import Messages
from app.core.canonical import canonical


class Entry(NamedTuple):
    """A leaf of the log."""

    position: int
    chain: bytes
    length: int
    seal: bytes
    digest: bytes

    @property
    def packed(self) -> bytes:
        """The bytes that the tree hashes."""
        return self.chain + self.length.to_bytes(8, "big") + self.seal + self.digest


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    fault: Fault
    chain: bytes | None = None
    sequence: int | None = None
    event_id: bytes | None = None
    # For what was cut: the log entry that proves there was more.
    position: int | None = None
    detail: str | None = None


class Broken(Exception):
    """The chain does not fit what it seals; the finding says where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.fault)
        self.finding = finding


@dataclass
class Walk:
    """Follows one chain from its beginning, event by event."""

    chain: bytes
    keys: AuditKeys
    messages: Messages = field(default_factory=Messages)
    as_written: bool = True
    link: Link = START
    # Messages whose words are gone, by the sequence of the event they belong to; and those whose
    # erasure is itself in the history.
    gone: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)

    def step(self, event: StoredEvent, seal: StoredSeal) -> None:
        """Check the next event against its seal.

        Raises:
            Broken: they do not fit.
        """
        try:
            data = data_of(event, as_written=self.as_written)
            sealed = document(
                self.chain,
                event,
                sequence=seal.sequence,
                contents=commitment(seal.salt, canonical(data)),
                words=seal.words,
                key_id=seal.key_id,
            )
            link = extend(self.link, sealed, self.keys.sealing_key(seal.key_id))
        except UnknownKey as error:
            raise self._broken(Fault.KEY_MISSING, event.id, detail=str(error)) from error
        except (Unreadable, ValueError, TypeError, AttributeError) as error:
            raise self._broken(Fault.CHANGED, event.id) from error
        if link.seal != seal.seal:
            # The mark tells whether the event or its seal is not what it was.
            fault = Fault.SEAL_CHANGED if _is_ours(event) else Fault.CHANGED
            raise self._broken(fault, event.id)
        self._check_words(event, data, seal)
        self.link = link

    def _check_words(self, event: StoredEvent, data: Any, seal: StoredSeal) -> None:
        if event.type == WordsErased.type:
            self.note_erasure(data)
        if seal.words is None:
            return
        message_id = self.messages.named_by(event, data) or b""
        if seal.words_salt is None:
            self.gone[seal.sequence] = (event.id, message_id)
            return
        plain = self.messages.plain(message_id)
        if plain is None:
            raise self._broken(Fault.WORDS_MISSING, event.id)
        if commitment(seal.words_salt, plain) != seal.words:
            raise self._broken(Fault.WORDS_CHANGED, event.id)

    def note_erasure(self, data: Any) -> None:
        """Note which words are gone by right."""
        self.erased |= {UUID(named).bytes for named in data["message_ids"]}

    def end(self) -> None:
        """Check that whatever words are gone were erased on record.

        Raises:
            Broken: some vanished without.
        """
        for sequence, (event_id, message_id) in sorted(self.gone.items()):
            if message_id not in self.erased:
                raise Broken(Finding(Fault.WORDS_MISSING, self.chain, sequence, event_id))

    def _broken(self, fault: Fault, event_id: bytes | None, **more: Any) -> Broken:
        return Broken(Finding(fault, self.chain, self.link.length + 1, event_id, **more))


def _is_ours(event: StoredEvent) -> bool:
    try:
        return is_marked(event, data_of(event, as_written=False))
    except (Unreadable, ValueError, TypeError, AttributeError):
        return False


@dataclass(frozen=True, slots=True)
class Chain:
    """All that is stored of one ticket's chain."""

    chain: bytes
    events: Sequence[StoredEvent]
    seals: Sequence[StoredSeal]
    entries: Sequence[Entry]
    head: Link | None


def follow(stored: Chain, walk: Walk) -> int:
    """Check a ticket's chain; returns how many events at its end wait for their seals.

    Raises:
        Broken: at the first event that does not fit.
    """
    events = {event.seq: event for event in stored.events}
    seals = {seal.sequence: seal for seal in stored.seals}
    entries = by_length_of(stored.entries)
    top = max(seals, default=0)
    if stored.head is not None:
        top = max(top, stored.head.length)
    top = max(top, max(entries, default=0))
    sequence = 0
    while sequence < top:
        sequence += 1
        event, seal = events.get(sequence), seals.get(sequence)
        if event is None or seal is None or event.id != seal.event_id:
            raise Broken(_misplaced(stored, sequence, event, seal))
        walk.step(event, seal)
        check_entries(walk, entries.get(sequence, ()))
    check_head(walk, stored.head)
    waiting = _check_waiting(stored, top, events)
    for event in stored.events:
        # An erasure may be recorded already and wait for its seal.
        if (event.seq or 0) > top and event.type == WordsErased.type:
            walk.note_erasure(data_of(event, as_written=False))
    walk.end()
    return waiting


def by_length_of(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """What the log says about a chain, by the length that it had."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.length, []).append(entry)
    return found


def check_entries(walk: Walk, entries: Sequence[Entry]) -> None:
    """Check what the log says about the chain at this length.

    Raises:
        Broken: it says otherwise.
    """
    for entry in entries:
        if (entry.seal, entry.digest) != (walk.link.seal, walk.link.digest):
            raise Broken(
                Finding(Fault.LOG_CHANGED, walk.chain, entry.length, position=entry.position)
            )


def check_head(walk: Walk, head: Link | None) -> None:
    """Check what is kept as the chain's end.

    Raises:
        Broken: it is another.
    """
    if head != walk.link and (head is not None or walk.link.length):
        raise Broken(Finding(Fault.HEAD_CHANGED, walk.chain, walk.link.length))


def _misplaced(
    stored: Chain, sequence: int, event: StoredEvent | None, seal: StoredSeal | None
) -> Finding:
    """What became of the event at a place where event and seal do not meet."""
    present = {found.id for found in stored.events}
    sealed = {found.event_id for found in stored.seals}
    if seal is None:
        if event is None:
            return _missing(stored, sequence, None)
        fault = Fault.SEAL_MISSING if _is_ours(event) else Fault.INSERTED
        return Finding(fault, stored.chain, sequence, event.id)
    if event is None:
        if seal.event_id in present:
            return Finding(Fault.REORDERED, stored.chain, sequence, seal.event_id)
        return _missing(stored, sequence, seal.event_id)
    if event.id in sealed:
        if seal.event_id in present:
            return Finding(Fault.REORDERED, stored.chain, sequence, seal.event_id)
        return Finding(Fault.MISSING, stored.chain, sequence, seal.event_id)
    if seal.event_id in present:
        return Finding(Fault.INSERTED, stored.chain, sequence, event.id)
    fault = Fault.SEAL_CHANGED if _is_ours(event) else Fault.CHANGED
    return Finding(fault, stored.chain, sequence, seal.event_id)


def _missing(stored: Chain, sequence: int, event_id: bytes | None) -> Finding:
    """An event that is nowhere; where nothing follows it, the tail was cut."""
    is_tail = all((event.seq or 0) < sequence for event in stored.events)
    proof = min(
        (entry.position for entry in stored.entries if entry.length >= sequence), default=None
    )
    fault = Fault.CUT if is_tail else Fault.MISSING
    return Finding(fault, stored.chain, sequence, event_id, position=proof)


def _check_waiting(stored: Chain, top: int, events: Mapping[int | None, StoredEvent]) -> int:
    """Check the events after the last seal: they are ours and follow each other."""
    for event in stored.events:
        if event.seq is None or event.seq < 1:
            raise Broken(Finding(Fault.INSERTED, stored.chain, event.seq, event.id))
    waiting = sorted(sequence for sequence in events if sequence is not None and sequence > top)
    for expected, sequence in enumerate(waiting, start=top + 1):
        event = events[sequence]
        if not _is_ours(event):
            raise Broken(Finding(Fault.INSERTED, stored.chain, sequence, event.id))
        if sequence != expected:
            raise Broken(Finding(Fault.MISSING, stored.chain, expected))
    return len(waiting)


def check_loose(chain: bytes, event: StoredEvent) -> None:
    """Check an event without a ticket that waits for its seal.

    Raises:
        Broken: it was not recorded by this product as it stands.
    """
    if not _is_ours(event):
        raise Broken(Finding(Fault.INSERTED, chain, None, event.id))
