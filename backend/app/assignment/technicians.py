"""Statements on technicians' rows: as they are now, locks, reservations and loads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Integer, and_, case, literal, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.engine.roster import NEVER, NO_CHANNELS, NO_SKILLS, TechnicianView
from app.auth.models import User
from app.core import clock, dialect
from app.core.actor import Role
from app.core.models import Utc
from app.people.availability import is_within
from app.people.enums import Presence
from app.people.models import Technician, TechnicianSkill

COLUMNS = (
    col(Technician.user_id),
    col(Technician.team_id),
    col(Technician.presence),
    col(Technician.capacity),
    col(Technician.comfortable_capacity),
    col(Technician.active),
    col(Technician.weighted_load),
    col(Technician.pace),
    col(Technician.last_assigned_at),
    col(Technician.shift_from),
    col(Technician.shift_until),
    col(Technician.languages),
    col(Technician.channel_capacity),
)
# Somebody who left the role keeps a profile, should he come back to it.
CAN_WORK = and_(col(User.is_active), col(User.role) != Role.USER)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a technician takes on: so many tickets, so much weighted work, the last one when."""

    tickets: int
    weighted_minutes: float
    last_assigned_at: datetime


def view_of(row: Sequence[Any], skills: Mapping[str, float], now: datetime) -> TechnicianView:
    """A row of these columns as the engine sees it."""
    id_, team, presence, capacity, comfortable, active, load, pace, assigned_at, *rest = row
    shift_from, shift_until, languages, channels = rest
    return TechnicianView(
        id=id_,
        team=team,
        presence=presence,
        capacity=capacity,
        comfortable=comfortable,
        active=active,
        weighted_load=load,
        pace=pace,
        last_assigned=NEVER if assigned_at is None else assigned_at.timestamp(),
        skills=skills,
        on_shift=is_within(shift_from, shift_until, now),
        languages=frozenset(languages),
        # What is held by channel stands in the tickets.
        channels={channel: (0, most) for channel, most in channels.items()} or NO_CHANNELS,
        until=None if shift_until is None else shift_until.timestamp(),
    )


async def lock(
    session: AsyncSession, ids: Collection[UUID], *, with_skills: bool = False
) -> dict[UUID, TechnicianView]:
    """Lock technicians in order of id; returns them as they are now."""
    statement = dialect.for_update(session, _of(ids).order_by(col(Technician.user_id)))
    return await _views(session, statement, await _skills(session, ids) if with_skills else {})


async def find(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, TechnicianView]:
    """Technicians as they are now, with their skills."""
    return await _views(session, _of(ids), await _skills(session, ids))


def _of(ids: Collection[UUID]) -> Any:
    return select(*COLUMNS).where(col(Technician.user_id).in_(ids))


async def _views(
    session: AsyncSession, statement: Any, skills: Mapping[UUID, Mapping[str, float]]
) -> dict[UUID, TechnicianView]:
    connection = await session.connection()
    now = clock.now()
    return {
        row[0]: view_of(row, skills.get(row[0], NO_SKILLS), now)
        for row in await connection.execute(statement)
    }


async def _skills(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, dict[str, float]]:
    statement = select(
        col(TechnicianSkill.user_id), col(TechnicianSkill.skill), col(TechnicianSkill.proficiency)
    ).where(col(TechnicianSkill.user_id).in_(ids))
    found: dict[UUID, dict[str, float]] = {}
    connection = await session.connection()
    for user_id, skill, proficiency in await connection.execute(statement):
        found.setdefault(user_id, {})[skill] = proficiency
    return found


async def give_up(session: AsyncSession, losses: Mapping[UUID, tuple[int, float]]) -> None:
    """Take tickets and their weight off locked technicians."""
    if not losses:
        return
    left = Technician.weighted_load - _per_technician(
        {id_: minutes for id_, (_, minutes) in losses.items()}, Float()
    )
    connection = await session.connection()
    await connection.execute(
        update(Technician)
        .where(col(Technician.user_id).in_(losses))
        .values(
            active=Technician.active
            - _per_technician({id_: count for id_, (count, _) in losses.items()}, Integer()),
            weighted_load=case((left < 0.0, 0.0), else_=left),
        )
    )


async def reserve(
    session: AsyncSession, reservations: Mapping[UUID, Reservation], *, online_only: bool
) -> int:
    """Take places of technicians, all under their hard capacity; returns how many could.

    The condition stands in the statement itself: whatever was read before, nobody ends up with
    more tickets than his capacity.
    """
    added = _per_technician({id_: r.tickets for id_, r in reservations.items()}, Integer())
    minutes = _per_technician(
        {id_: r.weighted_minutes for id_, r in reservations.items()},
        Float(),
    )
    at = _per_technician(
        {id_: r.last_assigned_at for id_, r in reservations.items()},
        Utc(),
    )
    statement = update(Technician).where(
        col(Technician.user_id).in_(reservations),
        col(Technician.active) + added <= col(Technician.capacity),
    )
    if online_only:
        now = clock.now()
        statement = statement.where(
            col(Technician.presence) == Presence.ONLINE,
            or_(col(Technician.shift_from).is_(None), col(Technician.shift_from) <= now),
            or_(col(Technician.shift_until).is_(None), col(Technician.shift_until) > now),
        )
    connection = await session.connection()
    result = await connection.execute(
        statement.values(
            last_assigned_at=at,
            weighted_load=Technician.weighted_load + minutes,
            active=Technician.active + added,
        )
    )
    return int(result.rowcount)


def _per_technician(values: Mapping[UUID, Any], type_: Any) -> Any:
    whens = [
        (col(Technician.user_id) == id_, literal(value, type_)) for id_, value in values.items()
    ]
    return case(*whens)


async def write_loads(session: AsyncSession, loads: Mapping[UUID, tuple[int, float]]) -> None:
    """Overwrite the counts of locked technicians with what their tickets say."""
    connection = await session.connection()
    await connection.execute(
        update(Technician)
        .where(col(Technician.user_id).in_(loads))
        .values(
            weighted_load=_per_technician(
                {id_: minutes for id_, (_, minutes) in loads.items()},
                Float(),
            ),
            active=_per_technician({id_: active for id_, (active, _) in loads.items()}, Integer()),
        )
    )


async def list_ids(session: AsyncSession) -> list[UUID]:
    """Everybody who has a technician profile, in order of id."""
    connection = await session.connection()
    found = await connection.execute(
        select(col(Technician.user_id)).order_by(col(Technician.user_id))
    )
    return list(found.scalars())


async def is_technician(session: AsyncSession, user_id: UUID) -> bool:
    """Whether this person is active and has a technician profile."""
    connection = await session.connection()
    found = await connection.execute(
        select(col(Technician.user_id))
        .join(User, col(User.id) == col(Technician.user_id))
        .where(col(Technician.user_id) == user_id, CAN_WORK)
    )
    return found.first() is not None


def at_seconds(seconds: float) -> datetime:
    """The engine's time as the database keeps it."""
    return datetime.fromtimestamp(seconds, UTC)
