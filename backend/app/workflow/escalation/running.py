"""How an escalation runs: when it is armed, whom a level tells, and what counts as an answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.events import TicketAccepted
from app.calendars.hours import add_business
from app.core import clock, events
from app.core.actor import Cause, Role
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import OPEN, MessageKind, TicketStatus
from app.tickets.events import MessageAdded, StatusChanged, TicketClosed, TicketSolved, WorkStarted
from app.tickets.models import Ticket
from app.workflow.escalation import plans, repository
from app.workflow.escalation.enums import EscalationState, StartedBy
from app.workflow.escalation.models import OnCallOverride, TicketEscalation
from app.workflow.escalation.plans import Book
from app.workflow.escalation.rotas import StandIn, on_call
from app.workflow.escalation.schemas import EscalationLevel, EscalationPolicy
from app.workflow.escalation.shipped import FALLBACK
from app.workflow.events import TicketEscalated
from app.workflow.sla.policies import Facts

MINUTE = 60
# Noticed within so many seconds, a level counts as told in time.
TOLD_AT_ONCE = 60
ANSWERS = frozenset(
    event.type
    for event in (
        MessageAdded,
        StatusChanged,
        WorkStarted,
        TicketAccepted,
        TicketSolved,
        TicketClosed,
    )
)
_BEGUN = frozenset({TicketStatus.IN_PROGRESS.value, TicketStatus.WAITING_ON_REQUESTER.value})


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered or began, and when; nobody where the product itself ended the ticket."""

    by_id: UUID | None
    at: datetime


def after(book: Book, policy: EscalationPolicy, start: datetime, minutes: int) -> datetime | None:
    """When so many of the policy's minutes have passed."""
    return add_business(book.hours_of(policy), start, minutes * MINUTE)


async def facts_of(session: AsyncSession, tickets: Collection[Ticket]) -> dict[UUID, Facts]:
    """What policies may ask of tickets."""
    people = await repository.people_by_id(session, {one.requester_id for one in tickets})
    made: dict[UUID, Facts] = {}
    for one in tickets:
        role, address = people.get(one.requester_id, (Role.USER, ""))
        made[one.id] = Facts(
            priority=one.priority,
            category=one.category,
            team_id=one.team_id,
            requester_role=role,
            requester_domain=address.rpartition("@")[2],
        )
    return made


async def answers(session: AsyncSession, since: Mapping[UUID, datetime]) -> dict[UUID, Answer]:
    """The first answer of staff on each ticket since its moment, read from the history."""
    if not since:
        return {}
    found = await repository.events_since(session, since.keys(), ANSWERS, min(since.values()))
    actors = {row.actor_id for rows in found.values() for row in rows if row.actor_id is not None}
    staff = await repository.active_staff(session, actors)
    first: dict[UUID, Answer] = {}
    for ticket_id, rows in found.items():
        for row in rows:
            if row.at > since[ticket_id] and _is_answer(row, staff):
                first[ticket_id] = Answer(row.actor_id, row.at)
                break
    return first


def _is_answer(row: OutboxEvent, staff: set[UUID]) -> bool:
    if row.type in {TicketSolved.type, TicketClosed.type}:
        return True
    # A requester's colleague who asks for news, or an automatic reply, is no answer.
    if row.cause is not Cause.PERSON or row.actor_id not in staff:
        return False
    if row.type == MessageAdded.type:
        return row.data["kind"] == MessageKind.REPLY.value and not row.data["by_requester"]
    return row.type != StatusChanged.type or row.data["new"] in _BEGUN


async def people_of(
    session: AsyncSession, level: EscalationLevel, ticket: Ticket, book: Book, at: datetime
) -> set[UUID]:
    """Whom a level tells now; administrators where it would be nobody."""
    told: set[UUID] = set()
    if level.team_id is not None:
        told |= await repository.members_of(session, level.team_id)
    if level.rota_id is not None and level.rota_id in book.rotas:
        person = await on_call_now(session, level.rota_id, book, at)
        told |= set() if person is None else {person}
    if level.team_leads:
        told |= await repository.leads_near(session, ticket)
    if level.administrators or not told:
        told |= await repository.administrators(session)
    return told


