"""The one list of arq jobs and crons of the default queue."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from arq import cron, func
from arq.cron import CronJob
from arq.typing import WorkerCoroutine
from arq.worker import Function

from app.assignment import effort_jobs
from app.assignment import jobs as assignment
from app.audit import jobs as audit
from app.auth import jobs as auth
from app.core import idempotency
from app.core.bells import Bell
from app.core.jobs import JOB_SECONDS, job_name, until_empty
from app.core.outbox.relay import Relay
from app.notifications import jobs as notifications
from app.people import jobs as people
from app.privacy import jobs as privacy
from app.tickets import jobs as tickets
from app.whatif import jobs as whatif
from app.workflow.approvals import jobs as approvals
from app.workflow.escalation import jobs as escalation
from app.workflow.rules import jobs as rules
from app.workflow.schedules import jobs as schedules
from app.workflow.sla import jobs as service_levels
from app.workflow.surveys import jobs as surveys


async def dispatch_events(context: dict[str, Any]) -> int:
    """Hand one batch of recorded events to their handlers."""
    relay: Relay = context["relay"]
    return await relay.dispatch()


async def follow_up(context: dict[str, Any]) -> int:
    """Serve one batch of what is done a moment after the rest."""
    relay: Relay = context["relay"]
    return await relay.follow_up()


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
    Bell.CLOCKS: until_empty(service_levels.serve_clocks),
}

# No bell: the clock starts it, so that events gather meanwhile.
FOLLOW_UP = until_empty(follow_up)
ESCALATE = until_empty(escalation.serve_escalations)
# What takes minutes: the job and how long it may take.
LONG: dict[Bell, tuple[WorkerCoroutine, int]] = {
    Bell.WHAT_IF: (until_empty(whatif.answer_next), whatif.JOB_SECONDS),
    Bell.AUDIT: (until_empty(audit.check_next), audit.JOB_SECONDS),
    Bell.EXPORTS: (until_empty(privacy.make_next_export), privacy.JOB_SECONDS),
}
_ALL = {**{bell: (job, JOB_SECONDS) for bell, job in SERVE.items()}, **LONG}

FUNCTIONS: tuple[Function, ...] = tuple(
    # keep_result=0: a kept result would block the bell's id.
    func(job, name=job_name(bell), keep_result=0, timeout=seconds, max_tries=1)
    for bell, (job, seconds) in _ALL.items()
)


def crons(sweep_seconds: int) -> list[CronJob]:
    """The safety net under the bells, and what the clock starts."""
    sweep = set(range(0, 60, sweep_seconds))
    often = set(range(0, 60, 5))
    return [
        *(
            cron(job, name=f"sweep:{bell}", second=sweep, keep_result=0, timeout=seconds)
            for bell, (job, seconds) in _ALL.items()
        ),
        cron(
            FOLLOW_UP,
            name="core.follow_up",
            second=set(range(60)),
            keep_result=0,
            timeout=JOB_SECONDS,
        ),
        _clockwork("privacy.erase_due", privacy.erase_due, second=41),
        _clockwork("audit.sign_roots", audit.sign_roots, second={7, 37}),
        _clockwork("audit.measure_lag", audit.measure_lag, second=often),
        _clockwork("audit.mail_root", audit.mail_root, second=52),
        _clockwork("assignment.release_unscored", assignment.release_unscored, second=sweep),
        _clockwork("workflow.escalate", ESCALATE, second=often),
        _clockwork("people.mark_silent", people.mark_silent, second=often),
        _clockwork("people.turn_shifts", people.turn_shifts, second=often),
        _clockwork("assignment.offers", assignment.pass_lapsed_offers_on, second=often),
        _clockwork("assignment.absent", assignment.look_after_absent, second=often),
        _clockwork(
            "assignment.standing",
            assignment.look_who_is_busy,
            minute=set(range(0, 60, 5)),
            second=41,
        ),
        _clockwork("rules.notice_silence", rules.notice_silence, second=47),
        _clockwork("assignment.recount_loads", assignment.recount_loads, second=30),
        _clockwork("schedules.make_due_tickets", schedules.make_due_tickets, second={1, 21, 41}),
        _clockwork("approvals.remind", approvals.remind_approvers, second=43),
        _clockwork("surveys.follow_up_solutions", surveys.follow_up_solutions, second={12, 32, 52}),
        *_now_and_then(),
    ]


def _now_and_then() -> list[CronJob]:
    """What is done once an hour or a night."""
    return [
        _clockwork("privacy.forget_exports", privacy.forget_exports, minute=43, second=0),
        cron(
            cast(WorkerCoroutine, privacy.keep_to_retention),
            name="privacy.keep_to_retention",
            hour=2,
            minute=33,
            second=0,
            keep_result=0,
            timeout=privacy.JOB_SECONDS,
        ),
        _clockwork(
            "assignment.recount_effort", effort_jobs.recount_effort, hour=3, minute=17, second=0
        ),
        _clockwork("core.forget_old_keys", forget_old_keys, minute=7, second=0),
        _clockwork("auth.forget_expired", auth.forget_expired, minute=11, second=0),
        _clockwork(
            "notifications.forget_old",
            notifications.forget_old_notifications,
            minute=37,
            second=0,
        ),
        _clockwork(
            "tickets.drop_orphan_attachments", tickets.drop_orphan_attachments, minute=23, second=0
        ),
    ]


def _clockwork(
    name: str,
    job: Callable[[dict[str, Any]], Awaitable[Any]],
    *,
    second: set[int] | int,
    minute: set[int] | int | None = None,
    hour: int | None = None,
) -> CronJob:
    # arq's protocol also admits arguments that a cron never passes.
    coroutine = cast(WorkerCoroutine, job)
    return cron(coroutine, name=name, hour=hour, minute=minute, second=second, keep_result=0)
