"""Use cases of the people domain: who people are, and technicians' profiles."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.models import User
from app.core import clock, events
from app.core.actor import Actor, Role
from app.core.errors import NotFound
from app.core.pagination import Page, PageRequest, page_of
from app.people import presence as presences
from app.people import repository, shifts
from app.people.enums import Presence, WorkChannel
from app.people.errors import (
    LastAdministrator,
    PersonNotFound,
    PersonSwitchedOff,
    StillHoldsTickets,
    TeamUnknown,
)
from app.people.events import TechnicianChanged
from app.people.models import Team, Technician
from app.people.paging import after_name
from app.people.schemas import (
    ChangePerson,
    ChannelLimit,
    PersonRow,
    SetTechnician,
    Skill,
    TeamRef,
    TechnicianRow,
)


async def presence_of(session: AsyncSession, user_id: UUID) -> Presence | None:
    """Presence of somebody who has a technician profile, else nothing."""
    return await repository.presence_of(session, user_id)


async def list_people(
    session: AsyncSession, page: PageRequest, *, role: Role | None, words: str | None
) -> Page[PersonRow]:
    """A page of people by name; `words` is a part of the name or the address."""
    rows = await repository.list_people(
        session, role=role, words=words, after=after_name(page), limit=page.limit + 1
    )
    return page_of(
        rows, page.limit, shape=PersonRow.model_validate, key=lambda row: (row.name, row.id)
    )


async def change_person(
    session: AsyncSession, person_id: UUID, change: ChangePerson, *, by: Actor
) -> User:
    """Rename somebody, change the role, switch the account on or off.

    Locks administrators, then the person, then the profile.

    Raises:
        PersonNotFound: there is nobody with this id.
        LastAdministrator: nobody would be left to administer.
        StillHoldsTickets: a technician with tickets would stop being one.
    """
    administrators = await repository.lock_administrators(session)
    user = await _get_locked(session, person_id)
    role = change.role or user.role
    is_active = user.is_active if change.is_active is None else change.is_active
    steps_down = role is not Role.ADMINISTRATOR or not is_active
    if steps_down and list(administrators) == [user.id]:
        raise LastAdministrator
    if role is not user.role:
        await _change_role(session, user, role, by=by)
    if change.name is not None:
        user.name = change.name
    if user.is_active and not is_active:
        await _switch_off(session, user, by=by)
    user.is_active = is_active
    session.add(user)
    return user


async def _change_role(session: AsyncSession, user: User, role: Role, *, by: Actor) -> None:
    user.role = role
    session.add(user)
    profile = await repository.find_profile_locked(session, user.id)
    if role is Role.TECHNICIAN and profile is None:
        await _add_profile(session, user.id)
        events.record(session, TechnicianChanged(technician_id=user.id), by=by)
    if role is Role.USER and profile is not None:
        if profile.active > 0:
            raise StillHoldsTickets(profile.active)
        # The profile stays, out of every list, should the person come back to the role.
        await presences.take_offline(session, profile, by=by)


async def _switch_off(session: AsyncSession, user: User, *, by: Actor) -> None:
    # Shutting somebody out never waits: tickets not begun return to the pool, the others are
    # shown with their assignee until an administrator moves them.
    await auth.switch_off(session, user)
    profile = await repository.find_profile_locked(session, user.id)
    if profile is not None:
        await presences.take_offline(session, profile, by=by)


async def _add_profile(session: AsyncSession, user_id: UUID) -> Technician:
    profile = Technician(user_id=user_id)
    session.add(profile)
    await session.flush()
    return profile


async def set_technician(
    session: AsyncSession, person_id: UUID, wanted: SetTechnician, *, by: Actor
) -> TechnicianRow:
    """Make or change a technician's profile; a user becomes a technician, offline at first.

    Loads are not touched: they belong to the claim. A capacity below the present load only keeps
    new tickets away.

    Raises:
        PersonNotFound: there is nobody with this id.
        PersonSwitchedOff: the account is switched off.
        TeamUnknown: the team does not exist.
    """
    user = await _get_locked(session, person_id)
    if not user.is_active:
        raise PersonSwitchedOff
    team = await _team_to_join(session, wanted.team_id)
    if user.role is Role.USER:
        user.role = Role.TECHNICIAN
        session.add(user)
    profile = await repository.find_profile_locked(session, user.id)
    if profile is None:
        profile = await _add_profile(session, user.id)
    profile.capacity = wanted.capacity
    profile.comfortable_capacity = wanted.comfortable_capacity
    profile.team_id = wanted.team_id
    profile.stays_online = wanted.stays_online
    if wanted.languages is not None:
        profile.languages = sorted(set(wanted.languages))
    if wanted.channels is not None:
        profile.channel_capacity = {str(item.channel): item.capacity for item in wanted.channels}
    session.add(profile)
    skills = [(item.skill, item.proficiency) for item in wanted.skills]
    await repository.replace_skills(session, user.id, skills)
    events.record(session, TechnicianChanged(technician_id=user.id), by=by)
    best_first = sorted(wanted.skills, key=lambda item: (-item.proficiency, item.skill))
    return _technician_row(profile, user, team, best_first)


async def _team_to_join(session: AsyncSession, team_id: UUID | None) -> Team | None:
    if team_id is None:
        return None
    team = await repository.find_team(session, team_id)
    if team is None:
        raise TeamUnknown
    return team


async def list_technicians(
    session: AsyncSession,
    page: PageRequest,
    *,
    team_id: UUID | None,
    presence: Presence | None,
    words: str | None = None,
) -> Page[TechnicianRow]:
    """A page of technicians by name, with skills and present load."""
    rows = await repository.list_technicians(
        session,
        team_id=team_id,
        presence=presence,
        words=words,
        after=after_name(page),
        limit=page.limit + 1,
    )
    skills = await repository.skills_of(session, [profile.user_id for profile, _, _ in rows])
    return page_of(
        rows,
        page.limit,
        shape=lambda row: _technician_row(
            *row,
            [
                Skill(skill=item.skill, proficiency=item.proficiency)
                for item in skills.get(row[0].user_id, [])
            ],
        ),
        key=lambda row: (row[1].name, row[1].id),
    )


def _technician_row(
    profile: Technician, user: User, team: Team | None, skills: list[Skill]
) -> TechnicianRow:
    now = clock.now()
    return TechnicianRow(
        id=user.id,
        name=user.name,
        email=user.email,
        presence=profile.presence,
        presence_since=profile.presence_since,
        stays_online=profile.stays_online,
        team=TeamRef(id=team.id, name=team.name) if team is not None else None,
        capacity=profile.capacity,
        comfortable_capacity=profile.comfortable_capacity,
        active=profile.active,
        weighted_load=profile.weighted_load,
        skills=skills,
        languages=profile.languages,
        channels=[
            ChannelLimit(channel=WorkChannel(channel), capacity=most)
            for channel, most in sorted(profile.channel_capacity.items())
        ],
        is_on_shift=shifts.is_on_shift(profile, now),
        shift_changes_at=shifts.changes_at(profile, now),
        last_assigned_at=profile.last_assigned_at,
    )


async def _get_locked(session: AsyncSession, person_id: UUID) -> User:
    try:
        return await auth.get_user_locked(session, person_id)
    except NotFound as error:
        raise PersonNotFound from error
