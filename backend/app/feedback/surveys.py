"""Rating through a mailed link, without signing in: the link stands for its requester."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.feedback import policy, repository, service
from app.feedback.errors import SurveyOver, SurveyUnknown
from app.feedback.schemas import RateTicket, SurveyView
from app.tickets import access
from app.tickets.models import Ticket
from app.workflow.surveys import service as surveys


async def look(session: AsyncSession, token: str) -> SurveyView:
    """What a link asks for, and the rating that was given through it or in the app.

    Raises:
        SurveyUnknown: the link is not ours, too old, or of an earlier solution.
    """
    ticket, _ = await _opened(session, token, locked=False)
    return await _view(session, ticket)


async def rate(session: AsyncSession, token: str, body: RateTicket) -> SurveyView:
    """Rate the solution that a link names, or change that rating.

    Raises:
        SurveyUnknown: the link is not ours, too old, or of an earlier solution.
        SurveyOver: the ticket is open again.
    """
    ticket, requester = await _opened(session, token, locked=True)
    if policy.solution_of(ticket) is None:
        raise SurveyOver
    await service.rate(session, ticket, body, by=requester)
    return await _view(session, ticket)


async def _opened(session: AsyncSession, token: str, *, locked: bool) -> tuple[Ticket, Actor]:
    asked = await surveys.find_by_token(session, token)
    if asked is None:
        raise SurveyUnknown
    requester = await _requester(session, asked.ticket_id)
    load = access.get_locked if locked else access.get_visible
    ticket = await load(session, asked.ticket_id, requester)
    solution_at = policy.solution_of(ticket)
    if solution_at is not None and solution_at != asked.solution_at:
        raise SurveyUnknown
    return ticket, requester


async def _requester(session: AsyncSession, ticket_id: UUID) -> Actor:
    user = await auth.get_user(session, await repository.requester_of(session, ticket_id))
    # The link gives no right but this one, whatever else its owner may do.
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        permissions=frozenset({Permission.TICKETS_RATE}),
    )


async def _view(session: AsyncSession, ticket: Ticket) -> SurveyView:
    solution_at = policy.solution_of(ticket)
    rating = (
        None
        if solution_at is None
        else await repository.find_of_solution(session, ticket.id, solution_at)
    )
    return SurveyView(
        reference=ticket.reference,
        subject=ticket.subject,
        is_open=solution_at is None,
        score=None if rating is None else rating.score,
        comment=None if rating is None else rating.comment,
    )
