"""Statements on approvals."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.people.models import Team, TeamLead
from app.tickets.enums import UNHELD
from app.tickets.models import Ticket, TicketWatcher
from app.workflow.approvals.enums import ApprovalState
from app.workflow.approvals.models import ApprovalSetting, ApprovalVote, TicketApproval

_WATCHERS: Table = TicketWatcher.__table__  # type: ignore[attr-defined]


async def find_setting(session: AsyncSession) -> ApprovalSetting | None:
    """The rules that hold."""
    return await session.get(ApprovalSetting, 1)


async def leads_of(session: AsyncSession, team_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who looks after teams."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for lead in await session.exec(select(TeamLead).where(col(TeamLead.team_id).in_(team_ids))):
        found[lead.team_id].add(lead.user_id)
    return found


async def active_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people who are there and not switched off."""
    statement = select(User.id).where(col(User.id).in_(ids), col(User.is_active))
    return set(await session.exec(statement))


async def teams_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the teams that are there."""
    return set(await session.exec(select(Team.id).where(col(Team.id).in_(ids))))


async def asked_already(session: AsyncSession, ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Which tickets were asked for by which rule, and not declined."""
    statement = select(TicketApproval.ticket_id, TicketApproval.rule_id).where(
        col(TicketApproval.ticket_id).in_(ids), TicketApproval.state != ApprovalState.DECLINED
    )
    return set((await session.exec(statement)).all())


async def lock_unheld(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Those of the scored tickets that nobody holds, locked."""
    statement = (
        select(Ticket)
        .where(
            col(Ticket.id).in_(ids),
            col(Ticket.status).in_(UNHELD),
            col(Ticket.triaged_at).is_not(None),
        )
        .order_by(col(Ticket.id))
        .execution_options(populate_existing=True)
    )
    found = await session.exec(dialect.for_update(session, statement))
    return {ticket.id: ticket for ticket in found}


async def unheld_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the tickets that nobody holds."""
    statement = select(Ticket.id).where(col(Ticket.id).in_(ids), col(Ticket.status).in_(UNHELD))
    return set(await session.exec(statement))


async def hold(session: AsyncSession, ids: Collection[UUID], *, since: datetime) -> None:
    """Nobody is given these tickets until they are approved."""
    statement = update(Ticket).where(col(Ticket.id).in_(ids))
    await session.exec(statement.values(approval_since=since, ready_at=None))


async def add_watchers(session: AsyncSession, pairs: Sequence[dict[str, Any]]) -> None:
    """Let people see tickets."""
    connection = await session.connection()
    await connection.execute(dialect.insert_ignoring_duplicates(session, _WATCHERS), list(pairs))


async def list_approvals(session: AsyncSession, ticket_id: UUID) -> Sequence[TicketApproval]:
    """Every time that approval of a ticket was asked for, newest first."""
    statement = (
        select(TicketApproval)
        .where(TicketApproval.ticket_id == ticket_id)
        .order_by(col(TicketApproval.id).desc())
    )
    return (await session.exec(statement)).all()


async def votes_of(
    session: AsyncSession, approval_ids: Collection[UUID]
) -> dict[UUID, list[ApprovalVote]]:
    """Who is asked, and the answers."""
    statement = (
        select(ApprovalVote)
        .where(col(ApprovalVote.approval_id).in_(approval_ids))
        .order_by(col(ApprovalVote.approver_id))
    )
    found: dict[UUID, list[ApprovalVote]] = defaultdict(list)
    for vote in await session.exec(statement):
        found[vote.approval_id].append(vote)
    return found


async def is_due_to_remind(session: AsyncSession, *, now: datetime) -> bool:
    """Whether anybody is to be reminded."""
    statement = select(TicketApproval.id).where(col(TicketApproval.remind_at) <= now).limit(1)
    return (await session.exec(statement)).first() is not None


async def lock_due_to_remind(
    session: AsyncSession, *, now: datetime, limit: int
) -> Sequence[TicketApproval]:
    """Approvals whose askers hear nothing, locked."""
    statement = (
        select(TicketApproval)
        .where(col(TicketApproval.remind_at) <= now)
        .order_by(col(TicketApproval.remind_at))
        .limit(limit)
    )
    return (await session.exec(dialect.for_update(session, statement, skip_locked=True))).all()
