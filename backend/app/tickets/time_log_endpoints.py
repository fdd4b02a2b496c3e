"""HTTP edge of the time log."""

from uuid import UUID

from fastapi import APIRouter

from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import time_log
from app.tickets.dependencies import LockedTicket, VisibleTicket, Worker
from app.tickets.errors import TicketNotFound
from app.tickets.time_log import TimeEntryUnknown
from app.tickets.time_log_schemas import AddTime, TicketTime

router = APIRouter(
    prefix="/tickets/{ticket_id}/time",
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests, TicketNotFound),
)


@router.get("", dependencies=[limit("600/minute")])
async def read_time(ticket: VisibleTicket, actor: Worker, session: ReadSession) -> TicketTime:
    """Read how much was worked on a ticket, and whether your own clock runs."""
    return await time_log.time_of(session, ticket, actor)


@router.post("", dependencies=[limit("120/minute")], responses=documented(CsrfFailed))
async def add_time(
    ticket: LockedTicket, body: AddTime, actor: Worker, session: Session
) -> TicketTime:
    """Note down minutes that you worked on a ticket."""
    await time_log.add(session, ticket, body.minutes, by=actor)
    return await time_log.time_of(session, ticket, actor)


@router.put("/clock", dependencies=[limit("120/minute")], responses=documented(CsrfFailed))
async def start_clock(ticket: LockedTicket, actor: Worker, session: Session) -> TicketTime:
    """Start your clock on a ticket. It runs on one ticket at a time: on another one it stops."""
    await time_log.start(session, ticket, by=actor)
    return await time_log.time_of(session, ticket, actor)


@router.delete("/clock", dependencies=[limit("120/minute")], responses=documented(CsrfFailed))
async def stop_clock(ticket: LockedTicket, actor: Worker, session: Session) -> TicketTime:
    """Stop your clock on a ticket; begun minutes count."""
    await time_log.stop(session, ticket, by=actor)
    return await time_log.time_of(session, ticket, actor)


@router.delete(
    "/{entry_id}",
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, TimeEntryUnknown),
)
async def delete_time(
    entry_id: UUID, ticket: LockedTicket, actor: Worker, session: Session
) -> TicketTime:
    """Remove an entry of your own."""
    await time_log.forget(session, ticket, entry_id, by=actor)
    return await time_log.time_of(session, ticket, actor)
