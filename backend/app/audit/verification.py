"""Walks the whole database: every chain against its events, the log against its signed roots."""

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import merkle, repository, roots, stored, words
from app.audit.chains import (
    Broken,
    Chain,
    Entry,
    Finding,
    Walk,
    by_length_of,
    check_entries,
    check_head,
    check_loose,
    follow,
)
from app.audit.document import NOTHING, Link, StoredEvent, StoredSeal
from app.audit.enums import Fault
from app.audit.keys import AuditKeys
from app.audit.models import SYSTEM, AuditRoot
from app.audit.words import Messages
from app.core import dialect
from app.core.db import Database

# Events read at once, and the most findings worth listing.
BLOCK = 4_000
MOST_FINDINGS = 20
SYSTEM_CHAIN = SYSTEM.bytes
Item = TypeVar("Item")


@dataclass
class Report:
    """What a verification found; sound when there are no findings."""

    events: int = 0
    chains: int = 0
    entries: int = 0
    roots: int = 0
    waiting: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def is_full(self) -> bool:
        """Whether more findings would tell nobody more."""
        return len(self.findings) >= MOST_FINDINGS


# Told after each block how many events are checked; false: stop.
Tell = Callable[[Report], Awaitable[bool]]


class Stopped(Exception):
    """Whoever asked wants it no more."""


@dataclass(frozen=True, slots=True)
class Block:
    """The stored rows of the tickets between two ids, read in one snapshot."""

    chains: Sequence[Chain]
    messages: Messages


async def verify(db: Database, keys: AuditKeys, *, tell: Tell | None = None) -> Report:
    """Check everything; holds a few thousand events at a time."""
    report = Report()
    async with db.read() as session:
        # Roots are signed while we walk; what counts is what was there at the beginning.
        signed = await repository.list_all_roots(session)
        as_written = dialect.keeps_json_text(session)
        await _check_tickets(session, keys, report, as_written=as_written, tell=tell)
        await _check_system(session, keys, report, as_written=as_written, tell=tell)
        await _check_log(session, keys, signed, report)
    return report


async def _check_tickets(
    session: AsyncSession, keys: AuditKeys, report: Report, *, as_written: bool, tell: Tell | None
) -> None:
    low = stored.LOWEST
    while low != stored.HIGHEST and not report.is_full:
        async with dialect.snapshot(session):
            heads = await repository.heads_after(session, low, most_events=BLOCK)
            high = max(heads) if heads else stored.HIGHEST
            block = await _read(session, low, high, heads)
        # The loop stays free for whatever else this process does.
        await asyncio.to_thread(_check_block, block, keys, report, as_written)
        await _tell(tell, report)
        low = high


async def _tell(tell: Tell | None, report: Report) -> None:
    if tell is not None and not await tell(report):
        raise Stopped


async def _read(
    session: AsyncSession, low: bytes, high: bytes, heads: Mapping[bytes, Link]
) -> Block:
    seals = await stored.seals_between(session, low, high)
    events = await stored.events_between(session, low, high)
    entries = await repository.entries_between(session, low, high)
    messages = await words.between(session, low, high)
    of_events = _grouped((event.ticket_id or b"", event) for event in events)
    of_seals = _grouped(iter(seals))
    of_entries = _grouped((entry.chain, entry) for entry in entries)
    ids = sorted({*of_events, *of_seals, *of_entries, *heads})
    return Block(
        [
            Chain(
                id_,
                of_events.get(id_, ()),
                of_seals.get(id_, ()),
                of_entries.get(id_, ()),
                heads.get(id_),
            )
            for id_ in ids
        ],
        messages,
    )


def _grouped(pairs: Iterator[tuple[bytes, Item]]) -> dict[bytes, list[Item]]:
    return {
        key: [item for _, item in part] for key, part in groupby(pairs, key=lambda pair: pair[0])
    }


def _check_block(block: Block, keys: AuditKeys, report: Report, as_written: bool) -> None:
    for chain in block.chains:
        walk = Walk(chain.chain, keys, block.messages, as_written)
        try:
            report.waiting += follow(chain, walk)
        except Broken as error:
            report.findings.append(error.finding)
        report.events += walk.link.length
        report.chains += 1
        if report.is_full:
            return


