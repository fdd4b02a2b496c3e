"""Statements on held tickets and on the decisions that gave them to somebody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.models import AssignmentDecision
from app.core import dialect
from app.tickets.enums import HELD, Commitment, Priority, TicketStatus
from app.tickets.models import Ticket


async def insert_decisions(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write decisions with one statement."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(AssignmentDecision), [dict(row) for row in rows])


async def list_decisions(
    session: AsyncSession, ticket_id: UUID, *, limit: int
) -> Sequence[AssignmentDecision]:
    """A ticket's decisions, newest first."""
    statement = (
        select(AssignmentDecision)
        .where(col(AssignmentDecision.ticket_id) == ticket_id)
        .order_by(col(AssignmentDecision.id).desc())
        .limit(limit)
    )
    return list(await session.exec(statement))


async def lock_unstarted(session: AsyncSession, technician_id: UUID) -> list[Ticket]:
    """Lock what a technician holds and neither began nor got from a person's hand."""
    statement = (
        select(Ticket)
        .where(
            col(Ticket.assignee_id) == technician_id,
            col(Ticket.status) == TicketStatus.ASSIGNED,
            col(Ticket.commitment) != Commitment.PINNED,
        )
        .order_by(col(Ticket.id))
    )
    return list(await session.exec(dialect.for_update(session, statement)))


async def list_held(session: AsyncSession, technician_id: UUID) -> Sequence[Ticket]:
    """What a technician holds; at most his capacity."""
    statement = select(Ticket).where(
        col(Ticket.assignee_id) == technician_id, col(Ticket.status).in_(HELD)
    )
    return list(await session.exec(statement))


async def held_by(
    session: AsyncSession, technician_ids: Collection[UUID]
) -> list[tuple[UUID, Priority | None, int, float]]:
    """Per technician and priority: how many tickets are held, and their effort in minutes."""
    statement = (
        core_select(
            col(Ticket.assignee_id),
            col(Ticket.priority),
            func.count(),
            func.sum(col(Ticket.effort_minutes)),
        )
        .where(col(Ticket.assignee_id).in_(technician_ids), col(Ticket.status).in_(HELD))
        .group_by(col(Ticket.assignee_id), col(Ticket.priority))
    )
    connection = await session.connection()
    return [
        (technician_id, priority, count, float(minutes))
        for technician_id, priority, count, minutes in await connection.execute(statement)
        if technician_id is not None
    ]


async def holders_of(
    session: AsyncSession, ticket_ids: Collection[UUID], *, assigned_unscored: bool = False
) -> set[UUID]:
    """Who holds these tickets; with the flag, only those handed out before their score came."""
    statement = core_select(col(Ticket.assignee_id)).where(
        col(Ticket.id).in_(ticket_ids), col(Ticket.status).in_(HELD)
    )
    if assigned_unscored:
        statement = statement.where(col(Ticket.assigned_at) < col(Ticket.triaged_at))
    connection = await session.connection()
    found = (await connection.execute(statement)).scalars()
    return {technician_id for technician_id in found if technician_id is not None}
