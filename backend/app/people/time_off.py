"""Use cases of time off: plan it, change it, drop it; and whether technicians do so themselves."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.permissions import Permission
from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.people import repository, shift_repository, shifts
from app.people.errors import (
    TechnicianNotFound,
    TimeOffByAdministrators,
    TimeOffNotFound,
    TimeOffOver,
    TimeOffOverlaps,
)
from app.people.events import TimeOffDropped, TimeOffPlanned
from app.people.models import PeopleSetting, Technician, TimeOff
from app.people.shift_schemas import PeopleSettings, SetTimeOff, TimeOffRow


async def list_of(
    session: AsyncSession, user_id: UUID, page: PageRequest, *, actor: Actor, past: bool
) -> Page[TimeOffRow]:
    """A page of somebody's time off, what ends first in front; without `past` only what is not over.

    Raises:
        TechnicianNotFound: there is no such technician, or it is somebody else's business.
    """
    if actor.id != user_id and not actor.may(Permission.PEOPLE_MANAGE):
        raise TechnicianNotFound
    if await repository.find_profile(session, user_id) is None:
        raise TechnicianNotFound
    rows = await shift_repository.list_time_off(
        session,
        user_id,
        ends_after=None if past else clock.now(),
        after=_after(page),
        limit=page.limit + 1,
    )
    return page_of(
        rows, page.limit, shape=TimeOffRow.model_validate, key=lambda row: (row.ends_at, row.id)
    )


async def plan(session: AsyncSession, user_id: UUID, wanted: SetTimeOff, *, by: Actor) -> TimeOff:
    """Put down that somebody will be away.

    Raises:
        TechnicianNotFound: there is no such technician, or it is somebody else's business.
        TimeOffByAdministrators: technicians do not plan their own here.
        TimeOffOver: it has ended already.
        TimeOffOverlaps: another one shares a moment with it.
    """
    technician = await _lock(session, user_id, by=by)
    await _check(session, user_id, wanted, but=None)
    planned = TimeOff(user_id=user_id, made_by_id=by.id, **wanted.model_dump())
    await _keep(session, technician, planned, by=by)
    return planned


async def change(
    session: AsyncSession, time_off_id: UUID, wanted: SetTimeOff, *, by: Actor
) -> TimeOff:
    """Move a time off, or say another reason.

    Raises: as `plan`, and TimeOffNotFound.
    """
    planned = await _get(session, time_off_id)
    technician = await _lock(session, planned.user_id, by=by, hidden=TimeOffNotFound)
    await _check(session, planned.user_id, wanted, but=planned.id)
    for name, value in wanted.model_dump().items():
        setattr(planned, name, value)
    await _keep(session, technician, planned, by=by)
    return planned


async def drop(session: AsyncSession, time_off_id: UUID, *, by: Actor) -> None:
    """Take a time off back; whoever is away by it is here again.

    Raises:
        TimeOffNotFound: there is none, or it is somebody else's.
        TimeOffByAdministrators: technicians do not plan their own here.
    """
    planned = await _get(session, time_off_id)
    technician = await _lock(session, planned.user_id, by=by, hidden=TimeOffNotFound)
    await session.delete(planned)
    await session.flush()
    await shifts.turn(session, [technician])
    events.record(
        session, TimeOffDropped(technician_id=technician.user_id, time_off_id=planned.id), by=by
    )


async def settings(session: AsyncSession) -> PeopleSettings:
    """What technicians may do themselves."""
    return PeopleSettings.model_validate(await shift_repository.find_setting(session))


async def change_settings(session: AsyncSession, wanted: PeopleSettings) -> PeopleSettings:
    """Say what technicians may do themselves."""
    row: PeopleSetting = await shift_repository.find_setting(session)
    row.own_time_off = wanted.own_time_off
    session.add(row)
    return wanted


async def _get(session: AsyncSession, time_off_id: UUID) -> TimeOff:
    planned = await shift_repository.find_time_off(session, time_off_id)
    if planned is None:
        raise TimeOffNotFound
    return planned


async def _lock(
    session: AsyncSession,
    user_id: UUID,
    *,
    by: Actor,
    hidden: type[TechnicianNotFound | TimeOffNotFound] = TechnicianNotFound,
) -> Technician:
    """Lock the technician, so that two plans of one person cannot pass each other by."""
    if not by.may(Permission.PEOPLE_MANAGE):
        if by.id != user_id:
            raise hidden
        setting = await shift_repository.find_setting(session)
        if not setting.own_time_off:
            raise TimeOffByAdministrators
    technician = await repository.find_profile_locked(session, user_id)
    if technician is None:
        raise TechnicianNotFound
    return technician


async def _check(
    session: AsyncSession, user_id: UUID, wanted: SetTimeOff, *, but: UUID | None
) -> None:
    if wanted.ends_at <= clock.now():
        raise TimeOffOver
    other = await shift_repository.find_overlapping(
        session, user_id, starts_at=wanted.starts_at, ends_at=wanted.ends_at, but=but
    )
    if other is not None:
        raise TimeOffOverlaps(other.starts_at, other.ends_at)


async def _keep(
    session: AsyncSession, technician: Technician, planned: TimeOff, *, by: Actor
) -> None:
    session.add(planned)
    await session.flush()
    await shifts.turn(session, [technician])
    events.record(
        session,
        TimeOffPlanned(
            technician_id=technician.user_id,
            time_off_id=planned.id,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
        ),
        by=by,
    )


def _after(page: PageRequest) -> tuple[datetime, UUID] | None:
    values = page.after(2)
    if values is None:
        return None
    try:
        return datetime.fromisoformat(str(values[0])), UUID(str(values[1]))
    except ValueError as error:
        raise CursorInvalid from error
