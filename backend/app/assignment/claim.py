"""The only place that locks: every way in which a ticket gets or loses its holder ends here.

Lock order: tickets by id, then technicians by id. A claim re-reads under lock whatever its
decision rests on; what changed in the meantime is dropped and decided anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import holdings, premises, repository, sightings, technicians
from app.assignment.engine.restore import Change
from app.assignment.engine.tickets import weighted_minutes
from app.assignment.enums import Outcome
from app.assignment.events import TicketAssigned, TicketPromised
from app.assignment.premises import Premises
from app.assignment.sightings import Sighting
from app.assignment.technicians import Reservation
from app.core import clock, events
from app.core.actor import Cause
from app.core.ids import new_id
from app.core.metrics import ASSIGNMENTS, SECONDS_TO_ASSIGNMENT
from app.tickets.enums import Commitment


class ClaimLost(RuntimeError):
    """A locked technician had no place after all; the transaction must not be kept."""


@dataclass(slots=True)
class _Ledger:
    """What a batch writes."""

    given: dict[UUID, tuple[UUID, Commitment]] = field(default_factory=dict)
    promised: list[UUID] = field(default_factory=list)
    gains: dict[UUID, Reservation] = field(default_factory=dict)
    losses: dict[UUID, tuple[int, float]] = field(default_factory=dict)

    def enter(self, change: Change, ticket: Sighting, now: datetime) -> None:
        """Note one change."""
        holder, commitment = change.move.technician, change.move.commitment
        assert holder is not None
        assert commitment is not None
        if holder == ticket.assignee_id:
            self.promised.append(ticket.id)
            return
        self.given[ticket.id] = (holder, commitment)
        minutes = weighted_minutes(ticket.effort_minutes, ticket.priority)
        known = self.gains.get(holder)
        self.gains[holder] = Reservation(
            tickets=1 + (known.tickets if known else 0),
            weighted_minutes=minutes + (known.weighted_minutes if known else 0.0),
            # Two turns of one batch are told apart, so that they stay in order.
            last_assigned_at=technicians.at_seconds(now.timestamp() + 1e-6 * len(self.given)),
        )
        if ticket.assignee_id is not None:
            count, weight = self.losses.get(ticket.assignee_id, (0, 0.0))
            self.losses[ticket.assignee_id] = (count + 1, weight + minutes)


async def carry_out(
    session: AsyncSession, changes: Sequence[Change], known: Premises
) -> list[Change]:
    """Carry out those of the changes whose premises still hold; returns them.

    Tickets that somebody else is deciding are left to him.

    Raises:
        ClaimLost: a reservation failed that could not have.
    """
    started = perf_counter()
    tickets = await sightings.lock(session, [change.move.ticket for change in changes])
    sound = [change for change in changes if known.holds_for_ticket(tickets, change)]
    if not sound:
        return []
    people = {change.move.technician for change in sound} | {
        tickets[change.move.ticket].assignee_id for change in sound
    }
    locked = await technicians.lock(
        session, [id_ for id_ in people if id_ is not None], with_skills=True
    )
    held = await _held_again(session, sound, known)
    sound = known.holding(sound, tickets, locked, held)
    if sound:
        await _write(session, sound, known, tickets, started=started)
    return sound


async def _held_again(
    session: AsyncSession, changes: Sequence[Change], known: Premises
) -> Mapping[UUID, premises.Held]:
    """What those hold now who were seen to be free for more."""
    free = {change.move.technician for change in changes if known.rests_on_list(change)}
    if not free:
        return {}
    found = await sightings.held_by(session, [id_ for id_ in free if id_ is not None])
    return premises.by_holder(found)


async def _write(
    session: AsyncSession,
    sound: Sequence[Change],
    known: Premises,
    tickets: Mapping[UUID, Sighting],
    *,
    started: float,
) -> None:
    """Reserve the places, then write holders, decisions and events."""
    now = clock.now()
    ledger = _Ledger()
    for change in sound:
        ledger.enter(change, tickets[change.move.ticket], now)
    await technicians.give_up(session, ledger.losses)
    if ledger.gains:
        reserved = await technicians.reserve(session, ledger.gains, online_only=True)
        if reserved != len(ledger.gains):
            raise ClaimLost("a locked technician was not online or had no place")
        await repository.write_assignees(session, ledger.given, now=now)
    await repository.write_promises(session, ledger.promised)
    duration_ms = round((perf_counter() - started) * 1000 / len(sound), 3)
    rows = [_decision_row(change, known.kept(change), now, duration_ms) for change in sound]
    await holdings.insert_decisions(session, rows)
    for change, row in zip(sound, rows, strict=True):
        _announce(session, change, row, tickets[change.move.ticket], now)


def _outcome(change: Change) -> Outcome:
    move = change.move
    if move.previous is None:
        return Outcome.ASSIGNED
    return Outcome.PROMISED if move.previous == move.technician else Outcome.MOVED


def _decision_row(
    change: Change, rests_on: Mapping[str, object], now: datetime, duration_ms: float
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "ticket_id": change.move.ticket,
        "technician_id": change.move.technician,
        "at": now,
        "outcome": _outcome(change),
        "strategy": change.strategy.name,
        "strategy_version": change.strategy.version,
        "explanation": {**change.account, "premises": rests_on},
        "duration_ms": duration_ms,
        "cause": Cause.SYSTEM,
        "actor_id": None,
        "reason": None,
    }


def _announce(
    session: AsyncSession,
    change: Change,
    row: Mapping[str, Any],
    ticket: Sighting,
    now: datetime,
) -> None:
    """Record the fact. A promise is told to nobody: it changes what a page shows."""
    technician_id, outcome = row["technician_id"], row["outcome"]
    commitment = change.move.commitment
    assert commitment is not None
    fact = (
        TicketPromised(ticket_id=ticket.id, technician_id=technician_id, decision_id=row["id"])
        if outcome is Outcome.PROMISED
        else TicketAssigned(
            ticket_id=ticket.id,
            technician_id=technician_id,
            previous_id=ticket.assignee_id or ticket.previous_assignee_id,
            decision_id=row["id"],
            commitment=commitment,
            by_person=False,
        )
    )
    events.record(session, fact, cause=Cause.SYSTEM)
    ASSIGNMENTS.labels(outcome=outcome).inc()
    if outcome is Outcome.ASSIGNED and ticket.previous_assignee_id is None:
        SECONDS_TO_ASSIGNMENT.observe((now - ticket.created_at).total_seconds())


async def recount(session: AsyncSession, technician_ids: Collection[UUID]) -> int:
    """Set loads to what the tickets say; returns how many counts of tickets were wrong.

    A claim changes a technician's count under the same lock before it commits its tickets, so
    under the lock the committed tickets and the count must agree.
    """
    if not technician_ids:
        return 0
    await session.flush()
    locked = await technicians.lock(session, technician_ids)
    loads = dict.fromkeys(locked, (0, 0.0))
    for technician_id, priority, count, minutes in await holdings.held_by(session, locked):
        active, load = loads[technician_id]
        loads[technician_id] = (active + count, load + weighted_minutes(minutes, priority))
    differing = {
        id_: (active, load)
        for id_, (active, load) in loads.items()
        if active != locked[id_].active or abs(load - locked[id_].weighted_load) > 0.01
    }
    if differing:
        await technicians.write_loads(session, differing)
    return sum(active != locked[id_].active for id_, (active, _) in differing.items())
