"""Statements on technicians' rows: the roster for the engine, locks, reservations and loads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Float,
    Integer,
    LargeBinary,
    String,
    and_,
    case,
    literal,
    select,
    type_coerce,
    update,
)
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.engine.roster import NEVER, NO_SKILLS, Roster, TechnicianView
from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.core.models import Utc
from app.people.enums import Presence, Strategy
from app.people.models import Team, Technician, TechnicianSkill

# Ids and presence are read raw: building a UUID and an enum member for each of thousands of
# technicians would cost more than the decision, and they are the same ones each time.
_COLUMNS = (
    type_coerce(col(Technician.user_id), LargeBinary()),
    type_coerce(col(Technician.team_id), LargeBinary()),
    type_coerce(col(Technician.presence), String()),
    col(Technician.capacity),
    col(Technician.comfortable_capacity),
    col(Technician.active),
    col(Technician.weighted_load),
    col(Technician.pace),
    col(Technician.last_assigned_at),
)
# Somebody who left the role keeps a profile, should he come back to it.
_CAN_WORK = and_(col(User.is_active), col(User.role) != Role.USER)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a technician takes on: so many tickets, so much weighted work, the last one when."""

    tickets: int
    weighted_minutes: float
    last_assigned_at: datetime


@lru_cache(maxsize=100_000)
def _id(raw: bytes) -> UUID:
    return UUID(bytes=raw)


_PRESENCE = {member.value: member for member in Presence}


def _view(row: Sequence[Any], known: Mapping[bytes, Mapping[str, float]]) -> TechnicianView:
    id_, team, presence, capacity, comfortable, active, load, pace, assigned_at = row
    return TechnicianView(
        id=_id(id_),
        team=None if team is None else _id(team),
        presence=_PRESENCE[presence],
        capacity=capacity,
        comfortable=comfortable,
        active=active,
        weighted_load=load,
        pace=pace,
        last_assigned=NEVER if assigned_at is None else assigned_at.timestamp(),
        skills=known.get(id_, NO_SKILLS),
    )


async def _skills(
    session: AsyncSession, skills: Collection[str], technician_ids: Collection[UUID] | None = None
) -> dict[bytes, dict[str, float]]:
    if not skills:
        return {}
    statement = select(
        type_coerce(col(TechnicianSkill.user_id), LargeBinary()),
        col(TechnicianSkill.skill),
        col(TechnicianSkill.proficiency),
    ).where(col(TechnicianSkill.skill).in_(skills))
    if technician_ids is not None:
        statement = statement.where(col(TechnicianSkill.user_id).in_(technician_ids))
    found: dict[bytes, dict[str, float]] = {}
    connection = await session.connection()
    for user_id, skill, proficiency in await connection.execute(statement):
        found.setdefault(user_id, {})[skill] = proficiency
    return found


async def load_roster(
    session: AsyncSession, *, skills: Collection[str]
) -> tuple[Roster, dict[UUID, Strategy]]:
    """Load all technicians who may work, and how each of their teams hands out tickets.

    `skills` are those that matter now; others are left out of the roster.
    """
    statement = (
        select(*_COLUMNS, col(Team.strategy))
        .join(User, col(User.id) == col(Technician.user_id))
        .join(Team, col(Team.id) == col(Technician.team_id), isouter=True)
        .where(_CAN_WORK)
    )
    connection = await session.connection()
    rows = (await connection.execute(statement)).all()
    known = await _skills(session, skills)
    views = [_view(row[:-1], known) for row in rows]
    teams = {
        view.team: row[-1] for view, row in zip(views, rows, strict=True) if view.team is not None
    }
    return Roster(views), teams


async def lock(
    session: AsyncSession, ids: Collection[UUID], *, skills: Collection[str] = ()
) -> dict[UUID, TechnicianView]:
    """Lock technicians in order of id; returns them as they are now."""
    statement: Any = (
        select(*_COLUMNS).where(col(Technician.user_id).in_(ids)).order_by(col(Technician.user_id))
    )
    connection = await session.connection()
    rows = (await connection.execute(dialect.for_update(session, statement))).all()
    known = await _skills(session, skills, ids)
    views = [_view(row, known) for row in rows]
    return {view.id: view for view in views}


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
        statement = statement.where(col(Technician.presence) == Presence.ONLINE)
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
        .where(col(Technician.user_id) == user_id, _CAN_WORK)
    )
    return found.first() is not None


def at_seconds(seconds: float) -> datetime:
    """The engine's time as the database keeps it."""
    return datetime.fromtimestamp(seconds, UTC)
