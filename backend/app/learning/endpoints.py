"""HTTP edge of learning: which model serves, how well it does, how often it must be right."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.learning import detail, quality
from app.learning import service as learning
from app.learning.errors import (
    ModelNotFound,
    ModelServesAlready,
    NoShadow,
    NothingToRollBackTo,
    ShippedModelIsNoShadow,
)
from app.learning.models import VERSION_LENGTH
from app.learning.schemas import (
    ChangeTriageSettings,
    ModelRow,
    ModelsPage,
    QualityReport,
    TriageSettings,
)

router = APIRouter(
    prefix="/triage",
    tags=["learning"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

# Not the right to review: a program's token that works on tickets must not exchange the model.
Operator = Annotated[Actor, requires(Permission.OPERATIONS)]
Version = Annotated[
    str, Path(max_length=VERSION_LENGTH, pattern=r"^[\w.-]+$", description="The model's version.")
]


@router.get("/models", responses=documented(CursorInvalid), dependencies=[limit("120/minute")])
async def list_models(_: Operator, session: ReadSession, page: PageParams) -> ModelsPage:
    """List the models of this installation, with what they were measured at."""
    return await detail.models_page(session, page)


@router.post(
    "/models/{version}/promote",
    responses=documented(ModelNotFound, ModelServesAlready, CsrfFailed),
    dependencies=[limit("30/minute")],
)
async def promote_model(version: Version, actor: Operator, session: Session) -> ModelRow:
    """Put a model into service. Triage workers load it within seconds; no ticket waits for it."""
    model = await learning.promote(session, version, by_id=actor.id)
    return await detail.model_row(session, model)


@router.post(
    "/models/{version}/shadow",
    responses=documented(ModelNotFound, ModelServesAlready, ShippedModelIsNoShadow, CsrfFailed),
    dependencies=[limit("30/minute")],
)
async def start_shadow(version: Version, actor: Operator, session: Session) -> ModelRow:
    """Let a model score new tickets silently, to see how it would do; another shadow ends."""
    model = await learning.start_shadow(session, version, by_id=actor.id)
    return await detail.model_row(session, model)


@router.delete(
    "/models/shadow",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NoShadow, CsrfFailed),
    dependencies=[limit("30/minute")],
)
async def end_shadow(actor: Operator, session: Session) -> None:
    """End the shadow. What it said so far is kept."""
    await learning.end_shadow(session, by_id=actor.id)


@router.post(
    "/models/roll-back",
    responses=documented(NothingToRollBackTo, CsrfFailed),
    dependencies=[limit("30/minute")],
)
async def roll_back_model(actor: Operator, session: Session) -> ModelRow:
    """Put the model back into service that served before; the shipped one lies below all others."""
    model = await learning.roll_back(session, by_id=actor.id)
    return await detail.model_row(session, model)


@router.get("/settings", dependencies=[limit("120/minute")])
async def read_settings(_: Operator, session: ReadSession) -> TriageSettings:
    """Tell how often the model must be right where it decides alone, and at which confidence that is."""
    return await detail.settings(session)


@router.put("/settings", responses=documented(CsrfFailed), dependencies=[limit("30/minute")])
async def change_settings(
    body: ChangeTriageSettings, actor: Operator, session: Session
) -> TriageSettings:
    """Set the wanted accuracy. The floor follows; it holds for tickets that are scored from now on."""
    await learning.set_wanted_accuracy(session, body.wanted_accuracy, by_id=actor.id)
    return await detail.settings(session)


@router.get("/quality", dependencies=[limit("60/minute")])
async def read_quality(
    _: Operator,
    session: ReadSession,
    weeks: Annotated[int, Query(ge=1, le=52, description="How far to look back.")] = 12,
) -> QualityReport:
    """Tell week by week how sure the model was and how often people left its answer, and warn of drift."""
    return await quality.report(session, weeks=weeks)