async def on_call_now(
    session: AsyncSession, rota_id: UUID, book: Book, at: datetime
) -> UUID | None:
    """Who is on call on a rota; whoever is no longer active staff is passed over."""
    rota = book.rotas[rota_id]
    rows = (await repository.overrides_of(session, {rota_id}, after=at))[rota_id]
    here = await repository.active_staff(session, {*rota.people, *(row.user_id for row in rows)})
    return on_call(rota, at, [stand_in(row) for row in rows], here=here)


def stand_in(row: OnCallOverride) -> StandIn:
    """A row as the reckoning takes it."""
    return StandIn(id=row.id, user_id=row.user_id, starts_at=row.starts_at, ends_at=row.ends_at)


def policy_of(row: TicketEscalation, facts: Facts, book: Book) -> EscalationPolicy:
    """The policy that an escalation runs under; a removed one gives way to the one that fits."""
    return book.find(row.policy_id) or book.match(facts) or FALLBACK


async def go_on(
    session: AsyncSession,
    row: TicketEscalation,
    ticket: Ticket,
    policy: EscalationPolicy,
    book: Book,
    *,
    by: UUID | None = None,
    cause: Cause = Cause.SYSTEM,
) -> None:
    """Tell the next level of a locked ticket; after the last one go through again, or end."""
    now = clock.now()
    level = row.level + 1
    if level > len(policy.levels):
        if row.round > policy.repeats:
            row.state, row.next_at = EscalationState.EXHAUSTED, None
            session.add(row)
            return
        level, row.round = 1, row.round + 1
    late = 0 if row.next_at is None else int((now - row.next_at).total_seconds())
    wanted = policy.levels[level - 1]
    told = sorted(await people_of(session, wanted, ticket, book, now))
    row.state = EscalationState.RUNNING
    row.policy_id = policy.id
    row.level = level
    row.told, row.told_at = [str(id_) for id_ in told], now
    row.next_at = after(book, policy, now, wanted.timeout_minutes)
    row.seen_late_seconds = late if late > TOLD_AT_ONCE else 0
    row.acknowledged_by_id = row.acknowledged_at = None
    session.add(row)
    events.record(
        session,
        TicketEscalated(
            ticket_id=ticket.id,
            level=level,
            round=row.round,
            started_by=row.started_by,
            told_ids=tuple(told),
            next_at=row.next_at,
            seen_late_seconds=row.seen_late_seconds,
        ),
        by=by,
        cause=cause,
    )


async def serve_due(session: AsyncSession, ids: Collection[UUID]) -> int:
    """Go on with escalations whose time has come; returns how many were looked at.

    Each ticket's history is read first: what was answered while no worker ran is answered. A level
    has its whole time from the moment at which it was told, however late that was.
    """
    tickets = await repository.lock_tickets(session, ids)
    rows = await repository.escalations_of(session, ids)
    now = clock.now()
    ripe = {id_: row for id_, row in rows.items() if row.next_at is not None and row.next_at <= now}
    answered = await answers(session, {id_: row.since for id_, row in ripe.items()})
    facts = await facts_of(session, [one for id_, one in tickets.items() if id_ in ripe])
    plan = await plans.book(session)
    for id_, row in sorted(ripe.items()):
        ticket = tickets.get(id_)
        if ticket is None or (ticket.status not in OPEN and id_ not in answered):
            _end(session, row, EscalationState.DROPPED)
        elif id_ in answered:
            settle(session, row, answered[id_])
        elif row.state is EscalationState.ARMED and not _still_wanted(row, facts[id_], plan):
            _end(session, row, EscalationState.DROPPED)
        else:
            await go_on(session, row, ticket, policy_of(row, facts[id_], plan), plan)
    return len(ripe)


def settle(session: AsyncSession, row: TicketEscalation, answer: Answer) -> None:
    """Somebody answered: nobody else is told. Nobody had to be while it was only armed."""
    was_told = row.state is not EscalationState.ARMED
    _end(session, row, EscalationState.ACKNOWLEDGED if was_told else EscalationState.DROPPED)
    if was_told:
        row.acknowledged_by_id, row.acknowledged_at = answer.by_id, answer.at


def _end(session: AsyncSession, row: TicketEscalation, state: EscalationState) -> None:
    row.state, row.next_at = state, None
    session.add(row)


def _still_wanted(row: TicketEscalation, facts: Facts, plan: Book) -> bool:
    policy = plan.match(facts)
    if row.started_by is not StartedBy.UNANSWERED:
        return True
    return policy is not None and policy.unanswered_minutes is not None
