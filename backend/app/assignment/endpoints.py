"""HTTP edge of assignment: parse, authorise, delegate, shape. No rules live here."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from app.assignment import detail, offers, queue, repository
from app.assignment import service as assignment
from app.assignment.dependencies import Assigner, Overseer, Reader, TechnicianActor, Worker
from app.assignment.errors import (
    NotYours,
    TechnicianFull,
    TechnicianUnknown,
    TicketFinished,
    TicketHeldAlready,
    TicketUnheld,
    WorkBegun,
)
from app.assignment.schemas import (
    AcceptTicket,
    AssignmentDetail,
    AssignTicket,
    LeftBehindRow,
    MyQueue,
    ReleaseTicket,
    TakeTicket,
    WaitingRow,
)
from app.auth.dependencies import signed_in
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams, PageRequest, encode_cursor
from app.core.rate_limit import TooManyRequests, limit
from app.people.errors import NotATechnician
from app.tickets import rows
from app.tickets.dependencies import LockedTicket, VisibleTicket
from app.tickets.errors import TicketNotFound
from app.tickets.models import Ticket
from app.tickets.schemas import TicketDetail

router = APIRouter(
    tags=["assignment"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


async def _current_or(session: Session, ticket: Ticket, actor: Actor, version: int) -> None:
    """Refuse a decision about an older version, with the current row beside the sentence."""
    if ticket.version != version:
        raise StaleEdit(current=await rows.detail(session, ticket, actor))


@router.get(
    "/tickets/{ticket_id}/assignment",
    responses=documented(TicketNotFound),
    dependencies=[limit("600/minute")],
)
async def get_assignment(
    ticket: VisibleTicket, actor: Reader, session: ReadSession
) -> AssignmentDetail:
    """Tell who has a ticket and why, or why nobody has it yet."""
    return await detail.assignment_of(session, ticket, actor)


@router.post(
    "/tickets/{ticket_id}/assign",
    responses=documented(
        TicketNotFound, StaleEdit, TicketFinished, TicketUnheld, TechnicianUnknown, TechnicianFull
    ),
    dependencies=[limit("120/minute")],
)
async def assign_ticket(
    ticket: LockedTicket, body: AssignTicket, actor: Assigner, session: Session
) -> TicketDetail:
    """Give a ticket to a technician by hand, or with null back to the queue.

    What a person assigned never moves by itself. A technician who is offline may be chosen;
    one who is full may not.
    """
    await _current_or(session, ticket, actor, body.version)
    if body.technician_id is None:
        await assignment.return_to_pool(session, ticket, by=actor, reason=body.reason)
    else:
        await assignment.hand_to(session, ticket, body.technician_id, by=actor, reason=body.reason)
    return await rows.detail(session, ticket, actor)


@router.post(
    "/tickets/{ticket_id}/take",
    responses=documented(
        TicketNotFound, StaleEdit, TicketFinished, TicketHeldAlready, TechnicianFull, NotATechnician
    ),
    dependencies=[limit("120/minute")],
)
async def take_ticket(
    ticket: LockedTicket, body: TakeTicket, actor: Worker, session: Session
) -> TicketDetail:
    """Take a ticket for yourself."""
    await _current_or(session, ticket, actor, body.version)
    await assignment.take(session, ticket, by=actor)
    return await rows.detail(session, ticket, actor)


@router.post(
    "/tickets/{ticket_id}/accept",
    responses=documented(TicketNotFound, StaleEdit, TicketUnheld, NotYours, WorkBegun),
    dependencies=[limit("120/minute")],
)
async def accept_ticket(
    ticket: LockedTicket, body: AcceptTicket, actor: Worker, session: Session
) -> TicketDetail:
    """Say that you do a ticket that was given or offered to you. It moves no more by itself.

    To decline it, release it with a reason.
    """
    await _current_or(session, ticket, actor, body.version)
    await offers.accept(session, ticket, by=actor)
    return await rows.detail(session, ticket, actor)


@router.post(
    "/tickets/{ticket_id}/release",
    responses=documented(TicketNotFound, StaleEdit, TicketUnheld, NotYours),
    dependencies=[limit("120/minute")],
)
async def release_ticket(
    ticket: LockedTicket, body: ReleaseTicket, actor: Worker, session: Session
) -> TicketDetail:
    """Give a ticket back or decline it. It goes to somebody else and is not offered to you again."""
    await _current_or(session, ticket, actor, body.version)
    await assignment.release(session, ticket, by=actor, reason=body.reason)
    return await rows.detail(session, ticket, actor)


@router.get(
    "/assignment/waiting",
    responses=documented(CursorInvalid),
    dependencies=[limit("300/minute")],
)
async def list_waiting(actor: Overseer, session: ReadSession, page: PageParams) -> Page[WaitingRow]:
    """List tickets that wait for somebody, longest first, each with the reason."""
    found = await repository.list_waiting(session, after=_after(page), limit=page.limit + 1)
    shown = found[: page.limit]
    shaped = await rows.rows(session, shown, actor)
    items = [
        WaitingRow(**row.model_dump(), waiting_since=ticket.ready_at or ticket.created_at)
        for ticket, row in zip(shown, shaped, strict=True)
    ]
    more = len(found) > page.limit
    last = encode_cursor(items[-1].waiting_since.isoformat(), items[-1].id) if more else None
    return Page(items=items, next_cursor=last)


def _after(page: PageRequest) -> tuple[datetime, UUID] | None:
    values = page.after(2)
    if values is None:
        return None
    try:
        ready_at, id_ = datetime.fromisoformat(values[0]), UUID(values[1])
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error
    if ready_at.tzinfo is None:
        raise CursorInvalid
    return ready_at, id_


@router.get(
    "/assignment/left-behind",
    responses=documented(CursorInvalid),
    dependencies=[limit("300/minute")],
)
async def list_left_behind(
    actor: Assigner, session: ReadSession, page: PageParams
) -> Page[LeftBehindRow]:
    """List tickets begun by somebody who is offline or off shift now, to be handed to others.

    Administrators read all of them, others those of the teams that they lead.
    """
    return await queue.left_behind(session, actor, page)


@router.get("/me/queue", responses=documented(NotATechnician), dependencies=[limit("600/minute")])
async def get_my_queue(actor: TechnicianActor, session: ReadSession) -> MyQueue:
    """Your tickets: in work now, next (they stay with you), likely (they may still move)."""
    return await queue.of(session, actor)
