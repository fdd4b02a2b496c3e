"""Statements of the feedback domain."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.feedback.models import Rating
from app.tickets.models import Ticket


async def find_of_solution(
    session: AsyncSession, ticket_id: UUID, solution_at: datetime
) -> Rating | None:
    """The rating of one solution of a ticket."""
    statement = select(Rating).where(
        Rating.ticket_id == ticket_id, Rating.solution_at == solution_at
    )
    return (await session.exec(statement)).one_or_none()


async def find_newest(session: AsyncSession, ticket_id: UUID) -> Rating | None:
    """The last rating that a ticket got."""
    statement = (
        select(Rating)
        .where(Rating.ticket_id == ticket_id)
        .order_by(col(Rating.solution_at).desc())
        .limit(1)
    )
    return (await session.exec(statement)).one_or_none()


async def scores_of(
    session: AsyncSession, ticket_ids: Collection[UUID]
) -> dict[tuple[UUID, datetime], int]:
    """Scores of all solutions of these tickets."""
    statement = select(Rating).where(col(Rating.ticket_id).in_(ticket_ids))
    return {(one.ticket_id, one.solution_at): one.score for one in await session.exec(statement)}


async def list_ratings(
    session: AsyncSession, *, technician_id: UUID | None, before: UUID | None, limit: int
) -> Sequence[tuple[Rating, int]]:
    """Ratings with their tickets' numbers, newest first; of one technician or of all."""
    statement = (
        select(Rating, Ticket.number)
        .join(Ticket, col(Ticket.id) == col(Rating.ticket_id))
        .order_by(col(Rating.id).desc())
        .limit(limit)
    )
    if technician_id is not None:
        statement = statement.where(Rating.technician_id == technician_id)
    if before is not None:
        statement = statement.where(col(Rating.id) < before)
    return (await session.exec(statement)).all()


async def count_by_score(session: AsyncSession, *, technician_id: UUID | None) -> dict[int, int]:
    """How many ratings there are of each score that was given."""
    statement = select(Rating.score, func.count()).group_by(col(Rating.score))
    if technician_id is not None:
        statement = statement.where(Rating.technician_id == technician_id)
    return dict((await session.exec(statement)).all())
