"""HTTP edge of triage: parse, authorise, delegate, shape. No rules live here."""

from typing import Annotated

from fastapi import APIRouter

from app.auth.dependencies import requires, signed_in
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, StaleEdit
from app.core.pagination import CursorInvalid, Page, PageParams, encode_cursor
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import rows
from app.tickets.dependencies import LockedTicket, Opener, Reader, VisibleTicket
from app.tickets.errors import TicketNotFound
from app.tickets.schemas import TicketDetail, TicketRow
from app.triage import detail, repository, similar
from app.triage import service as triage
from app.triage.dependencies import Ratings, TriageWorker
from app.triage.errors import TriageUnavailable
from app.triage.schemas import (
    PreviewTriage,
    ReviewTriage,
    SimilarTickets,
    TriageDetail,
    TriagePreview,
)

router = APIRouter(
    tags=["triage"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)
Reviewer = Annotated[Actor, requires(Permission.TRIAGE_REVIEW)]


@router.get(
    "/tickets/{ticket_id}/triage",
    responses=documented(TicketNotFound),
    dependencies=[limit("600/minute")],
)
async def get_triage(ticket: VisibleTicket, _: Reader, session: ReadSession) -> TriageDetail:
    """Tell how a ticket came to its priority and category."""
    return await detail.triage_of(session, ticket)


@router.get(
    "/triage/review",
    responses=documented(CursorInvalid),
    dependencies=[limit("300/minute")],
)
async def list_for_review(
    actor: Reviewer, session: ReadSession, page: PageParams
) -> Page[TicketRow]:
    """List tickets whose classification is too uncertain to be left to the model."""
    found = await repository.list_for_review(session, after=page.after_id(), limit=page.limit + 1)
    items = await rows.rows(session, found[: page.limit], actor)
    more = len(found) > page.limit
    return Page(items=items, next_cursor=encode_cursor(items[-1].id) if more else None)


@router.post(
    "/tickets/{ticket_id}/triage/review",
    responses=documented(TicketNotFound, StaleEdit),
    dependencies=[limit("120/minute")],
)
async def review_triage(
    ticket: LockedTicket, body: ReviewTriage, actor: Reviewer, session: Session
) -> TicketDetail:
    """Confirm or correct a classification. Either way the model learns from it."""
    if ticket.version != body.version:
        raise StaleEdit(current=await rows.detail(session, ticket, actor))
    facts = body.model_dump(exclude={"version"}, exclude_none=True)
    await triage.review(session, ticket, by=actor, facts=facts)
    return await rows.detail(session, ticket, actor)


@router.get(
    "/tickets/{ticket_id}/similar",
    responses=documented(TicketNotFound, TriageUnavailable),
    dependencies=[limit("300/minute")],
)
async def list_similar_tickets(
    ticket: VisibleTicket, actor: Reader, session: ReadSession, ask: TriageWorker, ratings: Ratings
) -> SimilarTickets:
    """List solved tickets that are like this one, with their solutions, and probable duplicates.

    Staff sees everybody's tickets, requesters their own, and of others the solutions that were shared.
    Nothing is listed rather than something that has little in common.
    """
    return await similar.similar_to(session, ticket, actor=actor, ask=ask, ratings_of=ratings)


@router.post(
    "/triage/preview",
    responses=documented(TriageUnavailable),
    dependencies=[limit("60/minute")],
)
async def preview_triage(
    body: PreviewTriage, actor: Opener, session: ReadSession, ask: TriageWorker, ratings: Ratings
) -> TriagePreview:
    """Tell what the model would say of a ticket with these words, and what solved tickets like it.

    Meant for a form that is being filled in. Nothing is stored.
    """
    return await similar.preview(session, body, actor=actor, ask=ask, ratings_of=ratings)
