"""HTTP edge of what follows a solution."""

from typing import Annotated

from fastapi import APIRouter

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.calendars.errors import CalendarNotFound
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import Reader, VisibleTicket
from app.tickets.errors import TicketNotFound
from app.workflow.surveys import service
from app.workflow.surveys.schemas import LifecycleSettings, SetLifecycle, TicketClosing

router = APIRouter(
    tags=["lifecycle"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Manager = Annotated[Actor, requires(Permission.WORKFLOW)]


@router.get("/lifecycle-settings", dependencies=[limit("120/minute")])
async def read_lifecycle_settings(_: Manager, session: ReadSession) -> LifecycleSettings:
    """Read what happens after a solution: closing, asking for a rating, reminding."""
    return await service.settings(session)


@router.put(
    "/lifecycle-settings",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, StaleEdit, CalendarNotFound),
)
async def change_lifecycle_settings(
    body: SetLifecycle, actor: Manager, session: Session
) -> LifecycleSettings:
    """Choose what happens after a solution, for tickets that are solved from now on."""
    return await service.change(session, body, by=actor)


@router.get(
    "/tickets/{ticket_id}/closing",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def read_ticket_closing(
    ticket: VisibleTicket, _: Reader, session: ReadSession
) -> TicketClosing:
    """Tell when a solved ticket closes by itself, unless somebody objects before."""
    return await service.closing_of(session, ticket)
