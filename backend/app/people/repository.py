"""Every statement of the people domain."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.people.enums import Presence
from app.people.models import Team, TeamLead, Technician, TechnicianSkill

ESCAPE = "\\"

# The last row of the page before: its name and its id.
After = tuple[str, UUID] | None
TechnicianFound = tuple[Technician, User, Team | None]


def _containing(words: str) -> str:
    escaped = words.replace(ESCAPE, ESCAPE * 2).replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def _named(words: str) -> Any:
    like = _containing(words)
    return or_(
        col(User.name).ilike(like, escape=ESCAPE), col(User.email).ilike(like, escape=ESCAPE)
    )


async def list_people(
    session: AsyncSession, *, role: Role | None, words: str | None, after: After, limit: int
) -> Sequence[User]:
    """People by name."""
    statement = select(User)
    if role is not None:
        statement = statement.where(col(User.role) == role)
    if words:
        statement = statement.where(_named(words))
    if after is not None:
        name, person_id = after
        statement = statement.where(
            or_(col(User.name) > name, and_(col(User.name) == name, col(User.id) > person_id))
        )
    statement = statement.order_by(col(User.name), col(User.id)).limit(limit)
    return (await session.exec(statement)).all()


async def list_technicians(
    session: AsyncSession,
    *,
    team_id: UUID | None,
    presence: Presence | None,
    words: str | None = None,
    after: After,
    limit: int,
) -> Sequence[TechnicianFound]:
    """Technicians with an account that is switched on, by name."""
    statement = (
        select(Technician, User, Team)
        .join(User, col(User.id) == col(Technician.user_id))
        .outerjoin(Team, col(Team.id) == col(Technician.team_id))
        .where(col(User.is_active).is_(True), col(User.role) != Role.USER)
    )
    if team_id is not None:
        statement = statement.where(col(Technician.team_id) == team_id)
    if presence is not None:
        statement = statement.where(col(Technician.presence) == presence)
    if words:
        statement = statement.where(_named(words))
    if after is not None:
        name, person_id = after
        statement = statement.where(
            or_(col(User.name) > name, and_(col(User.name) == name, col(User.id) > person_id))
        )
    statement = statement.order_by(col(User.name), col(User.id)).limit(limit)
    return (await session.exec(statement)).all()


async def skills_of(
    session: AsyncSession, user_ids: Collection[UUID]
) -> dict[UUID, list[TechnicianSkill]]:
    """Skills of several technicians, the best first."""
    statement = (
        select(TechnicianSkill)
        .where(col(TechnicianSkill.user_id).in_(user_ids))
        .order_by(col(TechnicianSkill.proficiency).desc(), col(TechnicianSkill.skill))
    )
    found: dict[UUID, list[TechnicianSkill]] = {}
    for skill in (await session.exec(statement)).all():
        found.setdefault(skill.user_id, []).append(skill)
    return found


async def replace_skills(
    session: AsyncSession, user_id: UUID, skills: Sequence[tuple[str, float]]
) -> None:
    """Give a technician exactly these skills."""
    await session.exec(delete(TechnicianSkill).where(col(TechnicianSkill.user_id) == user_id))
    if skills:
        rows = [
            {"user_id": user_id, "skill": skill, "proficiency": proficiency}
            for skill, proficiency in skills
        ]
        await session.exec(insert(TechnicianSkill).values(rows))


async def find_profile(session: AsyncSession, user_id: UUID) -> Technician | None:
    """A technician's row."""
    return await session.get(Technician, user_id)


async def find_profile_locked(session: AsyncSession, user_id: UUID) -> Technician | None:
    """A technician's row, locked until the transaction ends."""
    statement = select(Technician).where(col(Technician.user_id) == user_id)
    # Read again under the lock: an earlier read of this session may be stale.
    locked = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return (await session.exec(locked)).first()


async def presence_of(session: AsyncSession, user_id: UUID) -> Presence | None:
    """Presence of somebody who has a profile."""
    statement = select(col(Technician.presence)).where(col(Technician.user_id) == user_id)
    return (await session.exec(statement)).first()


