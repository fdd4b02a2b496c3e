"""Writes the demo: people with their teams and skills, a file of sign-ins, tickets."""

import asyncio
import json
import os
import secrets
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import settings_service as settings
from app.assignment.settings import DEFAULTS
from app.auth import passwords
from app.auth import service as auth
from app.auth.models import User
from app.auth.permissions import permissions_of
from app.core.actor import Actor
from app.core.config import Settings
from app.core.db import Database
from app.people import presence as presences
from app.people import service as people
from app.people import teams
from app.people.enums import Presence
from app.people.schemas import MakeTeam, SetTechnician, Skill
from app.seeding.cast import (
    ADMINISTRATOR,
    BUSINESS,
    REQUESTERS,
    SIGN_INS,
    TEAMS,
    TECHNICIANS,
    USER,
    DemoPerson,
    DemoTechnician,
)
from app.seeding.stories import STORIES
from app.tickets.enums import Channel
from app.tickets.intake import Intake, Submission
from app.tickets.models import Ticket
from app.tickets.schemas import OpenTicket
from app.workflow.rules import service as rules
from app.workflow.rules import starters
from app.workflow.rules.views import SetRules

SIGN_INS_FILE = "demo-sign-ins.json"
PASSWORD_BYTES = 12

Users = dict[str, User]


class DatabaseNotEmpty(Exception):
    """Somebody works with this database; demo data would mix with theirs."""


async def seed(db: Database, settings: Settings) -> str:
    """Fill an empty database; what is there already stays. Returns a sentence about it.

    Raises:
        DatabaseNotEmpty: there are people who do not belong to the demo.
    """
    async with db.read() as session:
        anybody = (await session.exec(select(User).limit(1))).first()
        is_demo = await auth.find_by_email(session, USER.email) is not None
    if anybody is not None and not is_demo:
        raise DatabaseNotEmpty(
            "There are people in this database; demo data goes into an empty one only."
        )
    file = settings.data_dir / SIGN_INS_FILE
    if not is_demo:
        await _write_people(db, file)
    # Looked for apart: a run that was stopped half-way is completed by the next one.
    opened = await _open_tickets(db)
    if is_demo and not opened:
        return f"The demo data is there already; its sign-ins are in {file}."
    return f"Demo data written; the sign-ins are in {file}."


async def _write_people(db: Database, file: Path) -> None:
    sign_ins = {
        role: {"email": person.email, "password": secrets.token_urlsafe(PASSWORD_BYTES)}
        for role, person in SIGN_INS.items()
    }
    hashes = {
        role: await passwords.hash_password(kept["password"]) for role, kept in sign_ins.items()
    }
    async with db.write() as session:
        users: Users = {}
        others = {person.key: person for person in REQUESTERS}
        for person in [*SIGN_INS.values(), *others.values(), *(t.person for t in TECHNICIANS)]:
            if person.key not in users:
                users[person.key] = await _add(session, person, hashes.get(person.key))
        team_ids = await _add_technicians(session, users)
        await _add_rules(session, team_ids[BUSINESS.name], by=_actor(users[ADMINISTRATOR.key]))
        # Before the commit: accounts whose passwords nobody knows would be of no use.
        _write_sign_ins(file, sign_ins)


async def _add(session: AsyncSession, person: DemoPerson, password_hash: str | None) -> User:
    return await auth.add_user(
        session,
        email=person.email,
        name=person.name,
        role=person.role,
        password_hash=password_hash,
        email_is_verified=True,
    )


async def _add_technicians(session: AsyncSession, users: Users) -> dict[str, UUID]:
    administrator = _actor(users[ADMINISTRATOR.key])
    team_ids = {}
    for team in TEAMS:
        made = await teams.make_team(session, MakeTeam(name=team.name))
        if team.strategy is not DEFAULTS.strategy:
            own = DEFAULTS.model_copy(update={"strategy": team.strategy})
            await settings.change(session, made.id, own, seen=0, by=administrator)
        team_ids[team.name] = made.id
    for technician in TECHNICIANS:
        user = users[technician.person.key]
        profile = SetTechnician(
            capacity=technician.capacity,
            comfortable_capacity=technician.comfortable_capacity,
            team_id=team_ids[technician.team.name],
            skills=_skills(technician),
            stays_online=technician.stays_online,
        )
        await people.set_technician(session, user.id, profile, by=administrator)
        if technician.presence is not Presence.OFFLINE:
            await presences.switch(
                session, _actor(user), presence=technician.presence, stays_online=None
            )
    return team_ids


async def _add_rules(session: AsyncSession, billing_team_id: UUID, *, by: Actor) -> None:
    """The starter rules, switched on: a demo shows what happens by itself."""
    wanted = SetRules(version=0, rules=list(starters.all_of(billing_team_id)))
    await rules.change(session, wanted, by=by)


def _skills(technician: DemoTechnician) -> list[Skill]:
    return [Skill(skill=name, proficiency=level) for name, level in technician.skills.items()]


def _actor(user: User) -> Actor:
    return Actor(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        permissions=permissions_of(user.role),
    )


def _write_sign_ins(file: Path, sign_ins: dict[str, dict[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part")
    # Made with its mode: between a write and a chmod anybody on the machine could read it.
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump(sign_ins, opened, indent=1)
    partial.replace(file)


async def _open_tickets(db: Database) -> int:
    async with db.read() as session:
        if (await session.exec(select(Ticket).limit(1))).first() is not None:
            return 0
        emails = [person.email for person in REQUESTERS]
        found = (await session.exec(select(User).where(col(User.email).in_(emails)))).all()
    by_email = {user.email: _actor(user) for user in found}
    actors = {person.key: by_email[person.email] for person in REQUESTERS}
    intake = Intake(db)
    try:
        await asyncio.gather(
            *(
                intake.open(
                    Submission(
                        request=OpenTicket(subject=subject, description=description),
                        by=actors[key],
                        requester_id=actors[key].id,
                        channel=Channel.WEB,
                    )
                )
                for key, subject, description in STORIES
            )
        )
    finally:
        await intake.close()
    return len(STORIES)
