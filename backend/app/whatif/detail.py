"""Shapes rows of questions for readers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core.pagination import Page, PageRequest, page_of
from app.whatif import repository
from app.whatif.models import WhatIfRun
from app.whatif.schemas import Answer, Question, RunDetail, RunRow

GONE = "Somebody who is gone"


async def runs_page(session: AsyncSession, page: PageRequest) -> Page[RunRow]:
    """One page of the list."""
    runs = await repository.list_runs(session, after=page.after_id(), limit=page.limit + 1)
    names = await auth.names_of(session, {run.asked_by_id for run in runs})
    return page_of(
        runs,
        page.limit,
        shape=lambda run: RunRow(**_facts(run, names)),
        key=lambda run: (run.id,),
    )


async def run_detail(session: AsyncSession, run: WhatIfRun) -> RunDetail:
    """A question with its answer."""
    names = await auth.names_of(session, [run.asked_by_id])
    answer = None if run.result is None else Answer.model_validate(run.result)
    return RunDetail(**_facts(run, names), answer=answer)


def _facts(run: WhatIfRun, names: Mapping[UUID, PersonRef]) -> dict[str, Any]:
    asker = names.get(run.asked_by_id) or PersonRef(id=run.asked_by_id, name=GONE)
    return {
        "id": run.id,
        "asked_by": asker,
        "asked_at": run.asked_at,
        "state": run.state,
        "question": Question.model_validate(run.question),
        "progress": run.progress,
        "simulated": run.simulated,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "sentence": run.sentence,
        "error": run.error,
    }
