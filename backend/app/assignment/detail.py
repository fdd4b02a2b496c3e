"""Tells readers who has a ticket and why; everything shown was kept with the decision."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import (
    dispatch,
    explain,
    holdings,
    repository,
    rosters,
    settings_service,
    sightings,
)
from app.assignment.engine.decide import decide
from app.assignment.engine.explanation import explain as explanation_of
from app.assignment.engine.roster import Roster
from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision
from app.assignment.schemas import (
    AssignmentDetail,
    AssignmentEntry,
    AssignmentState,
    Candidate,
    Factor,
    RunnerUp,
)
from app.auth import service as auth
from app.auth.permissions import Permission
from app.auth.schemas import PersonRef
from app.core import clock
from app.core.actor import Actor
from app.tickets.enums import HELD, OPEN
from app.tickets.models import Ticket

HISTORY = 50
_BY_ENGINE = frozenset({Outcome.ASSIGNED, Outcome.MOVED, Outcome.PROMISED})
GONE = "Somebody who is gone"
FINISHED = "The ticket is finished; nobody needs to hold it."
PLAIN_WAITING = "Waiting for the next technician who can help."
UNSCORED = "Waiting to be classified."

Names = Mapping[UUID, PersonRef]
_GIVES = frozenset(
    {Outcome.ASSIGNED, Outcome.MOVED, Outcome.PROMISED, Outcome.HANDED, Outcome.TAKEN}
)


async def assignment_of(session: AsyncSession, ticket: Ticket, actor: Actor) -> AssignmentDetail:
    """Explain where a ticket stands; a requester reads no names but his own helper's."""
    is_staff = actor.may(Permission.TICKETS_READ_ALL)
    decisions = await holdings.list_decisions(session, ticket.id, limit=HISTORY)
    if ticket.status in OPEN and ticket.status not in HELD:
        return await _waiting(session, ticket, decisions, is_staff=is_staff)
    latest = next((item for item in decisions if item.outcome in _GIVES), None)
    kept = latest.explanation if latest else {}
    names = await auth.names_of(session, _people(ticket, decisions, kept))
    sentence = FINISHED if latest is None else _sentence(latest, names, ticket, is_staff=is_staff)
    return AssignmentDetail(
        state=AssignmentState.ASSIGNED if ticket.status in HELD else AssignmentState.NONE,
        assignee=_ref(names, ticket.assignee_id),
        commitment=ticket.commitment if ticket.status in HELD else None,
        decided_at=latest.at if latest else None,
        strategy=latest.strategy if latest else None,
        strategy_version=latest.strategy_version if latest else None,
        sentence=sentence,
        factors=_factors(kept) if is_staff else [],
        runner_up=_runner_up(kept, names) if is_staff else None,
        candidates=_candidates(kept, names) if is_staff else [],
        duration_ms=latest.duration_ms if latest else None,
        history=_history(decisions, names, ticket, is_staff=is_staff),
    )


async def _waiting(
    session: AsyncSession,
    ticket: Ticket,
    decisions: Sequence[AssignmentDecision],
    *,
    is_staff: bool,
) -> AssignmentDetail:
    """Why nobody has it: decided afresh for the reader and not kept, so it is true right now."""
    kept: dict[str, Any] = {}
    if is_staff:
        kept = await _decide_now(session, ticket)
    names = await auth.names_of(session, _people(ticket, decisions, kept))
    return AssignmentDetail(
        state=AssignmentState.WAITING,
        assignee=None,
        commitment=None,
        decided_at=None,
        strategy=None,
        strategy_version=None,
        sentence=_waiting_words(ticket, kept) if is_staff else PLAIN_WAITING,
        factors=[],
        runner_up=None,
        candidates=_candidates(kept, names),
        duration_ms=None,
        history=_history(decisions, names, ticket, is_staff=is_staff),
    )


