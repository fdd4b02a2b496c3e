"""Reads everybody who may work, for a pass: in shares, of which only the changed are taken apart."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import packed, standing
from app.assignment.engine.roster import NO_SKILLS, TechnicianView
from app.assignment.standing_models import TechnicianStanding
from app.assignment.technicians import CAN_WORK, COLUMNS, view_of
from app.auth.models import User
from app.core import clock
from app.people.availability import is_within
from app.people.enums import Presence
from app.people.models import Technician, TechnicianSkill

# Of each of the sixteen, what is and what was a moment ago.
SHARES_REMEMBERED = 32
PEOPLE_REMEMBERED = 20_000
Skills = Mapping[str, Mapping[str, float]]


class Shifted(NamedTuple):
    """A technician as if it were any time, and when he works."""

    view: TechnicianView
    shift_from: datetime | None
    shift_until: datetime | None


_PACKED_SKILLS = packed.packed(
    (
        packed.of_id(TechnicianSkill.user_id),
        packed.plain(TechnicianSkill.proficiency),
        packed.plain(TechnicianSkill.skill),
    ),
    by=TechnicianSkill.user_id,
)
_PACKED = (
    packed.packed(
        (
            packed.of_id(Technician.user_id),
            func.coalesce(packed.of_id(Technician.team_id), ""),
            *(packed.plain(column) for column in COLUMNS[2:]),
            *(
                packed.plain(column)
                for column in (
                    TechnicianStanding.busy_minutes,
                    TechnicianStanding.present_minutes,
                    TechnicianStanding.recent_minutes,
                    TechnicianStanding.rating_count,
                    TechnicianStanding.rating_total,
                )
            ),
        ),
        by=Technician.user_id,
    )
    .join(User, col(User.id) == col(Technician.user_id))
    .outerjoin(TechnicianStanding, col(TechnicianStanding.user_id) == col(Technician.user_id))
    .where(CAN_WORK)
)


async def load(session: AsyncSession, now: datetime) -> list[TechnicianView]:
    """Read all technicians who may work."""
    skills = {packed.share_of(text): text for text in await packed.read(session, _PACKED_SKILLS)}
    views: list[TechnicianView] = []
    for text in await packed.read(session, _PACKED):
        views += [_at(one, now) for one in _people(text, skills.get(packed.share_of(text), ""))]
    return views


def _at(person: Shifted, now: datetime) -> TechnicianView:
    view, shift_from, shift_until = person
    if shift_from is None and shift_until is None:
        return view
    is_on_shift = is_within(shift_from, shift_until, now)
    return view if view.on_shift is is_on_shift else view._replace(on_shift=is_on_shift)


@lru_cache(maxsize=SHARES_REMEMBERED)
def _people(text: str, skills_text: str) -> tuple[Shifted, ...]:
    skills = _skills(skills_text)
    people = (_person(line) for line in text.split(packed.BETWEEN_ROWS))
    return tuple(
        person._replace(view=person.view._replace(skills=skills.get(digits, NO_SKILLS)))
        for digits, person in people
    )


@lru_cache(maxsize=SHARES_REMEMBERED)
def _skills(text: str) -> Skills:
    skills: dict[str, dict[str, float]] = {}
    for line in text.split(packed.BETWEEN_ROWS) if text else ():
        digits, proficiency, skill = line.split(packed.BETWEEN_FIELDS, 2)
        skills.setdefault(digits, {})[skill] = float(proficiency)
    return skills


# Of a share that changed most people did not.
@lru_cache(maxsize=PEOPLE_REMEMBERED)
def _person(line: str) -> tuple[str, Shifted]:
    fields = line.split(packed.BETWEEN_FIELDS)
    row, seen = _row(fields[: len(COLUMNS)]), fields[len(COLUMNS) :]
    shift_from, shift_until = row[9:11]
    view = view_of(row, NO_SKILLS, clock.now())
    if seen[0]:
        busy, present, recent = (float(minutes) for minutes in seen[:3])
        count, total = (int(number) for number in seen[3:])
    else:
        busy = present = recent = 0.0
        count = total = 0
    view = view._replace(
        busy_share=standing.busy_share(busy, present),
        recent_minutes=recent,
        rating=standing.rating(count, total),
    )
    return fields[0], Shifted(view, shift_from, shift_until)


def _row(fields: Sequence[str]) -> tuple[Any, ...]:
    id_, team, presence, capacity, comfortable, active, load, pace, *rest = fields
    assigned_at, shift_from, shift_until, languages, channels = rest
    return (
        UUID(id_),
        _team(team) if team else None,
        Presence(presence),
        int(capacity),
        int(comfortable),
        int(active),
        float(load),
        float(pace),
        *(packed.time_or_none(text) for text in (assigned_at, shift_from, shift_until)),
        json.loads(languages),
        json.loads(channels),
    )


@lru_cache(maxsize=10_000)
def _team(digits: str) -> UUID:
    return UUID(digits)
