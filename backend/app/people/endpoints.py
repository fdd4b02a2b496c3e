"""HTTP edge of people, technicians and presence."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.models import User
from app.auth.permissions import Permission
from app.core.actor import Actor, Role
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people import languages
from app.people import presence as presences
from app.people import service as people
from app.people.enums import Presence
from app.people.errors import (
    LastAdministrator,
    NotATechnician,
    PersonNotFound,
    PersonSwitchedOff,
    StillHoldsTickets,
    TeamUnknown,
)
from app.people.schemas import (
    ChangePerson,
    OwnLanguage,
    PersonRow,
    PresenceState,
    SetOwnLanguage,
    SetPresence,
    SetTechnician,
    TechnicianRow,
)

router = APIRouter(tags=["people"], dependencies=[signed_in])

Reader = Annotated[Actor, requires(Permission.PEOPLE_READ)]
Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]
Owner = Annotated[Actor, requires(Permission.ACCOUNT)]
Worker = Annotated[Actor, requires(Permission.PRESENCE)]

READING = (NotSignedIn, Forbidden, TooManyRequests)
CHANGING = (*READING, CsrfFailed)
SEARCH = Query(min_length=1, max_length=100, description="A part of the name or the address.")


@router.get(
    "/people", dependencies=[limit("240/minute")], responses=documented(*READING, CursorInvalid)
)
async def list_people(
    _: Reader,
    session: ReadSession,
    page: PageParams,
    role: Role | None = None,
    q: Annotated[str | None, SEARCH] = None,
) -> Page[PersonRow]:
    """List everybody with an account, by name."""
    return await people.list_people(session, page, role=role, words=q)


@router.patch(
    "/people/{person_id}",
    response_model=PersonRow,
    dependencies=[limit("60/minute")],
    responses=documented(*CHANGING, PersonNotFound, LastAdministrator, StillHoldsTickets),
)
async def change_person(
    person_id: UUID, body: ChangePerson, actor: Manager, session: Session
) -> User:
    """Rename somebody, change the role, or switch the account off (which ends all sessions)."""
    return await people.change_person(session, person_id, body, by=actor)


@router.get(
    "/technicians",
    dependencies=[limit("240/minute")],
    responses=documented(*READING, CursorInvalid),
)
async def list_technicians(
    _: Reader,
    session: ReadSession,
    page: PageParams,
    team_id: UUID | None = None,
    presence: Presence | None = None,
    q: Annotated[str | None, SEARCH] = None,
) -> Page[TechnicianRow]:
    """List technicians by name, with skills, presence, shift and present load."""
    return await people.list_technicians(session, page, team_id=team_id, presence=presence, words=q)


@router.put(
    "/technicians/{user_id}",
    dependencies=[limit("60/minute")],
    responses=documented(*CHANGING, PersonNotFound, PersonSwitchedOff, TeamUnknown),
)
async def set_technician(
    user_id: UUID, body: SetTechnician, actor: Manager, session: Session
) -> TechnicianRow:
    """Make or change a technician's profile; somebody with the role `user` becomes a technician."""
    return await people.set_technician(session, user_id, body, by=actor)


@router.get(
    "/me/presence",
    dependencies=[limit("240/minute")],
    responses=documented(*READING, NotATechnician),
)
async def read_presence(actor: Worker, session: ReadSession) -> PresenceState:
    """Tell whether you take work at the moment."""
    return presences.shape(await presences.get(session, actor.id))


@router.put(
    "/me/presence",
    dependencies=[limit("60/minute")],
    responses=documented(*CHANGING, NotATechnician),
)
async def switch_presence(body: SetPresence, actor: Worker, session: Session) -> PresenceState:
    """Turn your switch: `online` takes new tickets, `away` keeps what you have, `offline` leaves."""
    technician = await presences.switch(
        session, actor, presence=body.presence, stays_online=body.stays_online
    )
    return presences.shape(technician)


@router.post(
    "/me/presence/heartbeat",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(*CHANGING, NotATechnician),
)
async def send_heartbeat(actor: Worker, session: Session) -> None:
    """Say that your page is open. Long silence takes you offline unless you stay online."""
    await presences.beat(session, actor.id)


@router.get("/me/language", dependencies=[limit("240/minute")], responses=documented(*READING))
async def read_language(actor: Owner, session: ReadSession) -> OwnLanguage:
    """Tell in which language you want to be helped, and in which ones technicians say they help."""
    return await languages.show(session, actor)


@router.put("/me/language", dependencies=[limit("60/minute")], responses=documented(*CHANGING))
async def choose_language(body: SetOwnLanguage, actor: Owner, session: Session) -> OwnLanguage:
    """Choose the language in which you want to be helped; your tickets go to who speaks it.

    Technicians who name no languages take every ticket.
    """
    return await languages.choose(session, actor, body.language)
