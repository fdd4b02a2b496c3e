"""Use cases of escalations: lift a ticket to its next level, and say that somebody has it."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.tickets.enums import OPEN
from app.tickets.models import Ticket
from app.workflow.escalation import plans, repository, running
from app.workflow.escalation.enums import EscalationState, StartedBy
from app.workflow.escalation.errors import NothingEscalated
from app.workflow.escalation.events import EscalationAcknowledged
from app.workflow.escalation.models import TicketEscalation
from app.workflow.escalation.plans import Book
from app.workflow.escalation.schemas import (
    REASON_LENGTH,
    EscalationLevel,
    EscalationPolicy,
    TicketEscalationView,
)
from app.workflow.escalation.shipped import FALLBACK

_CAUSES = {StartedBy.PERSON: Cause.PERSON, StartedBy.RULE: Cause.RULE}
_GOING = frozenset({EscalationState.RUNNING, EscalationState.EXHAUSTED})


async def escalate(
    session: AsyncSession, ticket_id: UUID, *, reason: str, actor_id: UUID | None
) -> None:
    """Lift a ticket to its next level; nothing happens while a level was told and nobody has it.

    Without an actor the product itself does it. A finished ticket stays as it is.
    """
    started_by = StartedBy.RULE if actor_id is None else StartedBy.PERSON
    await start(session, ticket_id, reason=reason, actor_id=actor_id, started_by=started_by)


async def start(
    session: AsyncSession,
    ticket_id: UUID,
    *,
    reason: str,
    actor_id: UUID | None,
    started_by: StartedBy,
) -> None:
    """`escalate`, with what set it going."""
    ticket = (await repository.lock_tickets(session, {ticket_id})).get(ticket_id)
    if ticket is None or ticket.status not in OPEN:
        return
    row = (await repository.escalations_of(session, {ticket_id})).get(ticket_id)
    if row is not None and row.state is EscalationState.RUNNING:
        answered = (await running.answers(session, {ticket_id: row.since})).get(ticket_id)
        if answered is None:
            return
        running.settle(session, row, answered)
    book = await plans.book(session)
    facts = (await running.facts_of(session, [ticket]))[ticket_id]
    now = clock.now()
    if row is None:
        policy = book.match(facts) or FALLBACK
        row = TicketEscalation(
            ticket_id=ticket_id, state=EscalationState.ARMED, started_by=started_by, since=now
        )
    elif row.state in {EscalationState.ARMED, EscalationState.DROPPED}:
        policy = book.match(facts) or FALLBACK
        row.level, row.round = 0, 1
    else:
        policy = running.policy_of(row, facts, book)
        # Above the last level there is nobody: it is told again.
        row.level, row.round = min(row.level, len(policy.levels) - 1), 1
    row.started_by, row.since, row.next_at = started_by, now, None
    row.reason = reason[:REASON_LENGTH]
    cause = _CAUSES.get(started_by, Cause.SYSTEM)
    await running.go_on(session, row, ticket, policy, book, by=actor_id, cause=cause)


async def acknowledge(session: AsyncSession, ticket_id: UUID, *, by: Actor) -> None:
    """Have it: the next level is not told.

    Raises:
        NothingEscalated: nobody was called, or somebody has it already.
    """
    await repository.lock_tickets(session, {ticket_id})
    row = (await repository.escalations_of(session, {ticket_id})).get(ticket_id)
    if row is None or row.state not in _GOING | {EscalationState.ARMED}:
        raise NothingEscalated
    row.state, row.next_at = EscalationState.ACKNOWLEDGED, None
    row.acknowledged_by_id, row.acknowledged_at = by.id, clock.now()
    session.add(row)
    events.record(
        session,
        EscalationAcknowledged(ticket_id=ticket_id, level=row.level, acknowledged_by=by.id),
        by=by,
    )


async def escalation_of(session: AsyncSession, ticket: Ticket) -> TicketEscalationView:
    """How far a ticket's escalation has come; an answer counts as soon as it is given."""
    rows = await repository.escalations_of(session, {ticket.id}, lock=False)
    row = rows.get(ticket.id)
    if row is None:
        return _NONE
    # A copy: what is only read here is not written.
    row = TicketEscalation(**row.model_dump())
    if row.next_at is not None:
        answered = (await running.answers(session, {ticket.id: row.since})).get(ticket.id)
        if answered is not None:
            was_told = row.state is not EscalationState.ARMED
            row.state = EscalationState.ACKNOWLEDGED if was_told else EscalationState.DROPPED
            row.next_at = None
            if was_told:
                row.acknowledged_by_id, row.acknowledged_at = answered.by_id, answered.at
    book = await plans.book(session)
    facts = (await running.facts_of(session, [ticket]))[ticket.id]
    policy = running.policy_of(row, facts, book)
    told = [UUID(id_) for id_ in row.told]
    names = await auth.names_of(session, [*told, row.acknowledged_by_id])
    return TicketEscalationView(
        state=row.state,
        policy=policy.name,
        level=row.level,
        levels=len(policy.levels),
        round=row.round,
        started_by=row.started_by,
        reason=row.reason,
        told=[names[id_] for id_ in told if id_ in names],
        told_at=row.told_at,
        next_at=row.next_at,
        next_names=await _next_names(session, row, policy, book),
        seen_late_seconds=row.seen_late_seconds,
        acknowledged_by=None
        if row.acknowledged_by_id is None
        else names.get(row.acknowledged_by_id),
        acknowledged_at=row.acknowledged_at,
    )


async def _next_names(
    session: AsyncSession, row: TicketEscalation, policy: EscalationPolicy, book: Book
) -> list[str]:
    if row.next_at is None or (row.level >= len(policy.levels) and row.round > policy.repeats):
        return []
    level = policy.levels[row.level % len(policy.levels)]
    return await level_names(session, level, book)


async def level_names(session: AsyncSession, level: EscalationLevel, book: Book) -> list[str]:
    """Who a level tells, in words."""
    words = []
    if level.team_id is not None:
        names = await repository.team_names(session, {level.team_id})
        words += [f"team {name}" for name in names.values()]
    if level.rota_id is not None and level.rota_id in book.rotas:
        person = await running.on_call_now(session, level.rota_id, book, clock.now())
        known = await auth.names_of(session, [person])
        who = f": {known[person].name}" if person is not None and person in known else ""
        words.append(f"on call for {book.rota_names[level.rota_id]}{who}")
    if level.team_leads:
        words.append("whoever leads the team")
    if level.administrators:
        words.append("administrators")
    return words


_NONE = TicketEscalationView(
    state=None,
    policy=None,
    level=0,
    levels=0,
    round=0,
    started_by=None,
    reason="",
    told=[],
    told_at=None,
    next_at=None,
    next_names=[],
    seen_late_seconds=0,
    acknowledged_by=None,
    acknowledged_at=None,
)
