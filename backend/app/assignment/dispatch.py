"""One pass of the stream engine over the rows: read what is, let the engine settle it, carry it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import (
    claim,
    explain,
    held,
    looking,
    repository,
    rosters,
    settings_service,
    sightings,
    waiting,
)
from app.assignment.engine.restore import Change, Known, Restored, Unplaced
from app.assignment.engine.roster import Roster
from app.assignment.engine.tickets import TicketView, skill_of
from app.assignment.events import TicketWaits
from app.assignment.held import SHARES_REMEMBERED, Share
from app.assignment.premises import Held, Premises
from app.assignment.sightings import Sighting
from app.core import clock, dialect, events
from app.core.actor import Cause
from app.core.db import Database
from app.tickets.enums import HELD, Commitment, Priority, TicketStatus

log = structlog.get_logger(__name__)

# Tickets per transaction: long enough to share its cost, short enough to hold locks for moments.
BATCH = 64
NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Served:
    """What a pass did: tickets that moved, that were told why they wait, that somebody else changed."""

    moved: int = 0
    told: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that one pass read, with the engine over it."""

    engine: Restored
    premises: Premises
    # Waiting tickets that may be told why they wait.
    tellable: frozenset[UUID]


async def serve(db: Database) -> Served:
    """Settle what can be settled now."""
    now = clock.now()
    async with db.read() as session:
        if not await looking.is_worth_a_pass(session):
            return Served()
        desk = await look(session, now)
    changes = desk.engine.settle(at=now.timestamp())
    moved, dropped = await carry_out(db, changes, desk.premises)
    told = await _tell_why(db, desk)
    return Served(moved, told, dropped)


async def look(session: AsyncSession, now: datetime) -> Desk:
    """Read technicians, what those hold who are here, and what waits, into an engine."""
    book = await settings_service.load(session)
    views = await rosters.load(session, now)
    engine = Restored(
        views,
        book.organisation.stream,
        strategy=book.organisation.strategy.value,
        teams=book.strategies,
        team_settings={team: own.stream for team, own in book.teams.items()},
    )
    shares = await held.read(session)
    queue = await waiting.look(session, engine.floor.roster)
    tickets = {ticket.id: ticket for ticket in queue.tickets}
    holdings: dict[UUID, Held] = {}
    for share in shares:
        # Read one after the other: what got a holder in between is held, and waits no more.
        tickets.update(share.by_id)
        holdings.update(share.by_holder)
    had = [id_ for id_, ticket in tickets.items() if ticket.previous_assignee_id is not None]
    excluded = await repository.exclusions_of(session, had, now=now) if had else {}
    engine.restore(
        _known(engine.floor.roster, queue.tickets, shares, tickets, excluded), at=now.timestamp()
    )
    return Desk(
        engine,
        Premises(tickets, {view.id: view for view in views}, holdings, book),
        frozenset(
            ticket.id
            for ticket in queue.tickets
            if not queue.is_long or ticket.waiting_reason is None
        ),
    )


def _known(
    roster: Roster,
    queue: Sequence[Sighting],
    shares: Sequence[Share],
    tickets: Mapping[UUID, Sighting],
    excluded: Mapping[UUID, frozenset[UUID]],
) -> list[Known]:
    """Everything that waits or is held by somebody of the roster, as the engine is told of it."""
    limited = roster.limited_channels
    known = [known_of(one, limited=limited) for one in queue if tickets[one.id].assignee_id is None]
    for share in shares:
        told = known_in(share, limited)
        if not share.by_holder.keys() <= roster.position.keys():
            told = tuple(one for one in told if one.holder in roster.position)
        known += told
    if excluded:
        known = [
            known_of(tickets[one.ticket.id], excluded[one.ticket.id], limited)
            if one.ticket.id in excluded
            else one
            for one in known
        ]
    return known


@lru_cache(maxsize=SHARES_REMEMBERED)
def known_in(share: Share, limited: frozenset[str]) -> tuple[Known, ...]:
    """The tickets of a share, the oldest first."""
    told = (known_of(ticket, limited=limited) for ticket in share.tickets)
    return tuple(sorted(told, key=lambda one: (one.arrived_at, one.ticket.id)))


