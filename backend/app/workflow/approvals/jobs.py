"""Work that the clock starts: reminding those who are asked, once."""

from typing import Any

from app.core import clock, events
from app.core.actor import Cause
from app.core.db import Database
from app.workflow.approvals import repository
from app.workflow.events import ApprovalAsked

BATCH = 100


async def remind_approvers(context: dict[str, Any]) -> int:
    """Remind whoever has not answered in time; returns of how many approvals."""
    database: Database = context["database"]
    async with database.read() as session:
        if not await repository.is_due_to_remind(session, now=clock.now()):
            return 0
    async with database.write() as session:
        due = await repository.lock_due_to_remind(session, now=clock.now(), limit=BATCH)
        votes = await repository.votes_of(session, [approval.id for approval in due])
        for approval in due:
            silent = tuple(
                vote.approver_id
                for vote in votes[approval.id]
                if vote.approves is None and not vote.passed_on
            )
            approval.remind_at = None
            session.add(approval)
            events.record(
                session,
                ApprovalAsked(
                    ticket_id=approval.ticket_id,
                    approval_id=approval.id,
                    user_ids=silent,
                    is_reminder=True,
                ),
                cause=Cause.SYSTEM,
            )
    return len(due)
