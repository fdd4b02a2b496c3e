"""Shapes models, the shadow's comparison and the settings for their readers."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core.pagination import CursorInvalid, PageRequest, encode_cursor
from app.learning import evidence, floors, repository, service
from app.learning.enums import ModelState
from app.learning.models import TriageModel
from app.learning.schemas import (
    CoverageLine,
    ModelRow,
    ModelsPage,
    ShadowReport,
    TriageSettings,
)
from app.learning.shipped import shipped_model

# Enough for a share to within two points, and few enough to read at every look.
COMPARED = 2_000


async def models_page(session: AsyncSession, page: PageRequest) -> ModelsPage:
    """List the models and say what each is used for."""
    wanted = await service.wanted(session)
    shipped = await _shipped(session)
    found = await repository.list_trained(session, after=_after(page), limit=page.limit + 1)
    shown = found[: page.limit]
    more = len(found) > page.limit
    serving = wanted.serving or shipped
    if wanted.serving is None:
        # It serves also where no row says so.
        shipped.state = ModelState.SERVING
    report = None
    if wanted.shadow is not None:
        report = await _shadow_report(session, wanted.shadow)
    rows = await _rows(session, [serving, shipped, *shown])
    last = shown[-1] if shown else None
    return ModelsPage(
        serving=rows[0],
        shipped=rows[1],
        shadow=report,
        items=rows[2:],
        next_cursor=encode_cursor(last.trained_at, last.version) if last and more else None,
    )


async def model_row(session: AsyncSession, model: TriageModel) -> ModelRow:
    """One model."""
    return (await _rows(session, [model]))[0]


async def settings(session: AsyncSession) -> TriageSettings:
    """What is wanted, and the floor and share that follow for the model that scores."""
    wanted = await service.wanted(session)
    serving = wanted.serving
    if serving is not None and serving.error is None:
        version, calibration = serving.version, serving.calibration
    else:
        version, calibration = shipped_model().version, shipped_model().calibration
    curve = calibration.get("risk_coverage") or []
    floor = floors.review_floor(calibration, wanted.accuracy)
    stored = await repository.find_setting(session)
    names = await auth.names_of(session, [stored.changed_by_id] if stored else [])
    return TriageSettings(
        wanted_accuracy=wanted.accuracy,
        floor=floor,
        expected_share_alone=floors.share_alone(curve, floor) if curve else None,
        model_version=version,
        risk_coverage=[CoverageLine(**line) for line in curve],
        changed_by=names.get(stored.changed_by_id) if stored and stored.changed_by_id else None,
        changed_at=stored.changed_at if stored else None,
    )


def _after(page: PageRequest) -> tuple[datetime, str] | None:
    values = page.after(2)
    if values is None:
        return None
    try:
        at = datetime.fromisoformat(values[0])
    except (TypeError, ValueError) as error:
        raise CursorInvalid from error
    if at.tzinfo is None or not isinstance(values[1], str):
        raise CursorInvalid
    return at, values[1]


async def _shipped(session: AsyncSession) -> TriageModel:
    """The shipped model as it was used, or as it came; a copy, for what is shown may differ."""
    stored = await repository.find_model(session, shipped_model().version)
    made = service.shipped_row()
    if stored is not None:
        made.state = stored.state
        made.promoted_at, made.promoted_by_id = stored.promoted_at, stored.promoted_by_id
    return made


async def _rows(session: AsyncSession, models: Sequence[TriageModel]) -> list[ModelRow]:
    names = await auth.names_of(session, [model.promoted_by_id for model in models])
    return [
        ModelRow(
            version=model.version,
            state=model.state,
            origin=model.origin,
            metrics=model.metrics,
            baseline_version=model.baseline_version,
            baseline_metrics=model.baseline_metrics,
            labels=model.labels,
            trained_at=model.trained_at,
            promoted_at=model.promoted_at,
            promoted_by=names.get(model.promoted_by_id) if model.promoted_by_id else None,
            note=model.note,
            error=model.error,
        )
        for model in models
    ]


async def _shadow_report(session: AsyncSession, shadow: TriageModel) -> ShadowReport:
    assert shadow.shadow_since is not None  # set whenever a model becomes the shadow
    compared = [
        (ticket_id, serving, said)
        for ticket_id, serving, said in await evidence.shadowed(
            session, shadow.version, limit=COMPARED
        )
        if said
    ]
    looks = await evidence.newest_labels(session, ticket_ids=[one[0] for one in compared])
    truth = {look.ticket_id: look.value for look in looks if look.field == "priority"}
    judged = [one for one in compared if one[0] in truth]
    return ShadowReport(
        model=await model_row(session, shadow),
        since=shadow.shadow_since,
        scored=len(compared),
        same_priority=_agreement(compared, "priority"),
        same_category=_agreement(compared, "category"),
        judged=len(judged),
        shadow_right=sum(said["priority"] == truth[id_] for id_, _, said in judged),
        serving_right=sum(serving["priority"] == truth[id_] for id_, serving, _ in judged),
    )


def _agreement(
    compared: Sequence[tuple[object, dict[str, str], dict[str, str]]], field: str
) -> float | None:
    if not compared:
        return None
    return sum(serving[field] == said[field] for _, serving, said in compared) / len(compared)
