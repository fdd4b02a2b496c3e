"""HTTP edge of the feedback domain."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, RateLimited
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import limit
from app.feedback import service as feedback
from app.feedback.errors import NotTheRequester, OthersFeedback, TicketNotRatable
from app.feedback.schemas import FeedbackRow, FeedbackSummary, RateTicket, RatingDetail
from app.tickets.dependencies import LockedTicket, VisibleTicket
from app.tickets.errors import TicketNotFound

router = APIRouter(
    tags=["feedback"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, RateLimited),
)

Rater = Annotated[Actor, requires(Permission.TICKETS_RATE)]
Reader = Annotated[Actor, requires(Permission.TICKETS_READ)]
FeedbackReader = Annotated[Actor, requires(Permission.FEEDBACK_READ)]
OfTechnician = Annotated[
    UUID | None, Query(description="Ratings of one technician; technicians see their own only.")
]


@router.put(
    "/tickets/{ticket_id}/rating",
    dependencies=[limit("30/minute")],
    responses={
        201: {"model": RatingDetail, "description": "The first rating of this solution"},
        **documented(Forbidden, NotTheRequester, CsrfFailed, TicketNotFound, TicketNotRatable),
    },
)
async def rate_ticket(
    ticket: LockedTicket, body: RateTicket, actor: Rater, session: Session, response: Response
) -> RatingDetail:
    """Rate how your ticket was solved, from 1 to 5.

    There is one rating per solution: sending another one changes it. When the ticket is reopened
    and solved again, the new solution can be rated anew.
    """
    rating, is_new = await feedback.rate(session, ticket, body, by=actor)
    if is_new:
        response.status_code = HTTPStatus.CREATED
    return await feedback.detail(session, rating)


@router.get(
    "/tickets/{ticket_id}/rating",
    dependencies=[limit("300/minute")],
    responses=documented(TicketNotFound),
)
async def get_rating(
    ticket: VisibleTicket, actor: Reader, session: ReadSession
) -> RatingDetail | None:
    """Show how the requester rated the present solution; null while there is no rating.

    Seen by the requester and by staff. An open ticket shows the last rating it got.
    """
    rating = await feedback.find_rating(session, ticket, actor=actor)
    return await feedback.detail(session, rating) if rating is not None else None


@router.get(
    "/feedback",
    dependencies=[limit("120/minute")],
    responses=documented(Forbidden, OthersFeedback, CursorInvalid),
)
async def list_feedback(
    actor: FeedbackReader,
    session: ReadSession,
    page: PageParams,
    technician_id: OfTechnician = None,
) -> Page[FeedbackRow]:
    """List ratings, newest first: technicians see those of their solutions, administrators all."""
    return await feedback.list_feedback(session, page, actor=actor, technician_id=technician_id)


@router.get(
    "/feedback/summary",
    dependencies=[limit("120/minute")],
    responses=documented(Forbidden, OthersFeedback),
)
async def summarise_feedback(
    actor: FeedbackReader, session: ReadSession, technician_id: OfTechnician = None
) -> FeedbackSummary:
    """Count ratings by score, with their average, over what `GET /feedback` would list."""
    return await feedback.summarise(session, actor=actor, technician_id=technician_id)
