"""How busy technicians were and how they are rated: looked at by the clock, kept for the scorers."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, exists, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.standing_models import TechnicianStanding
from app.core import clock, dialect
from app.core.db import Database
from app.people.enums import Presence
from app.people.models import Technician
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket

# The clock looks this often, and what it sees then counts for all of the time between.
EVERY = timedelta(minutes=5)
# After so much time spent here, what was seen before counts half.
HALF_SHARE = timedelta(hours=40)
# After so much time by the clock, work done counts half.
HALF_RECENT = timedelta(hours=4)
# Less than this is nothing.
LEAST_MINUTES = 1.0
# Nobody's rating is judged by a few: so many of four stars stand beside everybody's own.
USUAL_RATINGS, USUAL_SCORE = 5, 4
WORST_SCORE, BEST_SCORE = 1, 5
# The newest ratings that count.
RATINGS = 200


def busy_share(busy_minutes: float, present_minutes: float) -> float:
    """Of the time that somebody was here, the share in which he was at work."""
    return busy_minutes / max(present_minutes, EVERY.total_seconds() / 60.0)


def rating(count: int, total: int) -> float:
    """0 to 100."""
    score = (total + USUAL_RATINGS * USUAL_SCORE) / (count + USUAL_RATINGS)
    return 100.0 * (score - WORST_SCORE) / (BEST_SCORE - WORST_SCORE)


_TABLE: Any = TechnicianStanding.__table__  # type: ignore[attr-defined]
_IS_HERE = exists().where(
    col(Technician.user_id) == col(TechnicianStanding.user_id),
    col(Technician.presence) == Presence.ONLINE,
)
_AT_WORK = exists().where(
    col(Ticket.assignee_id) == col(TechnicianStanding.user_id),
    col(Ticket.status) == TicketStatus.IN_PROGRESS,
)


async def look(database: Database) -> int:
    """Note who is here and who of them is at work; returns of how many that was noted.

    Whoever was looked at a moment ago is left alone, so that two workers count nothing twice.
    """
    now = clock.now()
    due = or_(
        col(TechnicianStanding.seen_at).is_(None),
        col(TechnicianStanding.seen_at) <= now - 0.8 * EVERY,
    )
    wanted = (due, or_(_IS_HERE, col(TechnicianStanding.recent_minutes) > 0.0))
    async with database.read() as session:
        unknown = await _without_a_row(session)
        if not unknown and not await _is_there(session, wanted):
            return 0
    passed = EVERY.total_seconds() / 60.0
    kept = 0.5 ** (EVERY / HALF_SHARE)
    recent = TechnicianStanding.recent_minutes * 0.5 ** (EVERY / HALF_RECENT)
    is_here, at_work = case((_IS_HERE, 1.0), else_=0.0), case((_IS_HERE & _AT_WORK, 1.0), else_=0.0)
    fades = case((_IS_HERE, kept), else_=1.0)
    worked = recent + passed * at_work
    async with database.write() as session:
        connection = await session.connection()
        if unknown:
            rows = [_row(id_) for id_ in unknown]
            await connection.execute(dialect.insert_ignoring_duplicates(session, _TABLE), rows)
        result = await connection.execute(
            update(TechnicianStanding)
            .where(*wanted)
            .values(
                busy_minutes=TechnicianStanding.busy_minutes * fades + passed * at_work,
                present_minutes=TechnicianStanding.present_minutes * fades + passed * is_here,
                recent_minutes=case((worked < LEAST_MINUTES, 0.0), else_=worked),
                seen_at=now,
            )
        )
        return int(result.rowcount)


async def _without_a_row(session: AsyncSession) -> list[UUID]:
    statement = (
        select(col(Technician.user_id))
        .outerjoin(TechnicianStanding, col(TechnicianStanding.user_id) == col(Technician.user_id))
        .where(
            col(Technician.presence) == Presence.ONLINE, col(TechnicianStanding.user_id).is_(None)
        )
    )
    connection = await session.connection()
    return list((await connection.execute(statement)).scalars())


async def _is_there(session: AsyncSession, wanted: Collection[Any]) -> bool:
    connection = await session.connection()
    statement = select(col(TechnicianStanding.user_id)).where(*wanted).limit(1)
    return (await connection.execute(statement)).first() is not None


def _row(user_id: UUID, *, count: int = 0, total: int = 0) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "busy_minutes": 0.0,
        "present_minutes": 0.0,
        "recent_minutes": 0.0,
        "rating_count": count,
        "rating_total": total,
        "seen_at": None,
    }


async def keep_ratings(session: AsyncSession, sums: Mapping[UUID, tuple[int, int]]) -> None:
    """Keep number and sum of the newest ratings of technicians."""
    if not sums:
        return
    rows = [_row(id_, count=count, total=total) for id_, (count, total) in sorted(sums.items())]
    update_ = ["rating_count", "rating_total"]
    await session.exec(dialect.upsert(session, _TABLE, rows, key=["user_id"], update=update_))
