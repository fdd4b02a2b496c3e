"""Statements on what follows solutions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.tickets.models import Ticket
from app.workflow.surveys.models import LifecycleSetting, SolutionFollowUp


async def find_setting(session: AsyncSession) -> LifecycleSetting | None:
    """What an administrator chose."""
    return await session.get(LifecycleSetting, 1)


async def find_setting_locked(session: AsyncSession) -> LifecycleSetting | None:
    """The same, locked until the transaction ends."""
    return (await session.exec(dialect.for_update(session, select(LifecycleSetting)))).one_or_none()


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets by their ids."""
    found = await session.exec(select(Ticket).where(col(Ticket.id).in_(ids)))
    return {ticket.id: ticket for ticket in found}


async def lock_tickets(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets, locked in order; those that somebody else is at are left for the next time."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id))
    locked = dialect.for_update(session, statement, skip_locked=True)
    return {ticket.id: ticket for ticket in await session.exec(locked)}


async def by_tickets(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, SolutionFollowUp]:
    """What follows the solutions of these tickets."""
    statement = select(SolutionFollowUp).where(col(SolutionFollowUp.ticket_id).in_(ids))
    return {row.ticket_id: row for row in await session.exec(statement)}


async def by_survey(session: AsyncSession, survey_id: UUID) -> SolutionFollowUp | None:
    """What a mailed link names."""
    statement = select(SolutionFollowUp).where(SolutionFollowUp.survey_id == survey_id)
    return (await session.exec(statement)).one_or_none()


async def forget(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Nothing follows these tickets any more."""
    await session.exec(delete(SolutionFollowUp).where(col(SolutionFollowUp.ticket_id).in_(ids)))


async def keep_open(session: AsyncSession, ids: Collection[UUID]) -> None:
    """These tickets are closed; there is nothing left to close."""
    statement = update(SolutionFollowUp).where(col(SolutionFollowUp.ticket_id).in_(ids))
    await session.exec(statement.values(close_at=None))


async def note_answered(session: AsyncSession, ids: Collection[UUID], *, at: datetime) -> None:
    """These tickets' requesters have rated; nobody asks them again."""
    statement = update(SolutionFollowUp).where(
        col(SolutionFollowUp.ticket_id).in_(ids), col(SolutionFollowUp.answered_at).is_(None)
    )
    await session.exec(statement.values(answered_at=at, ask_at=None))


async def due_to_close(
    session: AsyncSession, *, now: datetime, limit: int
) -> Sequence[SolutionFollowUp]:
    """Solutions whose time for an objection is over, the oldest first."""
    statement = (
        select(SolutionFollowUp)
        .where(col(SolutionFollowUp.close_at) <= now)
        .order_by(col(SolutionFollowUp.close_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def lock_due_to_ask(
    session: AsyncSession, *, now: datetime, limit: int
) -> Sequence[SolutionFollowUp]:
    """Solutions whose requester is to be asked or reminded now, locked."""
    statement = (
        select(SolutionFollowUp)
        .where(col(SolutionFollowUp.ask_at) <= now)
        .order_by(col(SolutionFollowUp.ask_at))
        .limit(limit)
    )
    return (await session.exec(dialect.for_update(session, statement, skip_locked=True))).all()


async def is_due_to_ask(session: AsyncSession, *, now: datetime) -> bool:
    """Whether anybody is to be asked or reminded."""
    statement = select(SolutionFollowUp.ticket_id).where(col(SolutionFollowUp.ask_at) <= now)
    return (await session.exec(statement.limit(1))).first() is not None
