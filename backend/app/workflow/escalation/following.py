"""Escalations follow what happens to tickets: armed, started, or no longer called for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Recorded
from app.tickets.enums import OPEN
from app.tickets.events import TicketReopened
from app.tickets.models import Ticket
from app.triage.events import TicketTriaged
from app.workflow.escalation import plans, repository, running, service
from app.workflow.escalation.enums import EscalationState, StartedBy
from app.workflow.escalation.models import TicketEscalation
from app.workflow.escalation.plans import Book
from app.workflow.escalation.schemas import EscalationPolicy
from app.workflow.events import SlaBreached, SlaWarned

_OVER = frozenset(
    {EscalationState.ACKNOWLEDGED, EscalationState.EXHAUSTED, EscalationState.DROPPED}
)


async def arm(session: AsyncSession, batch: Sequence[Recorded[Any]]) -> None:
    """Begin to count where nobody has answered yet; stop where nothing asks for it any more."""
    happened = {item.event.ticket_id: item for item in batch if item.event.ticket_id is not None}
    book = await plans.book(session)
    if not any(one.unanswered_minutes is not None for one in book.policies):
        # Nothing to arm; what is armed under an earlier plan is looked at when its time comes.
        return
    tickets = await repository.tickets_by_id(session, happened)
    facts = await running.facts_of(session, list(tickets.values()))
    known = await repository.escalations_of(session, tickets, lock=False)
    wanted = {id_: _wanted(one, book.match(facts[id_])) for id_, one in tickets.items()}
    concerned = {id_ for id_ in tickets if wanted[id_] is not None or id_ in known}
    if not concerned:
        return
    locked = await repository.lock_tickets(session, concerned)
    known = await repository.escalations_of(session, concerned)
    for id_, ticket in locked.items():
        since = _since(happened[id_], ticket)
        _arm_one(session, ticket, known.get(id_), wanted[id_], since, happened[id_], book)


def _wanted(ticket: Ticket, policy: EscalationPolicy | None) -> EscalationPolicy | None:
    if policy is None or policy.unanswered_minutes is None or ticket.status not in OPEN:
        return None
    return policy


def _since(item: Recorded[Any], ticket: Ticket) -> datetime:
    # However long it took to be scored, the requester has waited since he handed it in.
    return ticket.created_at if isinstance(item.event, TicketTriaged) else item.at


def _arm_one(
    session: AsyncSession,
    ticket: Ticket,
    row: TicketEscalation | None,
    policy: EscalationPolicy | None,
    since: datetime,
    item: Recorded[Any],
    book: Book,
) -> None:
    if policy is None or policy.unanswered_minutes is None:
        if row is not None and row.state is EscalationState.ARMED:
            row.state, row.next_at = EscalationState.DROPPED, None
            session.add(row)
        return
    if row is not None:
        again = row.state in _OVER and isinstance(item.event, TicketReopened)
        planned_anew = row.policy_id != policy.id and row.state in {
            EscalationState.ARMED,
            EscalationState.DROPPED,
        }
        if not (again or planned_anew):
            return
    row = row or TicketEscalation(
        ticket_id=ticket.id,
        state=EscalationState.ARMED,
        started_by=StartedBy.UNANSWERED,
        since=since,
    )
    row.state, row.started_by, row.reason = EscalationState.ARMED, StartedBy.UNANSWERED, ""
    row.level, row.round, row.told, row.told_at = 0, 1, [], None
    row.acknowledged_by_id = row.acknowledged_at = None
    row.policy_id, row.since = policy.id, since
    row.next_at = running.after(book, policy, since, policy.unanswered_minutes)
    session.add(row)


async def start_by_service_level(
    session: AsyncSession, batch: Sequence[Recorded[SlaWarned] | Recorded[SlaBreached]]
) -> None:
    """Start where a policy says so of warnings or breaches."""
    book = await plans.book(session)
    if not any(one.on_sla_warning or one.on_sla_breach for one in book.policies):
        return
    ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    tickets = await repository.tickets_by_id(session, ids)
    facts = await running.facts_of(session, list(tickets.values()))
    started: set[UUID] = set()
    for item in batch:
        ticket_id = item.event.ticket_id
        if ticket_id is None or ticket_id not in tickets or ticket_id in started:
            continue
        policy = book.match(facts[ticket_id])
        is_breach = isinstance(item.event, SlaBreached)
        if policy is None or not (policy.on_sla_breach if is_breach else policy.on_sla_warning):
            continue
        started.add(ticket_id)
        await service.start(
            session,
            ticket_id,
            reason="",
            actor_id=None,
            started_by=StartedBy.SLA_BREACH if is_breach else StartedBy.SLA_WARNING,
        )
