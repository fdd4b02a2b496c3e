"""Builders of teams and technicians."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Role
from app.people.models import Team, Technician
from tests.factories.auth import make_user, unique
from tests.factories.profiles import make_profile


async def make_team(session: AsyncSession, *, name: str | None = None) -> Team:
    """A team; its name is its own unless given."""
    team = Team(name=name or f"Team {unique()}")
    session.add(team)
    await session.flush()
    return team


async def make_technician(
    session: AsyncSession,
    *,
    name: str | None = None,
    email: str | None = None,
    role: Role = Role.TECHNICIAN,
    **facts: Any,
) -> Technician:
    """A person with the role and a profile: `make_technician(session, skills={"network": 0.9})`."""
    user = await make_user(session, name=name, email=email, role=role)
    return await make_profile(session, user, **facts)
