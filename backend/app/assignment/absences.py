"""Work of people who are gone: what they did not begin goes back, of what they began a lead is told."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import letting_go, settings_service
from app.assignment.enums import Outcome
from app.assignment.events import WorkLeftBehind
from app.assignment.models import AssignmentDecision
from app.assignment.settings import Effective
from app.core import dialect, events
from app.core.actor import Cause
from app.people import teams
from app.people.enums import Presence
from app.people.models import TeamLead, Technician
from app.tickets.enums import Commitment, Priority, TicketStatus
from app.tickets.models import Ticket

MOST_AT_ONCE = 200
# Those two are the first half of the priorities; the others may have a limit of their own, or none.
URGENT = frozenset({Priority.CRITICAL, Priority.HIGH})


def gone(now: datetime) -> Any:
    """Whoever is offline or off shift."""
    return or_(
        col(Technician.presence) == Presence.OFFLINE,
        and_(col(Technician.shift_from).is_not(None), col(Technician.shift_from) > now),
        and_(col(Technician.shift_until).is_not(None), col(Technician.shift_until) <= now),
    )


async def with_work_not_begun(session: AsyncSession, now: datetime) -> list[UUID]:
    """People who have been gone for longer than their team's grace and still hold such work."""
    book = await settings_service.load(session)
    holds = exists().where(
        col(Ticket.assignee_id) == col(Technician.user_id),
        col(Ticket.status) == TicketStatus.ASSIGNED,
        col(Ticket.commitment) != Commitment.PINNED,
    )
    statement = (
        select(
            col(Technician.user_id),
            col(Technician.team_id),
            col(Technician.left_by_silence),
            col(Technician.presence_since),
        )
        .where(gone(now), col(Technician.active) > 0, holds)
        .limit(MOST_AT_ONCE)
    )
    connection = await session.connection()
    return [
        id_
        for id_, team, by_silence, since in await connection.execute(statement)
        # Only somebody whose page fell silent may be back in a moment.
        if not by_silence or now - since >= book.of(team).offline_grace
    ]


async def left_behind(session: AsyncSession, now: datetime) -> list[tuple[Ticket, UUID | None]]:
    """Begun tickets that wait for somebody gone for too long, with his team; told of once."""
    book = await settings_service.load(session)
    told = exists().where(
        col(AssignmentDecision.ticket_id) == col(Ticket.id),
        col(AssignmentDecision.technician_id) == col(Ticket.assignee_id),
        col(AssignmentDecision.outcome) == Outcome.LEFT_BEHIND,
        col(AssignmentDecision.at) >= col(Technician.presence_since),
    )
    statement = (
        select(Ticket, Technician)
        .join(Technician, col(Technician.user_id) == col(Ticket.assignee_id))
        .where(gone(now), col(Ticket.status) == TicketStatus.IN_PROGRESS, ~told)
        .order_by(col(Ticket.id))
        .limit(MOST_AT_ONCE)
    )
    found = []
    for ticket, holder in await session.exec(statement):
        is_offline = holder.presence is Presence.OFFLINE
        gone_since = holder.presence_since
        if not is_offline and holder.shift_until is not None:
            gone_since = holder.shift_until
        limit = _limit(book.of(holder.team_id), ticket.priority)
        if limit is not None and now - gone_since >= limit:
            found.append((ticket, holder.team_id))
    return found


def _limit(rules: Effective, priority: Priority | None) -> timedelta | None:
    if priority in URGENT:
        return rules.stream.hand_over_after
    return rules.stream.hand_over_lower_after or rules.stream.hand_over_after


async def tell_leads(session: AsyncSession, ticket_id: UUID, team_id: UUID | None) -> bool:
    """Record that begun work was left behind, unless it was moved on meanwhile."""
    statement = select(Ticket).where(col(Ticket.id) == ticket_id)
    locked = dialect.for_update(session, statement, skip_locked=True)
    ticket = (await session.exec(locked)).one_or_none()
    if (
        ticket is None
        or ticket.assignee_id is None
        or ticket.status is not TicketStatus.IN_PROGRESS
    ):
        return False
    leads = [] if team_id is None else await teams.leads_of(session, team_id)
    session.add(
        letting_go.decision(
            ticket, ticket.assignee_id, Outcome.LEFT_BEHIND, by=None, reason=None, explanation={}
        )
    )
    events.record(
        session,
        WorkLeftBehind(
            ticket_id=ticket.id, technician_id=ticket.assignee_id, lead_ids=tuple(leads)
        ),
        cause=Cause.SYSTEM,
    )
    return True


async def teams_led_by(session: AsyncSession, user_id: UUID) -> list[UUID]:
    """Teams that somebody looks after."""
    statement = select(col(TeamLead.team_id)).where(col(TeamLead.user_id) == user_id)
    return list(await session.exec(statement))


async def list_left_behind(
    session: AsyncSession,
    *,
    now: datetime,
    team_ids: Collection[UUID] | None,
    after: UUID | None,
    limit: int,
) -> list[Ticket]:
    """A page of begun tickets whose holders are gone; of some teams, or of all."""
    statement = (
        select(Ticket)
        .join(Technician, col(Technician.user_id) == col(Ticket.assignee_id))
        .where(gone(now), col(Ticket.status) == TicketStatus.IN_PROGRESS)
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    if team_ids is not None:
        statement = statement.where(col(Technician.team_id).in_(team_ids))
    if after is not None:
        statement = statement.where(col(Ticket.id) > after)
    return list(await session.exec(statement))
