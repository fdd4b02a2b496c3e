"""Use cases of shifts: who works when, and the turn of a shift that nobody has to click."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.calendars.errors import CalendarNotFound
from app.calendars.hours import Hours
from app.calendars.weekly import WeeklySpan, by_day
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.people import repository, shift_repository
from app.people.availability import NEVER, Absence, Stretch, is_within, stretch_at
from app.people.enums import ShiftKind
from app.people.errors import CalendarUnknown, TechnicianNotFound
from app.people.events import TechnicianCameOnShift, TechnicianChanged, TechnicianWentOffShift
from app.people.models import Technician, TechnicianShift, TimeOff
from app.people.shift_schemas import SetShift, ShiftDetail

# Technicians whose shift turns in one transaction.
BATCH = 200


def is_on_shift(technician: Technician, at: datetime) -> bool:
    """Whether this is somebody's working time; right at any moment, whenever the row was turned."""
    return is_within(technician.shift_from, technician.shift_until, at)


def changes_at(technician: Technician, at: datetime) -> datetime | None:
    """When working time ends or, for somebody off shift, begins; nothing when never."""
    if is_on_shift(technician, at):
        return technician.shift_until
    begins = technician.shift_from
    # A stretch that is over has not been turned yet.
    return begins if begins is not None and at < begins < NEVER else None


async def get_shift(session: AsyncSession, user_id: UUID) -> ShiftDetail:
    """How a technician works.

    Raises:
        TechnicianNotFound: the person has no profile.
    """
    technician = await repository.find_profile(session, user_id)
    if technician is None:
        raise TechnicianNotFound
    return _detail(technician, await shift_repository.find_shift(session, user_id))


async def set_shift(
    session: AsyncSession, user_id: UUID, wanted: SetShift, *, by: Actor
) -> ShiftDetail:
    """Say when a technician works; it holds at once.

    Raises:
        TechnicianNotFound: the person has no profile.
        CalendarUnknown: there is no such calendar.
    """
    technician = await repository.find_profile_locked(session, user_id)
    if technician is None:
        raise TechnicianNotFound
    shift = await _keep(session, user_id, wanted)
    await session.flush()
    await turn(session, [technician])
    events.record(session, TechnicianChanged(technician_id=user_id), by=by)
    return _detail(technician, shift)


async def _keep(session: AsyncSession, user_id: UUID, wanted: SetShift) -> TechnicianShift | None:
    if wanted.kind is ShiftKind.ALWAYS:
        await shift_repository.remove_shift(session, user_id)
        return None
    if wanted.calendar_id is not None:
        try:
            await calendars.get(session, wanted.calendar_id)
        except CalendarNotFound as error:
            raise CalendarUnknown from error
    shift = await shift_repository.find_shift(session, user_id) or TechnicianShift(user_id=user_id)
    shift.calendar_id = wanted.calendar_id
    shift.zone = wanted.hours.zone if wanted.hours else None
    shift.weekly = (
        [span.model_dump(mode="json") for span in wanted.hours.weekly] if wanted.hours else None
    )
    session.add(shift)
    return shift


def _detail(technician: Technician, shift: TechnicianShift | None) -> ShiftDetail:
    kind = ShiftKind.ALWAYS
    if shift is not None:
        kind = ShiftKind.OWN if shift.calendar_id is None else ShiftKind.CALENDAR
    now = clock.now()
    return ShiftDetail.model_validate(
        {
            "kind": kind,
            "calendar_id": shift.calendar_id if shift else None,
            "hours": {"zone": shift.zone, "weekly": shift.weekly}
            if shift is not None and shift.zone is not None
            else None,
            "is_on_shift": is_on_shift(technician, now),
            "changes_at": changes_at(technician, now),
        }
    )


async def turn_due(session: AsyncSession) -> int:
    """Turn the shifts of those whose working time began or ended; returns how many."""
    ids = await shift_repository.ids_to_turn(session, at=clock.now(), limit=BATCH)
    if not ids:
        return 0
    await turn(session, await shift_repository.lock_profiles(session, ids))
    return len(ids)


async def is_any_due(session: AsyncSession) -> bool:
    """Whether there is work for `turn_due`; asked without a lock."""
    return bool(await shift_repository.ids_to_turn(session, at=clock.now(), limit=1))


async def follow_calendars(session: AsyncSession, calendar_ids: Collection[UUID]) -> None:
    """Work out anew when those work who work by these calendars."""
    ids = await shift_repository.ids_by_calendar(session, calendar_ids)
    for start in range(0, len(ids), BATCH):
        locked = await shift_repository.lock_profiles(session, ids[start : start + BATCH])
        await turn(session, locked)


async def turn(session: AsyncSession, technicians: Sequence[Technician]) -> None:
    """Write the stretch of working time that holds now or comes next into locked rows.

    Records who came on shift or went off it.
    """
    now = clock.now()
    stretches = await _stretches(session, [item.user_id for item in technicians], now)
    for technician in technicians:
        stretch = stretches[technician.user_id]
        technician.shift_from, technician.shift_until = stretch.begins, stretch.ends
        is_on = stretch.covers(now)
        if is_on is not technician.is_on_shift:
            technician.is_on_shift = is_on
            _tell(session, technician, now)
        session.add(technician)


def _tell(session: AsyncSession, technician: Technician, at: datetime) -> None:
    id_ = technician.user_id
    fact = (
        TechnicianCameOnShift(technician_id=id_)
        if technician.is_on_shift
        else TechnicianWentOffShift(technician_id=id_, back_at=changes_at(technician, at))
    )
    events.record(session, fact, cause=Cause.SYSTEM)


async def _stretches(
    session: AsyncSession, ids: Collection[UUID], at: datetime
) -> dict[UUID, Stretch]:
    shifts = await shift_repository.shifts_of(session, ids)
    by_calendar = {shift.calendar_id for shift in shifts.values() if shift.calendar_id}
    hours = await calendars.hours_by_id(session, by_calendar, at=at)
    absences = await shift_repository.absences_of(session, ids, after=at)
    return {
        id_: stretch_at(_hours(shifts.get(id_), hours), _absences(absences.get(id_, [])), at)
        for id_ in ids
    }


async def hours_of(
    session: AsyncSession, ids: Collection[UUID], *, at: datetime
) -> dict[UUID, Hours]:
    """The shift hours of those technicians that have some."""
    shifts = await shift_repository.shifts_of(session, ids)
    by_calendar = {shift.calendar_id for shift in shifts.values() if shift.calendar_id}
    known = await calendars.hours_by_id(session, by_calendar, at=at)
    found = {id_: _hours(shift, known) for id_, shift in shifts.items()}
    return {id_: hours for id_, hours in found.items() if hours is not None}


def _hours(shift: TechnicianShift | None, known: Mapping[UUID, Hours]) -> Hours | None:
    if shift is None:
        return None
    if shift.calendar_id is not None:
        return known[shift.calendar_id]
    assert shift.zone is not None
    weekly = by_day(WeeklySpan.model_validate(span) for span in shift.weekly or ())
    return Hours(zone=shift.zone, weekly=weekly)


def _absences(found: Sequence[TimeOff]) -> list[Absence]:
    return [Absence(item.starts_at, item.ends_at) for item in found]
