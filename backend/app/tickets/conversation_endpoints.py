"""HTTP edge of a ticket's conversation."""

from fastapi import APIRouter, status

from app.auth.dependencies import signed_in
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams, encode_cursor
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import conversation
from app.tickets.dependencies import LockedTicket, Reader, VisibleTicket, Writer
from app.tickets.errors import (
    AttachmentUnknown,
    MentionUnknown,
    MoveRefused,
    NewerMessages,
    NoteNotAllowed,
    TicketNotFound,
)
from app.tickets.schemas import MessageView, WriteMessage

router = APIRouter(
    prefix="/tickets/{ticket_id}/messages",
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests, TicketNotFound),
)


@router.get("", responses=documented(CursorInvalid), dependencies=[limit("600/minute")])
async def list_messages(
    ticket: VisibleTicket, actor: Reader, session: ReadSession, page: PageParams
) -> Page[MessageView]:
    """List the replies after the description, oldest first; staff sees internal notes too."""
    found = await conversation.list_messages(session, ticket, actor, page)
    shown = found[: page.limit]
    more = len(found) > page.limit
    return Page(
        items=await conversation.views(session, shown),
        next_cursor=encode_cursor(shown[-1].id) if more else None,
    )


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=documented(
        AttachmentUnknown, MoveRefused, NoteNotAllowed, NewerMessages, MentionUnknown
    ),
    dependencies=[limit("60/minute")],
)
async def write_message(
    ticket: LockedTicket, body: WriteMessage, actor: Writer, session: Session
) -> MessageView:
    """Write a reply or an internal note.

    The assignee's first reply begins the work; the requester's reply takes a waiting ticket up
    again and reopens a solved one. In a note `@[id]` mentions a colleague, who is told and follows
    the ticket from then on.
    """
    message = await conversation.write(
        session,
        ticket,
        by=actor,
        kind=body.kind,
        text=body.text,
        attachment_ids=body.attachment_ids,
        after=body.after,
    )
    return (await conversation.views(session, [message]))[0]
