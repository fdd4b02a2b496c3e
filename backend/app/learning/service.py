"""Use cases of learning: exchange the model in service, and say what is wanted of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Cause
from app.learning import repository
from app.learning.enums import ModelOrigin, ModelState
from app.learning.errors import (
    ModelNotFound,
    ModelServesAlready,
    NoShadow,
    NothingToRollBackTo,
    ShippedModelIsNoShadow,
)
from app.learning.events import (
    ModelPromoted,
    ModelRolledBack,
    ModelTrained,
    ShadowEnded,
    ShadowStarted,
    WantedAccuracyChanged,
)
from app.learning.models import DEFAULT_WANTED_ACCURACY, TriageModel
from app.learning.shipped import shipped_model


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the registry says should be loaded; without a serving model the shipped one."""

    serving: TriageModel | None
    shadow: TriageModel | None
    accuracy: float


def shipped_row() -> TriageModel:
    """The shipped model as a row that is in nobody's service."""
    shipped = shipped_model()
    return TriageModel(
        version=shipped.version,
        state=ModelState.RETIRED,
        origin=ModelOrigin.SHIPPED,
        metrics=shipped.metrics or None,
        calibration=shipped.calibration,
    )


async def wanted(session: AsyncSession) -> Wanted:
    """Read what should serve and shadow, and how often it must be right."""
    used = await repository.in_use(session)
    serving = used.get(ModelState.SERVING)
    if serving is not None and serving.origin is ModelOrigin.SHIPPED:
        # After an update of the product another artifact lies there than the row names.
        serving = None
    return Wanted(serving, used.get(ModelState.SHADOW), await wanted_accuracy(session))


async def wanted_accuracy(session: AsyncSession) -> float:
    """How often the model must be right where it decides alone."""
    setting = await repository.find_setting(session)
    return setting.wanted_accuracy if setting else DEFAULT_WANTED_ACCURACY


async def register(
    session: AsyncSession,
    *,
    version: str,
    folder: str,
    labels: int,
    metrics: dict[str, float],
    baseline_version: str,
    baseline_metrics: dict[str, float],
    calibration: dict[str, Any],
    note: str,
) -> TriageModel:
    """Enter a trained model as a candidate."""
    model = TriageModel(
        version=version,
        state=ModelState.CANDIDATE,
        origin=ModelOrigin.TRAINED,
        folder=folder,
        labels=labels,
        metrics=metrics,
        baseline_version=baseline_version,
        baseline_metrics=baseline_metrics,
        calibration=calibration,
        trained_at=clock.now(),
        note=note,
    )
    session.add(model)
    await session.flush()
    events.record(session, ModelTrained(version=version, labels=labels), cause=Cause.SYSTEM)
    return model


async def promote(session: AsyncSession, version: str, *, by_id: UUID | None) -> TriageModel:
    """Put a model into service; the triage workers exchange it within seconds.

    Raises:
        ModelNotFound: no model has this version.
        ModelServesAlready: it serves.
    """
    models = await repository.lock_models(session)
    target = _model(session, models, version)
    before = _serving(models)
    if (before.version if before else shipped_model().version) == version:
        raise ModelServesAlready
    at = clock.now()
    if before is None:
        before = _model(session, models, shipped_model().version)
    await _retire(session, before)
    target.state, target.error = ModelState.SERVING, None
    target.shadow_since = None
    target.promoted_at, target.promoted_by_id = at, by_id
    events.record(
        session,
        ModelPromoted(version=version, before=before.version),
        by=by_id,
        cause=_cause(by_id),
    )
    await session.flush()
    return target


