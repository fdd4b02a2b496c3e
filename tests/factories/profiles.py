"""Builder of technician profiles; stands below the builders of people and of teams."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import clock
from app.people.enums import Presence
from app.people.models import Technician, TechnicianSkill


async def make_profile(
    session: AsyncSession,
    user: User,
    *,
    skills: Mapping[str, float] | None = None,
    presence: Presence = Presence.ONLINE,
    stays_online: bool = False,
    **facts: Any,
) -> Technician:
    """The technician profile of somebody who exists; online with a fresh heartbeat unless told."""
    technician = Technician(
        user_id=user.id,
        presence=presence,
        stays_online=stays_online,
        **{"heartbeat_at": clock.now(), **facts},
    )
    session.add(technician)
    await session.flush()
    for skill, proficiency in (skills or {}).items():
        session.add(TechnicianSkill(user_id=user.id, skill=skill, proficiency=proficiency))
    await session.flush()
    return technician
