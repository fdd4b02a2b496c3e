"""HTTP edge of tickets: parse, authorise, delegate, shape."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from app.auth.dependencies import signed_in
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.idempotency import IdempotencyKeyHeader, IdempotencyKeyReused
from app.core.pagination import CursorInvalid, Page, PageParams, encode_cursor
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import access, history, listing, repository, rows
from app.tickets import service as tickets
from app.tickets.dependencies import (
    IntakeDesk,
    LockedTicket,
    Opener,
    Reader,
    VisibleTicket,
    Worker,
    Writer,
)
from app.tickets.enums import Category, Channel, DueState, Priority, TicketStatus
from app.tickets.errors import (
    AttachmentUnknown,
    FilterInvalid,
    MoveRefused,
    NothingToChange,
    OnlyStaffOpensForOthers,
    PersonUnknown,
    RequesterUnknown,
    TicketNotFound,
)
from app.tickets.history_words import HistoryGroup
from app.tickets.intake import Submission
from app.tickets.listing import Filters, Sort
from app.tickets.models import Ticket
from app.tickets.schemas import (
    EditTicket,
    HistoryEntry,
    MoveTicket,
    OpenTicket,
    ReopenTicket,
    SolveTicket,
    TicketDetail,
    TicketRow,
)

router = APIRouter(
    prefix="/tickets",
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=documented(
        AttachmentUnknown, IdempotencyKeyReused, RequesterUnknown, OnlyStaffOpensForOthers
    ),
    dependencies=[limit("30/minute")],
)
async def open_ticket(
    body: OpenTicket,
    actor: Opener,
    desk: IntakeDesk,
    request: Request,
    key: IdempotencyKeyHeader = None,
) -> TicketDetail:
    """Hand in a ticket.

    The answer comes as soon as the ticket is safe; priority, category and assignee follow within
    a second and are null until then. Repeating the request with the same `Idempotency-Key`
    gives the same ticket.
    """
    requester_id = await _requester(request, body, actor)
    channel = Channel.API if "authorization" in request.headers else Channel.WEB
    submission = Submission(
        request=body, by=actor, requester_id=requester_id, channel=channel, idempotency_key=key
    )
    opened = await desk.open(submission)
    plain = not body.attachment_ids and requester_id == actor.id
    if opened.row is not None and plain:
        # Everything is at hand; a read per ticket would cost as much as the ticket itself.
        return rows.opened(
            opened.row, actor, tags=sorted(set(body.tags)), description=body.description
        )
    async with request.app.state.database.read() as session:
        ticket = await access.get_visible(session, opened.ticket_id, actor)
        return await rows.detail(session, ticket, actor)


async def _requester(request: Request, body: OpenTicket, actor: Actor) -> UUID:
    if body.requester_id is None or body.requester_id == actor.id:
        return actor.id
    if not access.sees_all(actor):
        raise OnlyStaffOpensForOthers
    async with request.app.state.database.read() as session:
        if await repository.find_active_user(session, body.requester_id) is None:
            raise RequesterUnknown
    return body.requester_id


@router.get(
    "",
    responses=documented(FilterInvalid, CursorInvalid),
    dependencies=[limit("300/minute")],
)
async def list_tickets(
    actor: Reader,
    session: ReadSession,
    page: PageParams,
    ticket_status: Annotated[list[TicketStatus] | None, Query(alias="status")] = None,
    priority: Annotated[list[Priority] | None, Query()] = None,
    category: Annotated[list[Category] | None, Query()] = None,
    assignee: Annotated[str | None, Query(description="`me`, `none` or an id")] = None,
    requester: Annotated[str | None, Query(description="`me` or an id")] = None,
    team_id: UUID | None = None,
    needs_review: bool | None = None,
    tag: Annotated[str | None, Query(max_length=40)] = None,
    due: Annotated[
        list[DueState] | None, Query(description="How it stands with what is due; staff only.")
    ] = None,
    q: Annotated[
        str | None, Query(max_length=200, description="Whole words, or a reference; newest first.")
    ] = None,
    archived: Annotated[
        bool, Query(description="Look in the archive of old tickets instead.")
    ] = False,
    sort: Sort = Sort.NEWEST,
) -> Page[TicketRow]:
    """List the tickets that you may see."""
    filters = Filters(
        status=ticket_status or (),
        priority=priority or (),
        category=category or (),
        assignee=assignee,
        requester=requester,
        team_id=team_id,
        needs_review=needs_review,
        tag=tag,
        due=due or (),
        query=q if q and q.strip() else None,
        archived=archived,
        sort=sort,
    )
    found = await listing.list_tickets(session, filters, actor, page)
    shown = await rows.rows(session, found[: page.limit], actor)
    more = len(found) > page.limit
    return Page(
        items=shown,
        next_cursor=encode_cursor(*listing.cursor_values(shown[-1], sort)) if more else None,
    )


@router.get(
    "/by-reference/{reference}",
    responses=documented(TicketNotFound),
    dependencies=[limit("300/minute")],
)
async def get_ticket_by_reference(
    reference: str, actor: Reader, session: ReadSession
) -> TicketDetail:
    """Get a ticket by its short name, such as `TK-10432`."""
    ticket = await access.get_by_reference(session, reference, actor)
    return await rows.detail(session, ticket, actor)


@router.get(
    "/{ticket_id}", responses=documented(TicketNotFound), dependencies=[limit("600/minute")]
)
async def get_ticket(ticket: VisibleTicket, actor: Reader, session: ReadSession) -> TicketDetail:
    """Get a ticket whole."""
    return await rows.detail(session, ticket, actor)


async def _current_or(session: Session, ticket: Ticket, actor: Actor, version: int) -> None:
    """Refuse a stale edit with the current row beside the sentence."""
    if ticket.version != version:
        raise StaleEdit(current=await rows.detail(session, ticket, actor))


@router.patch(
    "/{ticket_id}",
    responses=documented(TicketNotFound, StaleEdit, NothingToChange),
    dependencies=[limit("120/minute")],
)
async def edit_ticket(
    ticket: LockedTicket, body: EditTicket, actor: Worker, session: Session
) -> TicketDetail:
    """Change subject, tags or classification. A classification by hand teaches the model."""
    await _current_or(session, ticket, actor, body.version)
    await tickets.edit(session, ticket, by=actor, change=body)
    return await rows.detail(session, ticket, actor)


@router.post(
    "/{ticket_id}/status",
    responses=documented(TicketNotFound, StaleEdit, MoveRefused),
    dependencies=[limit("120/minute")],
)
async def move_ticket(
    ticket: LockedTicket, body: MoveTicket, actor: Writer, session: Session
) -> TicketDetail:
    """Move a ticket: begin work, wait on the requester, close or reopen it."""
    await _current_or(session, ticket, actor, body.version)
    await tickets.move(session, ticket, TicketStatus(body.status), by=actor, note=body.note)
    return await rows.detail(session, ticket, actor)


@router.post(
    "/{ticket_id}/solve",
    responses=documented(TicketNotFound, StaleEdit, MoveRefused),
    dependencies=[limit("120/minute")],
)
async def solve_ticket(
    ticket: LockedTicket, body: SolveTicket, actor: Worker, session: Session
) -> TicketDetail:
    """Mark a ticket as solved and tell its requester how."""
    await _current_or(session, ticket, actor, body.version)
    await tickets.solve(
        session, ticket, by=actor, resolution=body.resolution, share=body.share_solution
    )
    return await rows.detail(session, ticket, actor)


@router.post(
    "/{ticket_id}/reopen",
    responses=documented(TicketNotFound, StaleEdit, MoveRefused),
    dependencies=[limit("60/minute")],
)
async def reopen_ticket(
    ticket: LockedTicket, body: ReopenTicket, actor: Writer, session: Session
) -> TicketDetail:
    """Open a solved or closed ticket again, with the reason as a reply."""
    await _current_or(session, ticket, actor, body.version)
    await tickets.reopen(session, ticket, by=actor, reason=body.reason)
    return await rows.detail(session, ticket, actor)


@router.get(
    "/{ticket_id}/history",
    responses=documented(TicketNotFound, CursorInvalid),
    dependencies=[limit("300/minute")],
)
async def list_ticket_history(
    ticket: VisibleTicket,
    actor: Reader,
    session: ReadSession,
    page: PageParams,
    group: Annotated[list[HistoryGroup] | None, Query(description="Kinds of facts.")] = None,
) -> Page[HistoryEntry]:
    """List what happened to a ticket, in order. Requesters do not see internal facts."""
    entries, next_seq = await history.list_history(session, ticket, actor, page, groups=group or ())
    return Page(items=entries, next_cursor=None if next_seq is None else encode_cursor(next_seq))


@router.put(
    "/{ticket_id}/watchers/me",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(TicketNotFound),
    dependencies=[limit("60/minute")],
)
async def follow_ticket(ticket: LockedTicket, actor: Reader, session: Session) -> None:
    """Follow a ticket: you are told what happens to it."""
    await tickets.follow(session, ticket, actor.id, by=actor)


@router.delete(
    "/{ticket_id}/watchers/me",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(TicketNotFound),
    dependencies=[limit("60/minute")],
)
async def unfollow_ticket(ticket: LockedTicket, actor: Reader, session: Session) -> None:
    """Follow a ticket no more."""
    await tickets.unfollow(session, ticket, actor.id, by=actor)


@router.put(
    "/{ticket_id}/watchers/{user_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(TicketNotFound, PersonUnknown),
    dependencies=[limit("60/minute")],
)
async def add_watcher(user_id: UUID, ticket: LockedTicket, actor: Worker, session: Session) -> None:
    """Let somebody follow a ticket."""
    await tickets.follow(session, ticket, user_id, by=actor)


@router.delete(
    "/{ticket_id}/watchers/{user_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(TicketNotFound),
    dependencies=[limit("60/minute")],
)
async def remove_watcher(
    user_id: UUID, ticket: LockedTicket, actor: Worker, session: Session
) -> None:
    """Let somebody follow a ticket no more."""
    await tickets.unfollow(session, ticket, user_id, by=actor)