async def _decide_now(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    now = clock.now()
    roster = Roster(await rosters.load(session, now))
    book = await settings_service.load(session)
    excluded = await repository.exclusions_of(session, {ticket.id}, now=now)
    seen = sightings.select_waiting().where(col(Ticket.id) == ticket.id)
    (sighting,) = await sightings.read(session, seen)
    mine = excluded.get(ticket.id, dispatch.NOBODY)
    view = dispatch.known_of(sighting, mine, roster.limited_channels).ticket
    return explanation_of(decide(view, roster, now=now.timestamp(), teams=book.strategies), roster)


def _waiting_words(ticket: Ticket, kept: Mapping[str, Any]) -> str:
    if ticket.ready_at is None:
        return UNSCORED
    if kept["eligible"]:
        return explain.IN_LINE
    return explain.waiting_sentence(kept["counts"], kept["skill"])


def _people(
    ticket: Ticket, decisions: Sequence[AssignmentDecision], kept: Mapping[str, Any]
) -> set[UUID | None]:
    people: set[UUID | None] = {ticket.assignee_id}
    people |= {decision.technician_id for decision in decisions}
    people |= {_previous(decision) for decision in decisions}
    people |= {UUID(row[0]) for row in kept.get("candidates", ())}
    if "runner_up" in kept:
        people.add(UUID(kept["runner_up"][0]))
    return people


def _previous(decision: AssignmentDecision) -> UUID | None:
    """Who had it until then, where the engine moved it."""
    previous = decision.explanation.get("previous")
    return None if previous is None else UUID(previous)


def _ref(names: Names, person_id: UUID | None) -> PersonRef | None:
    if person_id is None:
        return None
    return names.get(person_id) or PersonRef(id=person_id, name=GONE)


def _known(names: Names, person_id: str) -> PersonRef:
    id_ = UUID(person_id)
    return names.get(id_) or PersonRef(id=id_, name=GONE)


def _sentence(decision: AssignmentDecision, names: Names, ticket: Ticket, *, is_staff: bool) -> str:
    shown = is_staff or decision.technician_id == ticket.assignee_id
    who = _ref(names, decision.technician_id)
    name = who.name if shown and who is not None else None
    if decision.outcome in _BY_ENGINE:
        previous = _previous(decision)
        known = None if previous is None else _known(names, str(previous)).name
        return explain.assigned_sentence(
            decision.explanation,
            name,
            previous=known,
            is_promise=decision.outcome is Outcome.PROMISED,
            shows_numbers=is_staff,
        )
    offline = bool(decision.explanation.get("offline")) and is_staff
    sentence = explain.by_hand_sentence(decision.outcome, name, offline=offline)
    return f"{sentence} “{decision.reason}”" if decision.reason and is_staff else sentence


def _history(
    decisions: Sequence[AssignmentDecision], names: Names, ticket: Ticket, *, is_staff: bool
) -> list[AssignmentEntry]:
    return [
        AssignmentEntry(
            at=decision.at,
            technician=_ref(names, decision.technician_id)
            if is_staff or decision.technician_id == ticket.assignee_id
            else None,
            cause=decision.cause,
            outcome=decision.outcome,
            sentence=_sentence(decision, names, ticket, is_staff=is_staff),
        )
        for decision in decisions
    ]


def _factors(kept: Mapping[str, Any]) -> list[Factor]:
    factors = kept.get("factors", ())
    others = kept.get("runner_up_factors") or [None] * len(factors)
    return [
        Factor(
            name=name,
            label=explain.factor_label(name),
            points=points,
            runner_up_points=other,
            weight=weight,
        )
        for (name, points, weight), other in zip(factors, others, strict=True)
    ]


def _runner_up(kept: Mapping[str, Any], names: Names) -> RunnerUp | None:
    if "runner_up" not in kept:
        return None
    person_id, points = kept["runner_up"]
    return RunnerUp(technician=_known(names, person_id), points=points)


def _candidates(kept: Mapping[str, Any], names: Names) -> list[Candidate]:
    found = []
    for person_id, code, points, active, capacity in kept.get("candidates", ()):
        reason, would_change = explain.verdict_words(
            code, skill=kept.get("skill"), active=active, capacity=capacity
        )
        found.append(
            Candidate(
                technician=_known(names, person_id),
                eligible=code == "eligible",
                points=points,
                reason=reason,
                would_change=would_change,
            )
        )
    return found
