"""Use cases of the feedback domain: rate a solution, read ratings."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.feedback import policy, repository
from app.feedback.events import TicketRated
from app.feedback.models import Rating
from app.feedback.schemas import (
    FeedbackRow,
    FeedbackSummary,
    RatedTicket,
    RateTicket,
    RatingDetail,
)
from app.tickets.models import Ticket

SCORES = range(1, 6)


async def rate(
    session: AsyncSession, ticket: Ticket, body: RateTicket, *, by: Actor
) -> tuple[Rating, bool]:
    """Rate the solution that stands, or change that rating; tells whether the rating is new.

    The ticket is locked, so two ratings of one solution cannot both be the first.

    Raises:
        NotTheRequester: somebody else asked for help.
        TicketNotRatable: nothing is solved at the moment.
    """
    solution_at = policy.ratable_solution(ticket, by)
    rating = await repository.find_of_solution(session, ticket.id, solution_at)
    is_new = rating is None
    if rating is None:
        rating = Rating(
            ticket_id=ticket.id,
            solution_at=solution_at,
            author_id=by.id,
            technician_id=ticket.assignee_id or ticket.previous_assignee_id,
            score=body.score,
        )
    elif (rating.score, rating.comment) == (body.score, body.comment or None):
        return rating, False
    rating.score = body.score
    rating.comment = body.comment or None
    rating.updated_at = clock.now()
    session.add(rating)
    await session.flush()
    events.record(
        session,
        TicketRated(
            ticket_id=ticket.id,
            rating_id=rating.id,
            score=rating.score,
            technician_id=rating.technician_id,
        ),
        by=by,
    )
    return rating, is_new


async def find_rating(session: AsyncSession, ticket: Ticket, *, actor: Actor) -> Rating | None:
    """The rating of the solution that stands; while the ticket is open, the last one it got."""
    if not policy.may_see_rating(ticket, actor):
        return None
    solution_at = policy.solution_of(ticket)
    if solution_at is None:
        return await repository.find_newest(session, ticket.id)
    return await repository.find_of_solution(session, ticket.id, solution_at)


async def scores_of(
    session: AsyncSession, ticket_ids: Collection[UUID]
) -> dict[tuple[UUID, datetime], int]:
    """The scores that solutions of these tickets got, by ticket and moment of the solution."""
    return await repository.scores_of(session, ticket_ids)


async def detail(session: AsyncSession, rating: Rating) -> RatingDetail:
    """Shape one rating."""
    people = await auth.names_of(session, [rating.author_id])
    return RatingDetail(
        id=rating.id,
        score=rating.score,
        comment=rating.comment,
        created_at=rating.created_at,
        author=people[rating.author_id],
    )


async def list_feedback(
    session: AsyncSession, page: PageRequest, *, actor: Actor, technician_id: UUID | None
) -> Page[FeedbackRow]:
    """Ratings that the actor may see, newest first."""
    whose = policy.whose_ratings(actor, technician_id)
    found = await repository.list_ratings(
        session, technician_id=whose, before=page.after_id(), limit=page.limit + 1
    )
    people = await auth.names_of(
        session,
        [person for rating, _ in found for person in (rating.author_id, rating.technician_id)],
    )

    def shape(row: tuple[Rating, int]) -> FeedbackRow:
        rating, number = row
        return FeedbackRow(
            id=rating.id,
            score=rating.score,
            comment=rating.comment,
            created_at=rating.created_at,
            author=people[rating.author_id],
            ticket=RatedTicket(id=rating.ticket_id, reference=f"TK-{number}"),
            technician=people.get(rating.technician_id) if rating.technician_id else None,
        )

    return page_of(found, page.limit, shape=shape, key=lambda row: (row[0].id,))


async def summarise(
    session: AsyncSession, *, actor: Actor, technician_id: UUID | None
) -> FeedbackSummary:
    """Count and average of the ratings that the actor may see."""
    whose = policy.whose_ratings(actor, technician_id)
    by_score = await repository.count_by_score(session, technician_id=whose)
    return FeedbackSummary(
        count=sum(by_score.values()),
        average=policy.average(by_score),
        by_score={str(score): by_score.get(score, 0) for score in SCORES},
    )
