"""HTTP edge of escalations and on-call duty."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status
from pydantic import AwareDatetime

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core import clock
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import VisibleTicket, Worker
from app.tickets.enums import OPEN
from app.tickets.errors import TicketNotFound
from app.workflow.errors import VersionUnknown
from app.workflow.escalation import duty, plans, service
from app.workflow.escalation.errors import (
    NothingEscalated,
    OverrideRefused,
    OverrideUnknown,
    PlanRefused,
    TicketNotOpen,
)
from app.workflow.escalation.schemas import (
    EscalateTicket,
    EscalationPlanView,
    OnCall,
    OverrideView,
    RestoreEscalationPlan,
    SetEscalationPlan,
    StandInFor,
    TicketEscalationView,
)

router = APIRouter(
    tags=["escalation"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.WORKFLOW)]
PlanVersion = Annotated[int, Path(ge=0, description="The version to bring back.")]
MOST_DAYS = 92


@router.get("/escalation-plan", dependencies=[limit("120/minute")])
async def read_escalation_plan(_: Worker, session: ReadSession) -> EscalationPlanView:
    """Read the levels and rotas that count."""
    return await plans.current(session)


@router.put(
    "/escalation-plan",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, StaleEdit, PlanRefused),
)
async def change_escalation_plan(
    body: SetEscalationPlan, actor: Manager, session: Session
) -> EscalationPlanView:
    """Write all levels and rotas anew, as a new version."""
    return await plans.change(session, body, by=actor)


@router.get(
    "/escalation-plan/versions",
    dependencies=[limit("120/minute")],
    responses=documented(CursorInvalid),
)
async def list_escalation_plan_versions(
    _: Manager, session: ReadSession, page: PageParams
) -> Page[EscalationPlanView]:
    """List every version of levels and rotas, newest first."""
    return await plans.list_versions(session, page)


@router.post(
    "/escalation-plan/versions/{version}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, VersionUnknown, StaleEdit, PlanRefused),
)
async def restore_escalation_plan(
    version: PlanVersion, body: RestoreEscalationPlan, actor: Manager, session: Session
) -> EscalationPlanView:
    """Bring an earlier version back. Version 0 is what the product came with."""
    return await plans.restore(session, version, seen=body.version, by=actor)


@router.get("/on-call", dependencies=[limit("120/minute")])
async def read_on_call(
    _: Worker,
    session: ReadSession,
    starts_at: Annotated[
        AwareDatetime | None, Query(description="With its offset; now where it is left out.")
    ] = None,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="How far ahead.")] = 28,
) -> OnCall:
    """Read who is on call now, who is next, and every turn of the days ahead."""
    begins = starts_at or clock.now()
    return await duty.on_call(session, starts_at=begins, ends_at=begins + timedelta(days=days))


@router.post(
    "/on-call/overrides",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, OverrideRefused),
)
async def stand_in_on_call(body: StandInFor, actor: Manager, session: Session) -> OverrideView:
    """Let somebody stand in on a rota for a while. The newest stand-in wins."""
    return await duty.stand_in(session, body, by=actor)


@router.delete(
    "/on-call/overrides/{override_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, OverrideUnknown),
)
async def end_stand_in(override_id: UUID, actor: Manager, session: Session) -> None:
    """Take a stand-in back."""
    await duty.take_back(session, override_id, by=actor)


@router.get(
    "/tickets/{ticket_id}/escalation",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def read_escalation(
    ticket: VisibleTicket, _: Worker, session: ReadSession
) -> TicketEscalationView:
    """Read whom a ticket's escalation told, and when it goes on."""
    return await service.escalation_of(session, ticket)


@router.post(
    "/tickets/{ticket_id}/escalation",
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, TicketNotFound, TicketNotOpen),
)
async def escalate_ticket(
    ticket: VisibleTicket, body: EscalateTicket, actor: Worker, session: Session
) -> TicketEscalationView:
    """Tell the next level. While a level was told and nobody has it, nothing more happens."""
    if ticket.status not in OPEN:
        raise TicketNotOpen
    await service.escalate(session, ticket.id, reason=body.reason, actor_id=actor.id)
    return await service.escalation_of(session, ticket)


@router.post(
    "/tickets/{ticket_id}/escalation/acknowledge",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TicketNotFound, NothingEscalated),
)
async def acknowledge_escalation(
    ticket: VisibleTicket, actor: Worker, session: Session
) -> TicketEscalationView:
    """Have it: the next level is not told."""
    await service.acknowledge(session, ticket.id, by=actor)
    return await service.escalation_of(session, ticket)