async def is_left_by_silence(session: AsyncSession, user_id: UUID) -> bool:
    """Whether somebody is offline only because the page fell silent."""
    statement = select(col(Technician.left_by_silence)).where(col(Technician.user_id) == user_id)
    return bool((await session.exec(statement)).first())


async def note_heartbeat(session: AsyncSession, user_id: UUID, *, at: datetime) -> bool:
    """Note that the page of a technician is open; false when there is no profile."""
    result = await session.exec(
        update(Technician).where(col(Technician.user_id) == user_id).values(heartbeat_at=at)
    )
    return result.rowcount > 0


async def has_silent(session: AsyncSession, *, since: datetime) -> bool:
    """Whether anybody has been silent since then; asked without a lock."""
    statement = select(col(Technician.user_id)).where(*_silent(since)).limit(1)
    return (await session.exec(statement)).first() is not None


async def lock_silent(session: AsyncSession, *, since: datetime) -> Sequence[Technician]:
    """Technicians who have been silent since then, locked in the order of their ids."""
    statement = select(Technician).where(*_silent(since)).order_by(col(Technician.user_id))
    return (await session.exec(dialect.for_update(session, statement))).all()


def _silent(since: datetime) -> tuple[bool, ...]:
    heartbeat = col(Technician.heartbeat_at)
    return (
        col(Technician.presence) != Presence.OFFLINE,
        col(Technician.stays_online).is_(False),
        or_(heartbeat.is_(None), heartbeat < since),
    )  # type: ignore[return-value]


async def lock_administrators(session: AsyncSession) -> Sequence[UUID]:
    """Ids of the active administrators, locked in order, so that two cannot step down at once."""
    statement = (
        select(User)
        .where(col(User.role) == Role.ADMINISTRATOR, col(User.is_active).is_(True))
        .order_by(col(User.id))
    )
    locked = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return [user.id for user in (await session.exec(locked)).all()]


async def find_team(session: AsyncSession, team_id: UUID) -> Team | None:
    """A team by id."""
    return await session.get(Team, team_id)


async def list_teams(session: AsyncSession, *, after: After, limit: int) -> Sequence[Team]:
    """Teams by name."""
    statement = select(Team)
    if after is not None:
        name, team_id = after
        statement = statement.where(
            or_(col(Team.name) > name, and_(col(Team.name) == name, col(Team.id) > team_id))
        )
    statement = statement.order_by(col(Team.name), col(Team.id)).limit(limit)
    return (await session.exec(statement)).all()


async def leads_of(
    session: AsyncSession, team_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, str]]]:
    """Who looks after these teams and may still do so: ids and names, by name."""
    statement = (
        select(col(TeamLead.team_id), col(User.id), col(User.name))
        .join(User, col(User.id) == col(TeamLead.user_id))
        .where(
            col(TeamLead.team_id).in_(team_ids),
            col(User.is_active).is_(True),
            col(User.role) != Role.USER,
        )
        .order_by(col(User.name), col(User.id))
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for team_id, user_id, name in await session.exec(statement):
        found.setdefault(team_id, []).append((user_id, name))
    return found


async def staff_among(session: AsyncSession, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of the people who are active technicians or administrators."""
    statement = select(col(User.id)).where(
        col(User.id).in_(user_ids), col(User.is_active).is_(True), col(User.role) != Role.USER
    )
    return set(await session.exec(statement))


async def replace_leads(session: AsyncSession, team_id: UUID, user_ids: Collection[UUID]) -> None:
    """Give a team exactly these leads."""
    await session.exec(delete(TeamLead).where(col(TeamLead.team_id) == team_id))
    if user_ids:
        rows = [{"team_id": team_id, "user_id": user_id} for user_id in user_ids]
        await session.exec(insert(TeamLead).values(rows))


async def count_members(session: AsyncSession, team_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many technicians with an account that is switched on each team has."""
    statement = (
        select(col(Technician.team_id), func.count())
        .join(User, col(User.id) == col(Technician.user_id))
        .where(
            col(Technician.team_id).in_(team_ids),
            col(User.is_active).is_(True),
            col(User.role) != Role.USER,
        )
        .group_by(col(Technician.team_id))
    )
    return {team_id: count for team_id, count in await session.exec(statement) if team_id}
