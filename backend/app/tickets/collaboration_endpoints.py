"""HTTP edge of writing together: whom a note may mention, and words that are not sent yet."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.auth.schemas import PersonRef
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import drafts, mentions
from app.tickets.collaboration_schemas import DraftView, KeptDraft, SaveDraft
from app.tickets.dependencies import VisibleTicket, Worker, Writer
from app.tickets.errors import TicketNotFound

router = APIRouter(
    prefix="/tickets/{ticket_id}",
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests, TicketNotFound),
)


@router.get("/mentionable", dependencies=[limit("600/minute")])
async def list_mentionable(
    _ticket: VisibleTicket,
    _: Worker,
    session: ReadSession,
    q: Annotated[str, Query(max_length=80, description="The name's beginning.")] = "",
) -> list[PersonRef]:
    """List the first eight people of staff whose name begins so, to be mentioned in a note."""
    return await mentions.list_mentionable(session, q)


@router.get("/draft", dependencies=[limit("600/minute")])
async def get_draft(ticket: VisibleTicket, actor: Writer, session: ReadSession) -> DraftView | None:
    """Get what you wrote on a ticket and did not send, on any device; null where there is nothing."""
    return await drafts.find(session, ticket.id, actor)


@router.put("/draft", responses=documented(CsrfFailed), dependencies=[limit("240/minute")])
async def save_draft(
    ticket: VisibleTicket, body: SaveDraft, actor: Writer, session: Session
) -> KeptDraft:
    """Keep what you have written so far. Only you can read it; sending a message forgets it."""
    return await drafts.save(session, ticket.id, body, by=actor)


@router.delete(
    "/draft",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(CsrfFailed),
    dependencies=[limit("120/minute")],
)
async def forget_draft(ticket: VisibleTicket, actor: Writer, session: Session) -> None:
    """Forget your unsent words on a ticket."""
    await drafts.forget(session, ticket.id, by=actor)
