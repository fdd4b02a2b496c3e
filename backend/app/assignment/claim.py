"""The only place that locks: every way in which a ticket gets or loses its holder ends here.

Lock order: tickets by id, then technicians by id. A claim re-reads under lock whatever the
decision rests on, so a decision on stale facts is taken anew instead of being carried out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import explain, holdings, repository, technicians
from app.assignment.engine.decide import Decision, decide_all
from app.assignment.engine.explanation import explain as explanation_of
from app.assignment.engine.roster import Roster
from app.assignment.engine.tickets import TicketView, skill_of, weighted_minutes
from app.assignment.enums import Outcome
from app.assignment.events import TicketAssigned, TicketWaits
from app.assignment.repository import WaitingTicket
from app.assignment.technicians import Reservation
from app.core import clock, events
from app.core.actor import Cause
from app.core.ids import new_id
from app.core.metrics import ASSIGNMENTS, SECONDS_TO_ASSIGNMENT
from app.people.enums import Strategy
from app.tickets.enums import Commitment, Priority

Teams = Mapping[UUID, Strategy]


class ClaimLost(RuntimeError):
    """A locked technician had no place after all; the transaction must not be kept."""


@dataclass(frozen=True, slots=True)
class Served:
    """What became of a batch: tickets that got a holder, and tickets that now say why not."""

    assigned: int = 0
    told: int = 0


async def claim(
    session: AsyncSession, ticket_ids: Sequence[UUID], roster: Roster, teams: Teams
) -> Served:
    """Assign those of the tickets that still wait, in the given order, in this transaction.

    The roster may be some moments old: whoever is chosen is locked and read again, and if
    anything about him differs the batch is decided anew. Tickets that somebody else is deciding
    are left to him.
    """
    started = perf_counter()
    tickets = {ticket.id: ticket for ticket in await repository.lock_waiting(session, ticket_ids)}
    if not tickets:
        return Served()
    # Whoever gave a ticket back had it, so a fresh ticket need not be asked about.
    had = [id_ for id_, ticket in tickets.items() if ticket.previous_assignee_id is not None]
    excluded = await repository.exclusions_of(session, had) if had else {}
    views = [
        _view(tickets[id_], excluded.get(id_, frozenset())) for id_ in ticket_ids if id_ in tickets
    ]
    now = clock.now()
    decisions, after = await _settle(session, views, roster, teams, now)
    taken = [decision for decision in decisions if decision.winner is not None]
    if taken:
        await _write(session, taken, tickets, after, now=now, started=started)
    told = await _tell_why(session, decisions, tickets)
    return Served(assigned=len(taken), told=told)


def _view(ticket: WaitingTicket, excluded: frozenset[UUID]) -> TicketView:
    return TicketView(
        id=ticket.id,
        skill=skill_of(ticket.category),
        team=ticket.team_id,
        priority=ticket.priority or Priority.MEDIUM,
        effort_minutes=ticket.effort_minutes,
        previous=ticket.previous_assignee_id,
        excluded=excluded,
    )


async def _settle(
    session: AsyncSession,
    views: Sequence[TicketView],
    roster: Roster,
    teams: Teams,
    now: datetime,
) -> tuple[list[Decision], Roster]:
    """Decide until every chosen technician is locked and was seen as he is."""
    skills = {view.skill for view in views if view.skill is not None}
    locked: set[int] = set()
    while True:
        after = roster.copy()
        decisions = decide_all(views, after, now=now.timestamp(), teams=teams)
        chosen = {decision.winner for decision in decisions if decision.winner is not None}
        unseen = [roster.ids[index] for index in sorted(chosen - locked)]
        if not unseen:
            return decisions, after
        fresh = await technicians.lock(session, unseen, skills=skills)
        locked |= chosen
        if not roster.refresh(unseen, fresh):
            return decisions, after


async def _write(
    session: AsyncSession,
    taken: Sequence[Decision],
    tickets: Mapping[UUID, WaitingTicket],
    after: Roster,
    *,
    now: datetime,
    started: float,
) -> None:
    """Reserve the places, then write holders, decisions and events."""
    reservations: dict[UUID, Reservation] = {}
    assignees: dict[UUID, UUID] = {}
    for decision in taken:
        technician_id = after.ids[_winner(decision)]
        assignees[decision.ticket.id] = technician_id
        known = reservations.get(technician_id)
        reservations[technician_id] = Reservation(
            tickets=1 + (known.tickets if known else 0),
            weighted_minutes=decision.ticket.weighted_minutes
            + (known.weighted_minutes if known else 0.0),
            last_assigned_at=technicians.at_seconds(decision.at),
        )
    if await technicians.reserve(session, reservations, online_only=True) != len(reservations):
        raise ClaimLost("a locked technician was not online or had no place")
    await repository.write_assignees(session, assignees, now=now)
    duration_ms = round((perf_counter() - started) * 1000 / len(taken), 3)
    rows = [
        _decision_row(decision, assignees[decision.ticket.id], after, now, duration_ms)
        for decision in taken
    ]
    await holdings.insert_decisions(session, rows)
    for row in rows:
        _announce(session, row, tickets[row["ticket_id"]], now)


def _winner(decision: Decision) -> int:
    assert decision.winner is not None
    return decision.winner


def _decision_row(
    decision: Decision, technician_id: UUID, after: Roster, now: datetime, duration_ms: float
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "ticket_id": decision.ticket.id,
        "technician_id": technician_id,
        "at": now,
        "outcome": Outcome.ASSIGNED,
        "strategy": decision.strategy.name,
        "strategy_version": decision.strategy.version,
        "explanation": explanation_of(decision, after),
        "duration_ms": duration_ms,
        "cause": Cause.SYSTEM,
        "actor_id": None,
        "reason": None,
    }


def _announce(
    session: AsyncSession, row: Mapping[str, Any], ticket: WaitingTicket, now: datetime
) -> None:
    events.record(
        session,
        TicketAssigned(
            ticket_id=ticket.id,
            technician_id=row["technician_id"],
            previous_id=ticket.previous_assignee_id,
            decision_id=row["id"],
            commitment=Commitment.SOFT,
            by_person=False,
        ),
        cause=Cause.SYSTEM,
    )
    ASSIGNMENTS.labels(outcome=Outcome.ASSIGNED).inc()
    if ticket.previous_assignee_id is None:
        SECONDS_TO_ASSIGNMENT.observe((now - ticket.created_at).total_seconds())


def waiting_reason(decision: Decision) -> dict[str, Any]:
    """What a ticket without an eligible technician keeps: counts per reason, and the sentence."""
    counts = {verdict.code: count for verdict, count in decision.counts.items()}
    return {
        "counts": counts,
        "sentence": explain.waiting_sentence(counts, decision.ticket.skill),
    }


async def _tell_why(
    session: AsyncSession, decisions: Sequence[Decision], tickets: Mapping[UUID, WaitingTicket]
) -> int:
    """Write why tickets wait. Only a new kind of reason is an event; a changed number is not."""
    changed: dict[str, tuple[dict[str, Any], list[UUID]]] = {}
    told = 0
    for decision in decisions:
        if decision.winner is not None:
            continue
        ticket = tickets[decision.ticket.id]
        reason, known = waiting_reason(decision), ticket.waiting_reason
        if reason == known:
            continue
        changed.setdefault(reason["sentence"], (reason, []))[1].append(ticket.id)
        if known is None or set(known["counts"]) != set(reason["counts"]):
            events.record(session, TicketWaits(ticket_id=ticket.id), cause=Cause.SYSTEM)
            told += 1
    for reason, ids in changed.values():
        await repository.write_waiting_reason(session, ids, reason)
    return told


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
