"""Whether a pass could change anything at all: most rings find nothing, and a pass reads a lot."""

from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.repository import WAITING
from app.people.enums import Presence
from app.people.models import Technician, TechnicianSkill
from app.tickets.enums import Category, Commitment, TicketStatus
from app.tickets.models import Ticket

_UNBEGUN = and_(
    col(Ticket.status) == TicketStatus.ASSIGNED,
    col(Ticket.commitment).in_((Commitment.SOFT, Commitment.HELD)),
)
_MINE = col(Ticket.assignee_id) == col(Technician.user_id)
# Nothing at hand and nothing promised: somebody like that may pull what is soft.
_FREE = ~exists().where(
    _MINE,
    or_(
        col(Ticket.status) == TicketStatus.IN_PROGRESS,
        and_(
            col(Ticket.status) == TicketStatus.ASSIGNED,
            col(Ticket.commitment).in_((Commitment.HELD, Commitment.FIRM)),
        ),
    ),
)
_SOFT = and_(col(Ticket.status) == TicketStatus.ASSIGNED, col(Ticket.commitment) == Commitment.SOFT)
# Corrected since: its holder lacks what it asks for, or is in another team.
_MISPLACED = and_(
    _UNBEGUN,
    _MINE,
    or_(
        and_(
            col(Ticket.category).is_not(None),
            col(Ticket.category) != Category.GENERAL,
            ~exists().where(
                col(TechnicianSkill.user_id) == col(Ticket.assignee_id),
                col(TechnicianSkill.skill) == col(Ticket.category),
                col(TechnicianSkill.proficiency) > 0.0,
            ),
        ),
        and_(
            col(Ticket.team_id).is_not(None),
            or_(col(Technician.team_id).is_(None), col(Technician.team_id) != col(Ticket.team_id)),
        ),
    ),
)


async def is_worth_a_pass(session: AsyncSession) -> bool:
    """Whether something waits, somebody is free while something is soft, or something is misplaced."""
    if await _is_there(session, select(literal(1)).where(WAITING)):
        return True
    if await _is_there(session, select(literal(1)).select_from(Ticket).where(_SOFT)):
        here = col(Technician.presence) == Presence.ONLINE
        if await _is_there(session, select(literal(1)).select_from(Technician).where(here, _FREE)):
            return True
    misplaced = (
        select(literal(1))
        .select_from(Ticket)
        .join(Technician, _MINE)
        .where(_MISPLACED, col(Technician.presence) != Presence.OFFLINE)
    )
    return await _is_there(session, misplaced)


async def _is_there(session: AsyncSession, statement: Select[Any]) -> bool:
    connection = await session.connection()
    return (await connection.execute(statement.limit(1))).first() is not None