async def _check_system(
    session: AsyncSession, keys: AuditKeys, report: Report, *, as_written: bool, tell: Tell | None
) -> None:
    walk = Walk(SYSTEM_CHAIN, keys, as_written=as_written)
    async with dialect.snapshot(session):
        # What is sealed while we walk is not asked for.
        head, top = await repository.extent_of(session, SYSTEM_CHAIN)
    before = report.events
    try:
        while walk.link.length < top:
            page = await stored.system_between(
                session,
                SYSTEM_CHAIN,
                after=walk.link.length,
                most=min(top, walk.link.length + BLOCK),
            )
            last = page[-1][1].sequence if page else top
            entries = await repository.entries_of(session, SYSTEM_CHAIN, walk.link.length, last)
            if not page:
                raise Broken(_cut(walk, entries))
            await asyncio.to_thread(_follow_system, walk, page, entries)
            report.events = before + walk.link.length
            await _tell(tell, report)
        check_head(walk, head)
        loose = await stored.unsealed_system(session, limit=BLOCK)
        for event in loose:
            check_loose(SYSTEM_CHAIN, event)
        report.waiting += len(loose)
    except Broken as error:
        report.findings.append(error.finding)
    report.chains += 1 if walk.link.length else 0


def _cut(walk: Walk, entries: Sequence[Entry]) -> Finding:
    proof = entries[0].position if entries else None
    return Finding(Fault.CUT, walk.chain, walk.link.length + 1, position=proof)


def _follow_system(
    walk: Walk,
    page: Sequence[tuple[StoredEvent | None, StoredSeal]],
    entries: Sequence[Entry],
) -> None:
    by_length = by_length_of(entries)
    for event, seal in page:
        sequence = walk.link.length + 1
        if seal.sequence != sequence:
            raise Broken(Finding(Fault.SEAL_MISSING, walk.chain, sequence))
        if event is None:
            raise Broken(Finding(Fault.MISSING, walk.chain, sequence, seal.event_id))
        if event.ticket_id is not None or event.seq is not None:
            raise Broken(Finding(Fault.CHANGED, walk.chain, sequence, event.id))
        walk.step(event, seal)
        check_entries(walk, by_length.get(sequence, ()))


async def _check_log(
    session: AsyncSession, keys: AuditKeys, signed: Sequence[AuditRoot], report: Report
) -> None:
    """Check every root: signed by us, chained to the one before, and the hash of the log so far."""
    tree, previous = merkle.Growing(), NOTHING
    for expected, root in enumerate(signed, start=1):
        if root.number != expected:
            report.findings.append(Finding(Fault.ROOT_MISSING, detail=str(expected)))
            return
        if root.previous != previous or not roots.is_genuine(root, keys):
            report.findings.append(Finding(Fault.ROOT_CHANGED, detail=str(root.number)))
            return
        fault = await _grow(session, tree, root)
        if fault is not None:
            report.findings.append(fault)
            return
        previous = roots.fingerprint(root)
        report.roots, report.entries = root.number, tree.size


async def _grow(session: AsyncSession, tree: merkle.Growing, root: AuditRoot) -> Finding | None:
    while tree.size < root.size:
        end = min(root.size, tree.size + BLOCK)
        page = await repository.entries_from(session, tree.size, end)
        for entry in page:
            if entry.position != tree.size:
                break
            tree.append(merkle.leaf_hash(entry.packed))
        if tree.size != end:
            return Finding(Fault.LOG_CHANGED, position=tree.size, detail=str(root.number))
    if tree.root != root.root:
        return Finding(Fault.LOG_CHANGED, detail=str(root.number))
    return None


def root_of_position(signed: Sequence[AuditRoot], position: int) -> int | None:
    """Number of the root that first covered an entry of the log."""
    index = bisect_right([root.size for root in signed], position)
    return signed[index].number if index < len(signed) else None
