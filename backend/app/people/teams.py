"""Use cases of teams: their names, and who looks after them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.schemas import PersonRef
from app.core import events
from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.people import repository
from app.people.errors import LeadUnknown, TeamNameTaken, TeamNotFound
from app.people.events import TeamLeadsChanged
from app.people.models import Team
from app.people.paging import after_name
from app.people.schemas import ChangeTeam, MakeTeam, SetTeamLeads, TeamRow


async def list_teams(session: AsyncSession, page: PageRequest) -> Page[TeamRow]:
    """A page of teams by name."""
    teams = await repository.list_teams(session, after=after_name(page), limit=page.limit + 1)
    rows = await _rows(session, teams)
    return page_of(rows, page.limit, shape=lambda row: row, key=lambda row: (row.name, row.id))


async def get_team(session: AsyncSession, team_id: UUID) -> Team:
    """A team.

    Raises:
        TeamNotFound: there is no such team.
    """
    team = await repository.find_team(session, team_id)
    if team is None:
        raise TeamNotFound
    return team


async def leads_of(session: AsyncSession, team_id: UUID) -> list[UUID]:
    """Who looks after a team and may still do so; nobody where none was named."""
    found = await repository.leads_of(session, {team_id})
    return [user_id for user_id, _ in found.get(team_id, [])]


async def make_team(session: AsyncSession, wanted: MakeTeam) -> TeamRow:
    """Make a team.

    Raises:
        TeamNameTaken: another team has the name.
    """
    team = Team(name=wanted.name)
    await _keep(session, team)
    return (await _rows(session, [team]))[0]


async def change_team(session: AsyncSession, team_id: UUID, change: ChangeTeam) -> TeamRow:
    """Rename a team.

    Raises:
        TeamNotFound: there is no such team.
        TeamNameTaken: another team has the name.
    """
    team = await get_team(session, team_id)
    team.name = change.name
    await _keep(session, team)
    return (await _rows(session, [team]))[0]


async def set_leads(
    session: AsyncSession, team_id: UUID, wanted: SetTeamLeads, *, by: Actor
) -> TeamRow:
    """Say who looks after a team.

    Raises:
        TeamNotFound: there is no such team.
        LeadUnknown: somebody is no active member of the staff.
    """
    team = await get_team(session, team_id)
    lead_ids = tuple(dict.fromkeys(wanted.lead_ids))
    if set(lead_ids) != await repository.staff_among(session, lead_ids):
        raise LeadUnknown
    await repository.replace_leads(session, team_id, lead_ids)
    events.record(session, TeamLeadsChanged(team_id=team_id, lead_ids=lead_ids), by=by)
    return (await _rows(session, [team]))[0]


async def _rows(session: AsyncSession, teams: Sequence[Team]) -> list[TeamRow]:
    ids = [team.id for team in teams]
    leads = await repository.leads_of(session, ids)
    members = await repository.count_members(session, ids)
    return [
        TeamRow(
            id=team.id,
            name=team.name,
            leads=[PersonRef(id=id_, name=name) for id_, name in leads.get(team.id, [])],
            members=members.get(team.id, 0),
            created_at=team.created_at,
        )
        for team in teams
    ]


async def _keep(session: AsyncSession, team: Team) -> None:
    try:
        session.add(team)
        await session.flush()
    except IntegrityError as error:
        raise TeamNameTaken from error
