"""The one list of arq jobs of the triage queue."""

from typing import cast

from arq import cron, func
from arq.cron import CronJob
from arq.typing import WorkerCoroutine
from arq.worker import Function

from app.core.bells import Bell
from app.core.jobs import JOB_SECONDS, answering, job_name, until_empty
from app.learning import jobs as learning
from app.triage import answers, questions
from app.triage import jobs as triage

SCORE = until_empty(triage.score_batch)
SHADOW = until_empty(learning.score_shadow)
FUNCTIONS: tuple[Function, ...] = (
    func(SCORE, name=job_name(Bell.TRIAGE), keep_result=0, timeout=JOB_SECONDS, max_tries=1),
    answering(questions.SIMILAR, answers.like_ticket),
    answering(questions.PREVIEW, answers.like_text),
)


def crons(sweep_seconds: int) -> list[CronJob]:
    """The safety net under the bell."""
    sweep = set(range(0, 60, sweep_seconds))
    renew = cast(WorkerCoroutine, triage.renew_vectors)
    often = set(range(0, 60, 5))
    return [
        cron(SCORE, name="sweep:triage", second=sweep, keep_result=0, timeout=JOB_SECONDS),
        cron(renew, name="triage.reembed", second=often, keep_result=0, timeout=JOB_SECONDS),
        cron(
            SHADOW,
            name="triage.shadow",
            second=often,
            # One run at a time over all workers: two would score the same tickets.
            job_id="triage.shadow",
            keep_result=0,
            timeout=JOB_SECONDS,
        ),
    ]
