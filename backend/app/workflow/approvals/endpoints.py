"""HTTP edge of approvals."""

from typing import Annotated

from fastapi import APIRouter

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import LockedTicket, Reader, VisibleTicket, Writer
from app.tickets.errors import PersonUnknown, TicketNotFound
from app.workflow.approvals import service
from app.workflow.approvals.errors import ApprovalRulesRefused, NothingToApprove, NotTheApprover
from app.workflow.approvals.schemas import (
    ApprovalRules,
    ApprovalView,
    Decide,
    PassOn,
    SetApprovalRules,
)

router = APIRouter(
    tags=["approvals"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.WORKFLOW)]


@router.get("/approval-rules", dependencies=[limit("120/minute")])
async def read_approval_rules(_: Manager, session: ReadSession) -> ApprovalRules:
    """Read which requests need whose approval. The first rule that fits a ticket counts."""
    return await service.rules(session)


@router.put(
    "/approval-rules",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, StaleEdit, ApprovalRulesRefused),
)
async def change_approval_rules(
    body: SetApprovalRules, actor: Manager, session: Session
) -> ApprovalRules:
    """Write all rules anew, for tickets that come in or are sorted from now on."""
    return await service.change_rules(session, body, by=actor)


@router.get(
    "/tickets/{ticket_id}/approvals",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def list_ticket_approvals(
    ticket: VisibleTicket, actor: Reader, session: ReadSession
) -> list[ApprovalView]:
    """List every time that approval of a ticket was asked for, newest first."""
    return await service.list_approvals(session, ticket, actor=actor)


@router.post(
    "/tickets/{ticket_id}/approvals/decide",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TicketNotFound, NothingToApprove, NotTheApprover),
)
async def decide_approval(
    ticket: LockedTicket, body: Decide, actor: Writer, session: Session
) -> list[ApprovalView]:
    """Approve or decline. Approved, the ticket is handed out; declined, it is closed with the reason."""
    return await service.decide(session, ticket, body, by=actor)


@router.post(
    "/tickets/{ticket_id}/approvals/pass-on",
    dependencies=[limit("60/minute")],
    responses=documented(
        CsrfFailed, TicketNotFound, NothingToApprove, NotTheApprover, PersonUnknown
    ),
)
async def pass_approval_on(
    ticket: LockedTicket, body: PassOn, actor: Writer, session: Session
) -> list[ApprovalView]:
    """Let somebody else answer instead of you."""
    return await service.pass_on(session, ticket, body.to_id, by=actor)
