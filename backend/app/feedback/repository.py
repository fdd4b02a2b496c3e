"""Statements of the feedback domain."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, union_all
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.feedback.models import Rating
from app.people.models import Technician
from app.tickets.models import Ticket

# Parts of one UNION.
PEOPLE_AT_ONCE = 100


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


async def newest_of(
    session: AsyncSession, technician_ids: Collection[UUID], *, limit: int
) -> dict[UUID, tuple[int, int]]:
    """Number and sum of the newest scores of technicians; somebody without a profile has none."""
    found: dict[UUID, tuple[int, int]] = {}
    profiles = select(Technician.user_id).where(col(Technician.user_id).in_(technician_ids))
    ids = sorted((await session.exec(profiles)).all())
    for start in range(0, len(ids), PEOPLE_AT_ONCE):
        parts = [
            core_select(*_newest(id_, limit).subquery().c)
            for id_ in ids[start : start + PEOPLE_AT_ONCE]
        ]
        scores = union_all(*parts).subquery()
        statement = core_select(
            scores.c.technician_id, func.count(), func.sum(scores.c.score)
        ).group_by(scores.c.technician_id)
        connection = await session.connection()
        for id_, count, total in await connection.execute(statement):
            found[id_] = (count, int(total))
    return found


def _newest(technician_id: UUID, limit: int) -> Any:
    return (
        core_select(col(Rating.technician_id), col(Rating.score))
        .where(col(Rating.technician_id) == technician_id)
        .order_by(col(Rating.id).desc())
        .limit(limit)
    )


async def requester_of(session: AsyncSession, ticket_id: UUID) -> UUID:
    """Who asked for help."""
    return (await session.exec(select(Ticket.requester_id).where(Ticket.id == ticket_id))).one()
