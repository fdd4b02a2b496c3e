"""HTTP edge of hand-overs."""

from typing import Annotated

from fastapi import APIRouter

from app.assignment.errors import TechnicianFull, TechnicianUnknown, TicketFinished
from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.rate_limit import TooManyRequests, limit
from app.people.errors import TeamNotFound
from app.tickets import rows
from app.tickets.dependencies import LockedTicket
from app.tickets.errors import MentionUnknown, TicketNotFound
from app.tickets.schemas import TicketDetail
from app.workflow.errors import AlreadyTheirs
from app.workflow.handover import service as handover
from app.workflow.handover.schemas import HandOver

router = APIRouter(
    tags=["assignment"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Assigner = Annotated[Actor, requires(Permission.TICKETS_ASSIGN)]


@router.post(
    "/tickets/{ticket_id}/hand-over",
    responses=documented(
        *(TicketNotFound, StaleEdit, TicketFinished, TechnicianUnknown, TechnicianFull),
        *(TeamNotFound, AlreadyTheirs, MentionUnknown, CsrfFailed),
    ),
    dependencies=[limit("120/minute")],
)
async def hand_ticket_over(
    ticket: LockedTicket, body: HandOver, actor: Assigner, session: Session
) -> TicketDetail:
    """Hand a ticket to a person, a team or the queue, with a note for whoever takes it up.

    Assignment, note and record are one step: all of it happens or nothing.
    """
    if ticket.version != body.version:
        raise StaleEdit(current=await rows.detail(session, ticket, actor))
    await handover.hand_over(session, ticket, body, by=actor)
    return await rows.detail(session, ticket, actor)
