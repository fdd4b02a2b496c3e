"""HTTP edge of service levels."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import VisibleTicket, Worker
from app.tickets.errors import TicketNotFound
from app.workflow.errors import PolicyRefused, VersionUnknown
from app.workflow.sla import preview, service, views
from app.workflow.sla.schemas import (
    PoliciesPreview,
    RestorePolicies,
    ServiceLevels,
    SetPolicies,
    TicketServiceLevel,
    TryPolicies,
)

router = APIRouter(
    tags=["service levels"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.WORKFLOW)]
PolicyVersion = Annotated[int, Path(ge=0, description="The version to bring back.")]


@router.get("/service-levels", dependencies=[limit("120/minute")])
async def read_service_levels(_: Manager, session: ReadSession) -> ServiceLevels:
    """Read the policies that count, in their order."""
    return await service.current(session)


@router.put(
    "/service-levels",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, StaleEdit, PolicyRefused),
)
async def change_service_levels(
    body: SetPolicies, actor: Manager, session: Session
) -> ServiceLevels:
    """Write all policies anew, as a new version. Each ticket falls under the first that fits."""
    return await service.change(session, body, by=actor)


@router.post(
    "/service-levels/preview",
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, PolicyRefused),
)
async def preview_service_levels(
    body: TryPolicies, _: Manager, session: ReadSession
) -> PoliciesPreview:
    """Try policies on the newest 500 tickets along their real history. Nothing is kept."""
    return await preview.preview(session, body.policies)


@router.get(
    "/service-levels/versions",
    dependencies=[limit("120/minute")],
    responses=documented(CursorInvalid),
)
async def list_service_level_versions(
    _: Manager, session: ReadSession, page: PageParams
) -> Page[ServiceLevels]:
    """List every version of the policies, newest first."""
    return await service.list_versions(session, page)


@router.post(
    "/service-levels/versions/{version}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, VersionUnknown, StaleEdit, PolicyRefused),
)
async def restore_service_levels(
    version: PolicyVersion, body: RestorePolicies, actor: Manager, session: Session
) -> ServiceLevels:
    """Bring an earlier version of the policies back. Version 0 is what the product came with."""
    return await service.restore(
        session, version, seen=body.version, for_open_tickets=body.for_open_tickets, by=actor
    )


@router.get(
    "/tickets/{ticket_id}/service-level",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def read_ticket_service_level(
    ticket: VisibleTicket, _: Worker, session: ReadSession
) -> TicketServiceLevel:
    """Read the policy of a ticket and its clocks. Minutes are working time."""
    return await views.service_level_of(session, ticket.id)
