"""HTTP edge of what-if: ask, follow, cancel and forget questions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.whatif import detail
from app.whatif import service as whatif
from app.whatif.errors import (
    PeriodInvalid,
    RunIsOver,
    RunIsUnderWay,
    RunNotFound,
    TooManyQuestions,
    ZoneUnknown,
)
from app.whatif.schemas import AskWhatIf, RunDetail, RunRow

router = APIRouter(
    prefix="/what-if",
    tags=["what-if"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Planner = Annotated[Actor, requires(Permission.WHAT_IF)]


@router.post(
    "/runs",
    status_code=status.HTTP_202_ACCEPTED,
    responses=documented(TooManyQuestions, PeriodInvalid, ZoneUnknown, CsrfFailed),
    dependencies=[limit("20/minute")],
)
async def ask_what_if(body: AskWhatIf, actor: Planner, session: Session) -> RunDetail:
    """Ask what would be if other strategies were used or more people were there.

    The answer is computed in the background by the very engine that assigns, over your own
    history, a made-up service desk or your files: at most 20,000 tickets and 500 technicians,
    600,000 simulated tickets over all ways and seeds, and ten minutes. Questions are answered one
    after the other; the newest 200 are kept.
    """
    return await detail.run_detail(session, await whatif.ask(session, body, by=actor))


@router.get("/runs", responses=documented(CursorInvalid), dependencies=[limit("300/minute")])
async def list_what_if_runs(_: Planner, session: ReadSession, page: PageParams) -> Page[RunRow]:
    """List the questions, newest first, without their answers."""
    return await detail.runs_page(session, page)


@router.get("/runs/{run_id}", responses=documented(RunNotFound), dependencies=[limit("300/minute")])
async def get_what_if_run(run_id: UUID, _: Planner, session: ReadSession) -> RunDetail:
    """Tell how far a question is, and its answer."""
    return await detail.run_detail(session, await whatif.get(session, run_id))


@router.post(
    "/runs/{run_id}/cancel",
    responses=documented(RunNotFound, RunIsOver, CsrfFailed),
    dependencies=[limit("60/minute")],
)
async def cancel_what_if_run(run_id: UUID, actor: Planner, session: Session) -> RunDetail:
    """Give a question up. One that is being computed ends within a second or two."""
    return await detail.run_detail(session, await whatif.cancel(session, run_id, by=actor))


@router.delete(
    "/runs/{run_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(RunNotFound, RunIsUnderWay, CsrfFailed),
    dependencies=[limit("60/minute")],
)
async def delete_what_if_run(run_id: UUID, _: Planner, session: Session) -> None:
    """Forget a question and its answer."""
    await whatif.forget(session, run_id)
