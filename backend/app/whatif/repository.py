"""Statements about what-if runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.whatif.enums import UNDER_WAY, RunState
from app.whatif.models import WhatIfRun


async def count_under_way(session: AsyncSession) -> int:
    """Questions that wait or are being answered."""
    statement = select(func.count()).where(col(WhatIfRun.state).in_(UNDER_WAY))
    return int((await session.exec(statement)).one())


async def lock_under_way(session: AsyncSession) -> Sequence[WhatIfRun]:
    """All of them, oldest first, locked, so that two workers never begin at once."""
    statement = (
        select(WhatIfRun).where(col(WhatIfRun.state).in_(UNDER_WAY)).order_by(col(WhatIfRun.id))
    )
    fresh = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return (await session.exec(fresh)).all()


async def list_runs(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[WhatIfRun]:
    """Newest first, without files and answers."""
    statement = select(WhatIfRun).options(
        defer(WhatIfRun.files),  # type: ignore[arg-type]
        defer(WhatIfRun.result),  # type: ignore[arg-type]
    )
    if after is not None:
        statement = statement.where(col(WhatIfRun.id) < after)
    return (await session.exec(statement.order_by(col(WhatIfRun.id).desc()).limit(limit))).all()


async def find_run(session: AsyncSession, run_id: UUID) -> WhatIfRun | None:
    """A run by id."""
    return await session.get(WhatIfRun, run_id)


async def find_run_locked(session: AsyncSession, run_id: UUID) -> WhatIfRun | None:
    """A run by id, locked until the transaction ends."""
    statement = dialect.for_update(session, select(WhatIfRun).where(col(WhatIfRun.id) == run_id))
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def note_progress(session: AsyncSession, run_id: UUID, **values: Any) -> bool:
    """Write how far it is; false when it is no longer wanted."""
    changed = await session.exec(
        update(WhatIfRun)
        .where(
            col(WhatIfRun.id) == run_id,
            col(WhatIfRun.state) == RunState.RUNNING,
            col(WhatIfRun.is_unwanted).is_(False),
        )
        .values(**values)
    )
    return bool(changed.rowcount)


async def delete_run(session: AsyncSession, run_id: UUID) -> None:
    """Forget a run."""
    await session.exec(delete(WhatIfRun).where(col(WhatIfRun.id) == run_id))


async def delete_oldest(session: AsyncSession, *, keep: int) -> None:
    """Forget finished runs beyond the newest ones."""
    kept = select(WhatIfRun.id).order_by(col(WhatIfRun.id).desc()).offset(keep).limit(1)
    newest_to_go = (await session.exec(kept)).first()
    if newest_to_go is not None:
        await session.exec(
            delete(WhatIfRun).where(
                col(WhatIfRun.id) <= newest_to_go, col(WhatIfRun.state).not_in(UNDER_WAY)
            )
        )


async def is_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether there is something for `lock_under_way` to begin."""
    statement = select(WhatIfRun.state, WhatIfRun.claimed_until).where(
        col(WhatIfRun.state).in_(UNDER_WAY)
    )
    rows = (await session.exec(statement)).all()
    return bool(rows) and not any(until is not None and until > now for _, until in rows)


async def administrators(session: AsyncSession) -> Sequence[UUID]:
    """Everybody who may see what-if questions."""
    statement = select(User.id).where(
        col(User.role) == Role.ADMINISTRATOR, col(User.is_active).is_(True)
    )
    return (await session.exec(statement)).all()
