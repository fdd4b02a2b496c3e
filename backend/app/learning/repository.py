"""Statements about models and settings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.learning.enums import ModelOrigin, ModelState
from app.learning.models import SETTING_ID, TriageModel, TriageSetting

IN_USE = (ModelState.SERVING, ModelState.SHADOW)


async def lock_models(session: AsyncSession) -> dict[str, TriageModel]:
    """Every model, locked, so that two exchanges come one after the other."""
    statement = select(TriageModel).order_by(col(TriageModel.version))
    statement = dialect.for_update(session, statement).execution_options(populate_existing=True)
    return {model.version: model for model in await session.exec(statement)}


async def in_use(session: AsyncSession) -> dict[ModelState, TriageModel]:
    """The models that serve and shadow, as far as there are any."""
    statement = select(TriageModel).where(col(TriageModel.state).in_(IN_USE))
    return {model.state: model for model in await session.exec(statement)}


async def list_trained(
    session: AsyncSession, *, after: tuple[datetime, str] | None, limit: int
) -> Sequence[TriageModel]:
    """Trained models, newest first."""
    at, version = col(TriageModel.trained_at), col(TriageModel.version)
    statement = select(TriageModel).where(col(TriageModel.origin) == ModelOrigin.TRAINED)
    if after is not None:
        statement = statement.where(or_(at < after[0], and_(at == after[0], version < after[1])))
    statement = statement.order_by(at.desc(), version.desc()).limit(limit)
    return list(await session.exec(statement))


async def find_model(session: AsyncSession, version: str) -> TriageModel | None:
    """A model by its version."""
    return await session.get(TriageModel, version)


async def note_error(session: AsyncSession, version: str, error: str | None) -> None:
    """Keep why a model cannot be loaded, or that it can."""
    await session.exec(
        update(TriageModel).where(col(TriageModel.version) == version).values(error=error)
    )


async def find_setting(session: AsyncSession) -> TriageSetting | None:
    """What an administrator set, if anybody did."""
    return await session.get(TriageSetting, SETTING_ID)


async def write_setting(
    session: AsyncSession, *, wanted_accuracy: float, by_id: UUID | None, at: datetime
) -> None:
    """Write the one row."""
    row = {
        "id": SETTING_ID,
        "wanted_accuracy": wanted_accuracy,
        "changed_by_id": by_id,
        "changed_at": at,
    }
    table = TriageSetting.__table__  # type: ignore[attr-defined]
    changed = ["wanted_accuracy", "changed_by_id", "changed_at"]
    connection = await session.connection()
    await connection.execute(dialect.upsert(session, table, [row], key=["id"], update=changed))
