"""HTTP edge of teams."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people import teams
from app.people.errors import LeadUnknown, TeamNameTaken, TeamNotFound
from app.people.schemas import ChangeTeam, MakeTeam, SetTeamLeads, TeamRow

router = APIRouter(
    prefix="/teams",
    tags=["people"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Reader = Annotated[Actor, requires(Permission.PEOPLE_READ)]
Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]


@router.get("", dependencies=[limit("240/minute")], responses=documented(CursorInvalid))
async def list_teams(_: Reader, session: ReadSession, page: PageParams) -> Page[TeamRow]:
    """List teams by name. How each hands out its tickets stands under the assignment settings."""
    return await teams.list_teams(session, page)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TeamNameTaken),
)
async def make_team(body: MakeTeam, _: Manager, session: Session) -> TeamRow:
    """Make a team. Its tickets are handed out as everywhere until it gets settings of its own."""
    return await teams.make_team(session, body)


@router.patch(
    "/{team_id}",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TeamNotFound, TeamNameTaken),
)
async def change_team(team_id: UUID, body: ChangeTeam, _: Manager, session: Session) -> TeamRow:
    """Rename a team."""
    return await teams.change_team(session, team_id, body)


@router.put(
    "/{team_id}/leads",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TeamNotFound, LeadUnknown),
)
async def set_team_leads(
    team_id: UUID, body: SetTeamLeads, actor: Manager, session: Session
) -> TeamRow:
    """Say who looks after a team and is told of work that somebody left behind."""
    return await teams.set_leads(session, team_id, body, by=actor)
