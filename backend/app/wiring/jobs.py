"""The one list of arq jobs and crons of the default queue."""

from typing import Any

from arq import cron, func
from arq.cron import CronJob
from arq.worker import Function

from app.assignment import jobs as assignment
from app.core import idempotency
from app.core.bells import Bell
from app.core.jobs import job_name, until_empty
from app.core.outbox.relay import Relay
from app.people import jobs as people
from app.tickets import jobs as tickets

JOB_SECONDS = 300


async def dispatch_events(context: dict[str, Any]) -> int:
    """Hand one batch of recorded events to their handlers."""
    relay: Relay = context["relay"]
    return await relay.dispatch()


async def deliver_due(context: dict[str, Any]) -> int:
    """Carry out one batch of due deliveries."""
    relay: Relay = context["relay"]
    return await relay.deliver_due()


async def forget_old_keys(ctx: dict[Any, Any]) -> None:
    """Drop idempotency keys that have had their day."""
    async with ctx["database"].write() as session:
        await idempotency.forget_old(session)


SERVE = {
    Bell.OUTBOX: until_empty(dispatch_events),
    Bell.DELIVERIES: until_empty(deliver_due),
    Bell.ASSIGNMENT: until_empty(assignment.assign_waiting),
}

FUNCTIONS: tuple[Function, ...] = tuple(
    # keep_result=0: a kept result would block the bell's id.
    func(job, name=job_name(bell), keep_result=0, timeout=JOB_SECONDS, max_tries=1)
    for bell, job in SERVE.items()
)


def crons(sweep_seconds: int) -> list[CronJob]:
    """The safety net under the bells, and what the clock starts."""
    sweep = set(range(0, 60, sweep_seconds))
    return [
        *(
            cron(job, name=f"sweep:{bell}", second=sweep, keep_result=0, timeout=JOB_SECONDS)
            for bell, job in SERVE.items()
        ),
        cron(
            assignment.release_unscored,
            name="assignment.release_unscored",
            second=sweep,
            keep_result=0,
        ),
        cron(
            people.mark_silent,
            name="people.mark_silent",
            second=set(range(0, 60, 5)),
            keep_result=0,
        ),
        cron(assignment.recount_loads, name="assignment.recount_loads", second=30, keep_result=0),
        cron(forget_old_keys, name="core.forget_old_keys", minute=7, second=0, keep_result=0),
        cron(
            tickets.drop_orphan_attachments,
            name="tickets.drop_orphan_attachments",
            minute=23,
            second=0,
            keep_result=0,
        ),
    ]