def known_of(
    ticket: Sighting,
    excluded: frozenset[UUID] = NOBODY,
    limited: frozenset[str] = frozenset(),
) -> Known:
    """A ticket as the engine is told of it; its channel only matters where somebody has a limit."""
    # Accepted and not begun: the next on the list, as what the engine promised.
    is_accepted = ticket.status is TicketStatus.ASSIGNED and ticket.commitment is Commitment.FIRM
    begun_at = ticket.updated_at if ticket.status is TicketStatus.IN_PROGRESS else None
    return Known(
        TicketView(
            id=ticket.id,
            skill=skill_of(ticket.category),
            team=ticket.team_id,
            priority=ticket.priority or Priority.MEDIUM,
            effort_minutes=ticket.effort_minutes,
            previous=ticket.previous_assignee_id,
            excluded=excluded,
            language=ticket.language,
            channel=ticket.channel if ticket.channel in limited else None,
            category=ticket.category,
            familiar=NOBODY if ticket.helped_before is None else frozenset({ticket.helped_before}),
        ),
        arrived_at=(ticket.ready_at or ticket.created_at).timestamp(),
        holder=ticket.assignee_id if ticket.status in HELD else None,
        commitment=Commitment.HELD if is_accepted else ticket.commitment,
        begun_at=None if begun_at is None else begun_at.timestamp(),
        is_parked=ticket.status is TicketStatus.WAITING_ON_REQUESTER,
        is_new=ticket.waiting_reason is None,
    )


async def carry_out(db: Database, changes: Sequence[Change], known: Premises) -> tuple[int, int]:
    """Write the changes in batches; returns how many were written, and how many held no more.

    What follows on a change that held no more was decided with that change done, so it waits for
    the next pass.
    """
    moved = 0
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        done, failed = await _carry_out_or_split(db, batch, known)
        moved += done
        if dropped := len(batch) - done - failed:
            return moved, dropped
    return moved, 0


async def _carry_out_or_split(
    db: Database, changes: Sequence[Change], known: Premises
) -> tuple[int, int]:
    """One transaction for all; when that fails, one each, so that one ticket holds up no other."""
    try:
        async with db.write(urgent=True) as session:
            done = await claim.carry_out(session, changes, known)
        known.note(done)
        return len(done), 0
    except Exception as error:
        if isinstance(error, DBAPIError) and dialect.is_retryable(error):
            raise
        if len(changes) == 1:
            log.error("assignment.failed", ticket_id=str(changes[0].move.ticket), exc_info=error)
            return 0, 1
    alone = [await _carry_out_or_split(db, [change], known) for change in changes]
    return sum(done for done, _ in alone), sum(failed for _, failed in alone)


async def _tell_why(db: Database, desk: Desk) -> int:
    """Let waiting tickets say why they wait, where that is not what they say."""
    reasons: dict[UUID, dict[str, Any]] = {}
    for one in desk.engine.unplaced():
        if one.ticket in desk.tellable:
            reason = waiting_reason(one)
            if reason != desk.premises.tickets[one.ticket].waiting_reason:
                reasons[one.ticket] = reason
    ids = sorted(reasons)
    told = 0
    for start in range(0, len(ids), BATCH):
        async with db.write() as session:
            told += await _write_reasons(session, ids[start : start + BATCH], reasons)
    return told


def waiting_reason(unplaced: Unplaced) -> dict[str, Any]:
    """What a ticket without a holder keeps: counts per reason, and the sentence."""
    if unplaced.eligible:
        return {"counts": {}, "sentence": explain.IN_LINE}
    counts = {verdict.code: count for verdict, count in unplaced.counts.items()}
    return {"counts": counts, "sentence": explain.waiting_sentence(counts, unplaced.skill)}


async def _write_reasons(
    session: AsyncSession, ids: Sequence[UUID], reasons: dict[UUID, dict[str, Any]]
) -> int:
    """Only a new kind of reason is an event; a changed number, or its turn to come, is not."""
    locked = await sightings.lock(session, ids)
    groups: dict[str, list[UUID]] = {}
    told = 0
    for id_, ticket in locked.items():
        reason, known = reasons[id_], ticket.waiting_reason
        if ticket.assignee_id is not None or ticket.ready_at is None or reason == known:
            continue
        groups.setdefault(reason["sentence"], []).append(id_)
        told += 1
        if reason["counts"] and set(reason["counts"]) != set((known or {}).get("counts", ())):
            events.record(session, TicketWaits(ticket_id=id_), cause=Cause.SYSTEM)
    for group in groups.values():
        await repository.write_waiting_reason(session, group, reasons[group[0]])
    return told
