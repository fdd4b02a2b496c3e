"""Statements on escalations, plans and stand-ins, and on what they read of tickets and people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.core.outbox.models import OutboxEvent
from app.people.models import Team, TeamLead, Technician
from app.tickets.models import Ticket
from app.workflow.escalation.models import EscalationPlan, OnCallOverride, TicketEscalation


async def newest_plan(session: AsyncSession) -> EscalationPlan | None:
    """The plan that counts; nothing while nobody wrote any."""
    statement = select(EscalationPlan).order_by(col(EscalationPlan.version).desc()).limit(1)
    return (await session.exec(statement)).first()


async def find_plan(session: AsyncSession, version: int) -> EscalationPlan | None:
    """One version of the plan."""
    return await session.get(EscalationPlan, version)


async def list_plans(
    session: AsyncSession, *, before: int | None, limit: int
) -> Sequence[EscalationPlan]:
    """Versions of the plan, newest first."""
    statement = select(EscalationPlan).order_by(col(EscalationPlan.version).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(EscalationPlan.version) < before)
    return (await session.exec(statement)).all()


async def escalations_of(
    session: AsyncSession, ids: Collection[UUID], *, lock: bool = True
) -> dict[UUID, TicketEscalation]:
    """The escalation of each ticket that has one; locked in order where it may change."""
    if not ids:
        return {}
    statement = (
        select(TicketEscalation)
        .where(col(TicketEscalation.ticket_id).in_(ids))
        .order_by(col(TicketEscalation.ticket_id))
    )
    if lock:
        statement = dialect.for_update(session, statement)
    statement = statement.execution_options(populate_existing=True)
    return {row.ticket_id: row for row in await session.exec(statement)}


async def due(session: AsyncSession, *, by: datetime, limit: int) -> Sequence[UUID]:
    """Tickets whose next level is to be told, longest overdue first; asked without a lock."""
    statement = (
        select(col(TicketEscalation.ticket_id))
        .where(col(TicketEscalation.next_at) <= by)
        .order_by(col(TicketEscalation.next_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def lock_tickets(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets, locked in the order of their ids until the transaction ends."""
    if not ids:
        return {}
    statement = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    statement = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return {ticket.id: ticket for ticket in await session.exec(statement)}


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets to look at."""
    if not ids:
        return {}
    statement = select(Ticket).where(col(Ticket.id).in_(ids))
    return {ticket.id: ticket for ticket in await session.exec(statement)}


async def events_since(
    session: AsyncSession, ids: Collection[UUID], types: Collection[str], since: datetime
) -> dict[UUID, list[OutboxEvent]]:
    """What happened to each ticket after a moment, of these types and in order."""
    statement = (
        select(OutboxEvent)
        .where(
            col(OutboxEvent.ticket_id).in_(ids),
            col(OutboxEvent.type).in_(types),
            OutboxEvent.at > since,
        )
        .order_by(col(OutboxEvent.ticket_id), col(OutboxEvent.seq))
    )
    found: dict[UUID, list[OutboxEvent]] = defaultdict(list)
    for row in await session.exec(statement):
        if row.ticket_id is not None:
            found[row.ticket_id].append(row)
    return found


async def people_by_id(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, tuple[Role, str]]:
    """Role and address of people."""
    if not ids:
        return {}
    statement = select(User.id, User.role, User.email_key).where(col(User.id).in_(ids))
    return {
        person_id: (Role(role), address)
        for person_id, role, address in await session.exec(statement)
    }


async def active_staff(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people who are staff and active."""
    if not ids:
        return set()
    statement = select(User.id).where(
        col(User.id).in_(ids), col(User.is_active).is_(True), col(User.role) != Role.USER
    )
    return set((await session.exec(statement)).all())


async def administrators(session: AsyncSession) -> set[UUID]:
    """Every active administrator."""
    statement = select(User.id).where(
        col(User.role) == Role.ADMINISTRATOR, col(User.is_active).is_(True)
    )
    return set((await session.exec(statement)).all())


async def members_of(session: AsyncSession, team_id: UUID) -> set[UUID]:
    """Every active technician of a team."""
    statement = (
        select(Technician.user_id)
        .join(User, col(User.id) == col(Technician.user_id))
        .where(Technician.team_id == team_id, col(User.is_active).is_(True))
    )
    return set((await session.exec(statement)).all())


async def leads_near(session: AsyncSession, ticket: Ticket) -> set[UUID]:
    """Who looks after the ticket's team or, without one, after that of its holder."""
    team_id = ticket.team_id
    if team_id is None and ticket.assignee_id is not None:
        holder = await session.get(Technician, ticket.assignee_id)
        team_id = None if holder is None else holder.team_id
    if team_id is None:
        return set()
    statement = (
        select(TeamLead.user_id)
        .join(User, col(User.id) == col(TeamLead.user_id))
        .where(TeamLead.team_id == team_id, col(User.is_active).is_(True))
    )
    return set((await session.exec(statement)).all())


async def team_names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of those of the teams that there are."""
    if not ids:
        return {}
    statement = select(Team).where(col(Team.id).in_(ids))
    return {team.id: team.name for team in await session.exec(statement)}


async def overrides_of(
    session: AsyncSession,
    rota_ids: Collection[UUID],
    *,
    after: datetime,
    before: datetime | None = None,
) -> dict[UUID, list[OnCallOverride]]:
    """Who stands in on each rota after one moment and before another, in the order it was said."""
    found: dict[UUID, list[OnCallOverride]] = defaultdict(list)
    if not rota_ids:
        return found
    statement = (
        select(OnCallOverride)
        .where(col(OnCallOverride.rota_id).in_(rota_ids), OnCallOverride.ends_at > after)
        .order_by(col(OnCallOverride.id))
    )
    if before is not None:
        statement = statement.where(OnCallOverride.starts_at < before)
    for row in await session.exec(statement):
        found[row.rota_id].append(row)
    return found


async def remove_override(session: AsyncSession, override_id: UUID) -> OnCallOverride | None:
    """Forget that somebody stands in; returns what was forgotten."""
    row = await session.get(OnCallOverride, override_id)
    if row is not None:
        await session.exec(delete(OnCallOverride).where(col(OnCallOverride.id) == override_id))
        session.expunge(row)
    return row
