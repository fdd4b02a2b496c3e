"""Use cases of presence: a person's own switch, the heartbeat of the open page, and silence."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.events import Event
from app.people import repository, shift_repository
from app.people.availability import is_within
from app.people.enums import Presence
from app.people.errors import NotATechnician
from app.people.events import TechnicianCameOnline, TechnicianWentAway, TechnicianWentOffline
from app.people.models import Technician
from app.people.schemas import PresenceState


def shape(technician: Technician) -> PresenceState:
    """The presence as its owner sees it."""
    return PresenceState(
        presence=technician.presence,
        since=technician.presence_since,
        stays_online=technician.stays_online,
    )


def move(technician: Technician, presence: Presence, *, by_silence: bool = False) -> Event | None:
    """Change the presence of a locked row; gives the fact to record, or nothing when it is the same."""
    if technician.presence is presence:
        return None
    technician.presence = presence
    technician.presence_since = clock.now()
    technician.left_by_silence = by_silence
    match presence:
        case Presence.ONLINE:
            return TechnicianCameOnline(technician_id=technician.user_id)
        case Presence.AWAY:
            return TechnicianWentAway(technician_id=technician.user_id)
        case Presence.OFFLINE:
            return TechnicianWentOffline(technician_id=technician.user_id, by_silence=by_silence)


async def get(session: AsyncSession, user_id: UUID) -> Technician:
    """A technician's profile.

    Raises:
        NotATechnician: the person has none.
    """
    technician = await repository.find_profile(session, user_id)
    if technician is None:
        raise NotATechnician
    return technician


async def switch(
    session: AsyncSession, actor: Actor, *, presence: Presence, stays_online: bool | None
) -> Technician:
    """Turn a person's own switch.

    Raises:
        NotATechnician: the person has no profile.
    """
    technician = await repository.find_profile_locked(session, actor.id)
    if technician is None:
        raise NotATechnician
    if stays_online is not None:
        technician.stays_online = stays_online
    # The switch is a sign of life too: without it the sweep could undo it at once. And whoever
    # turns it has decided: a page that comes back later changes nothing.
    technician.left_by_silence = False
    technician.heartbeat_at = clock.now()
    fact = move(technician, presence)
    session.add(technician)
    if fact is not None:
        events.record(session, fact, by=actor)
    return technician


async def beat(session: AsyncSession, user_id: UUID) -> None:
    """Note that a technician's page is open.

    Somebody who works in shifts and was here when the page fell silent is here again with it:
    coming on shift needs no click.

    Raises:
        NotATechnician: the person has no profile.
    """
    if not await repository.note_heartbeat(session, user_id, at=clock.now()):
        raise NotATechnician
    if await repository.is_left_by_silence(session, user_id):
        await _come_back(session, user_id)


async def _come_back(session: AsyncSession, user_id: UUID) -> None:
    if await shift_repository.find_shift(session, user_id) is None:
        return
    technician = await repository.find_profile_locked(session, user_id)
    if technician is None or not technician.left_by_silence:
        return
    if not is_within(technician.shift_from, technician.shift_until, clock.now()):
        return
    fact = move(technician, Presence.ONLINE)
    session.add(technician)
    if fact is not None:
        events.record(session, fact, by=user_id)


async def is_anybody_silent(session: AsyncSession, *, after: timedelta) -> bool:
    """Whether there is work for `take_silent_offline`."""
    return await repository.has_silent(session, since=clock.now() - after)


async def take_silent_offline(session: AsyncSession, *, after: timedelta) -> int:
    """Take technicians offline whose page fell silent, unless they stay online; returns how many."""
    silent = await repository.lock_silent(session, since=clock.now() - after)
    for technician in silent:
        fact = move(technician, Presence.OFFLINE, by_silence=True)
        session.add(technician)
        if fact is not None:
            events.record(session, fact, cause=Cause.SYSTEM)
    return len(silent)


async def take_offline(session: AsyncSession, technician: Technician, *, by: Actor) -> None:
    """Take a locked technician offline by somebody else's decision, for good."""
    technician.stays_online = False
    fact = move(technician, Presence.OFFLINE)
    session.add(technician)
    if fact is not None:
        events.record(session, fact, by=by)
