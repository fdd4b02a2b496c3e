"""Every statement on the assignment settings."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.settings_models import AssignmentSetting
from app.auth.models import User

Version = tuple[AssignmentSetting, User | None]


async def list_newest(
    session: AsyncSession, scopes: Collection[UUID] | None = None
) -> Sequence[AssignmentSetting]:
    """The newest version of each scope, or of those asked for."""
    scope, version = col(AssignmentSetting.scope), col(AssignmentSetting.version)
    newest: Any = select(scope.label("scope"), func.max(version).label("version")).group_by(scope)
    if scopes is not None:
        newest = newest.where(scope.in_(scopes))
    latest = newest.subquery()
    statement = select(AssignmentSetting).join(
        latest, and_(scope == latest.c.scope, version == latest.c.version)
    )
    return (await session.exec(statement)).all()


async def find_version(
    session: AsyncSession, scope: UUID, version: int
) -> AssignmentSetting | None:
    """One version of a scope's settings."""
    statement = select(AssignmentSetting).where(
        col(AssignmentSetting.scope) == scope, col(AssignmentSetting.version) == version
    )
    return (await session.exec(statement)).first()


async def list_versions(
    session: AsyncSession, scope: UUID, *, before: int | None, limit: int
) -> Sequence[Version]:
    """Versions of a scope's settings with who made them, newest first."""
    statement = (
        select(AssignmentSetting, User)
        .outerjoin(User, col(User.id) == col(AssignmentSetting.by_id))
        .where(col(AssignmentSetting.scope) == scope)
    )
    if before is not None:
        statement = statement.where(col(AssignmentSetting.version) < before)
    statement = statement.order_by(col(AssignmentSetting.version).desc()).limit(limit)
    return (await session.exec(statement)).all()