async def roll_back(session: AsyncSession, *, by_id: UUID | None) -> TriageModel:
    """Put the model back into service that served before; below all others lies the shipped one.

    Raises:
        NothingToRollBackTo: the shipped model serves and none did before it.
    """
    models = await repository.lock_models(session)
    current = _serving(models)
    if current is None:
        raise NothingToRollBackTo
    target = _before(models, current)
    if target is None:
        if current.version == shipped_model().version:
            raise NothingToRollBackTo
        target = _model(session, models, shipped_model().version)
    await _retire(session, current)
    # The time of its promotion stays: it is its place in the order of service.
    target.state, target.error, target.shadow_since = ModelState.SERVING, None, None
    events.record(
        session,
        ModelRolledBack(version=target.version, before=current.version),
        by=by_id,
        cause=_cause(by_id),
    )
    await session.flush()
    return target


async def start_shadow(session: AsyncSession, version: str, *, by_id: UUID | None) -> TriageModel:
    """Let a model score new tickets silently beside the one in service, in place of another shadow.

    Raises:
        ModelNotFound: no model has this version.
        ModelServesAlready: it serves.
        ShippedModelIsNoShadow: it came with the product.
    """
    models = await repository.lock_models(session)
    target = _model(session, models, version)
    if target.origin is ModelOrigin.SHIPPED:
        raise ShippedModelIsNoShadow
    if target.state is ModelState.SERVING:
        raise ModelServesAlready
    if target.state is ModelState.SHADOW:
        return target
    for other in models.values():
        if other.state is ModelState.SHADOW:
            await _end_shadow(session, other, by_id=by_id)
    target.state, target.error, target.shadow_since = ModelState.SHADOW, None, clock.now()
    events.record(session, ShadowStarted(version=version), by=by_id, cause=_cause(by_id))
    await session.flush()
    return target


async def end_shadow(session: AsyncSession, *, by_id: UUID | None) -> None:
    """Let nobody score silently any more; the model is a candidate again.

    Raises:
        NoShadow: there is none.
    """
    models = await repository.lock_models(session)
    shadow = next((one for one in models.values() if one.state is ModelState.SHADOW), None)
    if shadow is None:
        raise NoShadow
    await _end_shadow(session, shadow, by_id=by_id)


async def set_wanted_accuracy(session: AsyncSession, value: float, *, by_id: UUID | None) -> None:
    """Say how often the model must be right where it decides alone; holds for tickets scored from now."""
    before = await wanted_accuracy(session)
    await repository.write_setting(session, wanted_accuracy=value, by_id=by_id, at=clock.now())
    if value != before:
        events.record(session, WantedAccuracyChanged(before=before, after=value), by=by_id)


def _cause(by_id: UUID | None) -> Cause:
    return Cause.PERSON if by_id else Cause.SYSTEM


def _serving(models: dict[str, TriageModel]) -> TriageModel | None:
    return next((one for one in models.values() if one.state is ModelState.SERVING), None)


def _model(session: AsyncSession, models: dict[str, TriageModel], version: str) -> TriageModel:
    found = models.get(version)
    if found is not None and _is_there(found):
        return found
    if version != shipped_model().version:
        raise ModelNotFound
    row = shipped_row()
    session.add(row)
    return row


def _is_there(model: TriageModel) -> bool:
    """An artifact of an earlier release of the product is gone."""
    return model.origin is ModelOrigin.TRAINED or model.version == shipped_model().version


def _before(models: dict[str, TriageModel], current: TriageModel) -> TriageModel | None:
    earlier = [
        one
        for one in models.values()
        if one is not current
        and one.promoted_at is not None
        and current.promoted_at is not None
        and one.promoted_at < current.promoted_at
        and _is_there(one)
    ]
    return max(earlier, key=lambda one: one.promoted_at or clock.now(), default=None)


async def _retire(session: AsyncSession, model: TriageModel) -> None:
    """First of two steps: the database holds one serving model at a time."""
    model.state = ModelState.RETIRED
    session.add(model)
    await session.flush()


async def _end_shadow(session: AsyncSession, model: TriageModel, *, by_id: UUID | None) -> None:
    model.state, model.shadow_since = ModelState.CANDIDATE, None
    session.add(model)
    await session.flush()
    events.record(session, ShadowEnded(version=model.version), by=by_id, cause=_cause(by_id))
