"""Statements on technicians' rows: the roster for the engine, locks, reservations and loads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Integer, and_, case, literal, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.engine.roster import NEVER, Roster, TechnicianView
from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.core.models import Utc
from app.people.enums import Presence, Strategy
from app.people.models import Team, Technician, TechnicianSkill

_COLUMNS = (
    col(Technician.user_id),
    col(Technician.team_id),
    col(Technician.presence),
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


def _view(row: Sequence[Any], skills: Mapping[str, float]) -> TechnicianView:
    # The columns stand in the order of the view's fields.
    id_, team, presence, capacity, comfortable, active, load, pace, last_assigned_at = row
    at = NEVER if last_assigned_at is None else last_assigned_at.timestamp()
    return TechnicianView(
        id_, team, presence, capacity, comfortable, active, load, pace, at, skills
    )


async def _skills(
    session: AsyncSession, skills: Collection[str], technician_ids: Collection[UUID] | None = None
) -> dict[UUID, dict[str, float]]:
    if not skills:
        return {}
    statement = select(
        col(TechnicianSkill.user_id),
        col(TechnicianSkill.skill),
        col(TechnicianSkill.proficiency),
    ).where(col(TechnicianSkill.skill).in_(skills))
    if technician_ids is not None:
        statement = statement.where(col(TechnicianSkill.user_id).in_(technician_ids))
    found: dict[UUID, dict[str, float]] = {}
    connection = await session.connection()
    for user_id, skill, proficiency in await connection.execute(statement):
        found.setdefault(user_id, {})[skill] = proficiency
    return found


async def load_roster(session: AsyncSession, *, skills: Collection[str]) -> Roster:
    """All technicians who may work, with those of their skills that matter now."""
    statement = (
        select(*_COLUMNS).join(User, col(User.id) == col(Technician.user_id)).where(_CAN_WORK)
    )
    connection = await session.connection()
    rows = (await connection.execute(statement)).all()
    known = await _skills(session, skills)
    return Roster([_view(row, known.get(row[0], {})) for row in rows])


async def list_strategies(session: AsyncSession) -> dict[UUID, Strategy]:
    """Each team's way of handing out tickets."""
    connection = await session.connection()
    found = await connection.execute(select(col(Team.id), col(Team.strategy)))
    return {row.id: row.strategy for row in found}


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
    return {row[0]: _view(row, known.get(row[0], {})) for row in rows}


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
