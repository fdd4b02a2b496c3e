"""HTTP edge of mailed links: whoever holds one may rate that one solution, signed in or not."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.rate_limit import TooManyRequests, limit
from app.feedback import surveys
from app.feedback.errors import SurveyOver, SurveyUnknown
from app.feedback.schemas import RateTicket, SurveyView

router = APIRouter(
    prefix="/surveys", tags=["feedback"], responses=documented(TooManyRequests, SurveyUnknown)
)

Token = Annotated[str, Path(max_length=100, description="From the mailed link.")]


@router.get("/{token}", dependencies=[limit("60/minute")])
async def look_at_survey(token: Token, session: ReadSession) -> SurveyView:
    """Show what a mailed link asks to rate. Opening it changes nothing: mail scanners do that too."""
    return await surveys.look(session, token)


@router.post("/{token}", dependencies=[limit("30/minute")], responses=documented(SurveyOver))
async def answer_survey(token: Token, body: RateTicket, session: Session) -> SurveyView:
    """Rate a solution through a mailed link, or change that rating."""
    return await surveys.rate(session, token, body)
