"""The one list of arq jobs of the triage queue."""

from arq import cron, func
from arq.cron import CronJob
from arq.worker import Function

from app.core.bells import Bell
from app.core.jobs import JOB_SECONDS, job_name, until_empty
from app.triage import jobs as triage

SCORE = until_empty(triage.score_batch)
FUNCTIONS: tuple[Function, ...] = (
    func(SCORE, name=job_name(Bell.TRIAGE), keep_result=0, timeout=JOB_SECONDS, max_tries=1),
)


def crons(sweep_seconds: int) -> list[CronJob]:
    """The safety net under the bell."""
    sweep = set(range(0, 60, sweep_seconds))
    return [cron(SCORE, name="sweep:triage", second=sweep, keep_result=0, timeout=JOB_SECONDS)]
