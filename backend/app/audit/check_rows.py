"""Statements about verifications."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.enums import UNDER_WAY, CheckState
from app.audit.models import AuditCheck
from app.core import dialect


async def lock_checks_under_way(session: AsyncSession) -> Sequence[AuditCheck]:
    """Verifications that wait or run, locked, so that two workers never begin at once."""
    statement = (
        select(AuditCheck).where(col(AuditCheck.state).in_(UNDER_WAY)).order_by(col(AuditCheck.id))
    )
    fresh = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return (await session.exec(fresh)).all()


async def is_check_waiting(session: AsyncSession, *, now: datetime) -> bool:
    """Whether there is a verification to begin."""
    statement = select(AuditCheck.claimed_until).where(col(AuditCheck.state).in_(UNDER_WAY))
    found = (await session.exec(statement)).all()
    return any(until is None or until <= now for until in found)


async def lock_check(session: AsyncSession, check_id: UUID) -> AuditCheck | None:
    """A verification, locked until the transaction ends."""
    statement = dialect.for_update(session, select(AuditCheck).where(AuditCheck.id == check_id))
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def note_progress(session: AsyncSession, check_id: UUID, **values: Any) -> bool:
    """Write how far it is; false when it is no longer wanted."""
    changed = await session.exec(
        update(AuditCheck)
        .where(
            col(AuditCheck.id) == check_id,
            col(AuditCheck.state) == CheckState.RUNNING,
            col(AuditCheck.is_unwanted).is_(False),
        )
        .values(**values)
    )
    return bool(changed.rowcount)


async def forget_old_checks(session: AsyncSession, *, keep: int) -> None:
    """Forget verifications beyond the newest ones."""
    kept = select(AuditCheck.id).order_by(col(AuditCheck.id).desc()).offset(keep).limit(1)
    newest_to_go = (await session.exec(kept)).first()
    if newest_to_go is not None:
        await session.exec(
            delete(AuditCheck).where(
                col(AuditCheck.id) <= newest_to_go, col(AuditCheck.state).not_in(UNDER_WAY)
            )
        )
