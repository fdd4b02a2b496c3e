"""HTTP edge of shifts and time off."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people import shifts, time_off
from app.people.errors import (
    CalendarUnknown,
    TechnicianNotFound,
    TimeOffByAdministrators,
    TimeOffNotFound,
    TimeOffOver,
    TimeOffOverlaps,
)
from app.people.models import TimeOff
from app.people.shift_schemas import PeopleSettings, SetShift, SetTimeOff, ShiftDetail, TimeOffRow

router = APIRouter(
    tags=["shifts"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Reader = Annotated[Actor, requires(Permission.PEOPLE_READ)]
Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]
# Technicians for themselves, administrators for everybody; which of the two is decided per row.
Planner = Annotated[Actor, requires(Permission.PRESENCE)]

PLANNING = (CsrfFailed, TimeOffByAdministrators, TimeOffOver, TimeOffOverlaps)


@router.get(
    "/technicians/{user_id}/shift",
    dependencies=[limit("240/minute")],
    responses=documented(TechnicianNotFound),
)
async def read_shift(user_id: UUID, _: Reader, session: ReadSession) -> ShiftDetail:
    """Tell when a technician works, and whether this is working time."""
    return await shifts.get_shift(session, user_id)


@router.put(
    "/technicians/{user_id}/shift",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TechnicianNotFound, CalendarUnknown),
)
async def set_shift(user_id: UUID, body: SetShift, actor: Manager, session: Session) -> ShiftDetail:
    """Say when a technician works. Off shift nobody gets a ticket; no click is needed for it."""
    return await shifts.set_shift(session, user_id, body, by=actor)


@router.get(
    "/technicians/{user_id}/time-off",
    dependencies=[limit("240/minute")],
    responses=documented(TechnicianNotFound, CursorInvalid),
)
async def list_time_off(
    user_id: UUID,
    actor: Planner,
    session: ReadSession,
    page: PageParams,
    past: Annotated[bool, Query(description="Also what is over.")] = False,
) -> Page[TimeOffRow]:
    """List when a technician is away; your own, or anybody's for administrators."""
    return await time_off.list_of(session, user_id, page, actor=actor, past=past)


@router.post(
    "/technicians/{user_id}/time-off",
    status_code=status.HTTP_201_CREATED,
    response_model=TimeOffRow,
    dependencies=[limit("60/minute")],
    responses=documented(*PLANNING, TechnicianNotFound),
)
async def plan_time_off(
    user_id: UUID, body: SetTimeOff, actor: Planner, session: Session
) -> TimeOff:
    """Put down that a technician will be away. Meanwhile no ticket is assigned there."""
    return await time_off.plan(session, user_id, body, by=actor)


@router.put(
    "/time-off/{time_off_id}",
    response_model=TimeOffRow,
    dependencies=[limit("60/minute")],
    responses=documented(*PLANNING, TimeOffNotFound),
)
async def change_time_off(
    time_off_id: UUID, body: SetTimeOff, actor: Planner, session: Session
) -> TimeOff:
    """Move a time off, or give another reason."""
    return await time_off.change(session, time_off_id, body, by=actor)


@router.delete(
    "/time-off/{time_off_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TimeOffByAdministrators, TimeOffNotFound),
)
async def drop_time_off(time_off_id: UUID, actor: Planner, session: Session) -> None:
    """Take a time off back; whoever was away by it gets tickets again."""
    await time_off.drop(session, time_off_id, by=actor)


@router.get("/people/settings", dependencies=[limit("240/minute")])
async def read_people_settings(_: Reader, session: ReadSession) -> PeopleSettings:
    """Tell what technicians may do themselves."""
    return await time_off.settings(session)


@router.put("/people/settings", dependencies=[limit("60/minute")], responses=documented(CsrfFailed))
async def change_people_settings(
    body: PeopleSettings, _: Manager, session: Session
) -> PeopleSettings:
    """Say whether technicians plan their own time off."""
    return await time_off.change_settings(session, body)
