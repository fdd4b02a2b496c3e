"""Reads what the service desk recorded in a period: tickets, work on them, people and their hours."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import settings_service
from app.assignment.effort_models import HandledTicket
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import DEFAULT
from app.assignment.engine.tickets import skill_of
from app.assignment.simulate.recorded import Record, RecordedPerson, RecordedTicket
from app.assignment.simulate.scenario import PRIORITIES
from app.auth.models import User
from app.core.actor import Role
from app.core.outbox.models import OutboxEvent
from app.people.enums import Presence, Strategy
from app.people.events import (
    TechnicianCameOnline,
    TechnicianCameOnShift,
    TechnicianWentAway,
    TechnicianWentOffline,
    TechnicianWentOffShift,
)
from app.people.models import Technician, TechnicianSkill
from app.tickets.enums import Category, Priority
from app.tickets.models import Ticket
from app.whatif.enums import WayOfAssigning

SEVERAL_WAYS = (
    "Your teams hand out tickets in different ways; 'as it is today' is that of most technicians."
)
BY_HAND = (
    "Your tickets are handed out by hand. Nobody can foresee how, so 'as it is today' stands for "
    "what the engine would do by itself."
)
# Without the words: nothing is unsealed for a simulation.
_TICKET_COLUMNS = (
    col(Ticket.id),
    col(Ticket.created_at),
    col(Ticket.category),
    col(Ticket.team_id),
    col(Ticket.priority),
    col(Ticket.effort_minutes),
    col(Ticket.assigned_at),
    col(Ticket.first_response_at),
    col(Ticket.solved_at),
    col(Ticket.assignee_id),
    col(HandledTicket.minutes),
)
_PRESENCE = (TechnicianCameOnline.type, TechnicianWentAway.type, TechnicianWentOffline.type)
_SHIFTS = (TechnicianCameOnShift.type, TechnicianWentOffShift.type)
_CAN_WORK = and_(col(User.is_active), col(User.role) != Role.USER)


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another, in the zone in which the days were meant."""

    begin: datetime
    end: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Today:
    """How tickets are handed out now, as far as one simulation can tell."""

    way: WayOfAssigning
    settings: StreamSettings
    notes: tuple[str, ...]


async def count_tickets(session: AsyncSession, period: Period) -> int:
    """How many tickets arrived."""
    statement = select(func.count()).where(*_within(period))
    return int((await session.exec(statement)).one())


def _within(period: Period) -> tuple[Any, ...]:
    # A ticket is never older than its last change, and that column has an index.
    return (
        col(Ticket.updated_at) >= period.begin,
        col(Ticket.created_at) >= period.begin,
        col(Ticket.created_at) < period.end,
    )


async def way_today(session: AsyncSession) -> Today:
    """The settings by which most technicians get their tickets, and notes where others differ."""
    book = await settings_service.load(session)
    statement = (
        select(Technician.team_id, func.count())
        .join(User, col(User.id) == col(Technician.user_id))
        .where(_CAN_WORK)
        .group_by(col(Technician.team_id))
    )
    counts: Counter[Strategy] = Counter()
    settings = {book.organisation.strategy: book.organisation.stream}
    for team_id, count in await session.exec(statement):
        own = book.of(team_id)
        counts[own.strategy] += count
        settings.setdefault(own.strategy, own.stream)
    notes = () if len(counts) < 2 else (SEVERAL_WAYS,)
    most = counts.most_common(1)[0][0] if counts else book.organisation.strategy
    if most is Strategy.MANUAL:
        return Today(WayOfAssigning(DEFAULT), settings[most], (*notes, BY_HAND))
    return Today(WayOfAssigning(most.value), settings[most], notes)


async def read(session: AsyncSession, period: Period, *, most: int) -> Record:
    """The record of a period; of too many tickets the newest."""
    people, places = await _people(session, period)
    rows = await _tickets(session, period, most=most)
    return Record(
        begin=period.begin.timestamp(),
        end=period.end.timestamp(),
        zone=period.zone,
        tickets=tuple(_recorded(row, places) for row in rows),
        people=tuple(people),
    )


async def _tickets(session: AsyncSession, period: Period, *, most: int) -> Sequence[Any]:
    statement = (
        sa_select(*_TICKET_COLUMNS)
        .outerjoin(HandledTicket, col(HandledTicket.ticket_id) == col(Ticket.id))
        .where(*_within(period))
        .order_by(col(Ticket.created_at).desc())
        .limit(most)
    )
    connection = await session.connection()
    return (await connection.execute(statement)).all()


def _recorded(row: Any, places: Mapping[UUID, int]) -> RecordedTicket:
    category: Category | None = row.category
    return RecordedTicket(
        arrived_at=row.created_at.timestamp(),
        category=(category or Category.GENERAL).value,
        skill=skill_of(category),
        rank=PRIORITIES.index(row.priority or Priority.MEDIUM),
        estimate=row.effort_minutes,
        team=None if row.team_id is None else str(row.team_id),
        assigned_at=_seconds(row.assigned_at),
        responded_at=_seconds(row.first_response_at),
        solved_at=_seconds(row.solved_at),
        solver=places.get(row.assignee_id),
        minutes=row.minutes or 0.0,
    )


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()


async def _people(
    session: AsyncSession, period: Period
) -> tuple[list[RecordedPerson], dict[UUID, int]]:
    """Everybody who works on tickets now, and each one's place in the list."""
    statement = (
        select(Technician)
        .join(User, col(User.id) == col(Technician.user_id))
        .where(_CAN_WORK)
        .order_by(col(Technician.user_id))
    )
    technicians = (await session.exec(statement)).all()
    skills: dict[UUID, dict[str, float]] = defaultdict(dict)
    for one in await session.exec(select(TechnicianSkill)):
        skills[one.user_id][one.skill] = one.proficiency
    changes = await _changes(session, period, _PRESENCE)
    shifts = await _changes(session, period, _SHIFTS)
    people = [
        RecordedPerson(
            skills=skills[one.user_id],
            capacity=one.capacity,
            pace=one.pace,
            is_online=one.presence is Presence.ONLINE,
            online_since=one.presence_since.timestamp(),
            team=None if one.team_id is None else str(one.team_id),
            changes=tuple(changes[one.user_id]),
            is_on_shift=one.is_on_shift,
            shifts=tuple(shifts[one.user_id]),
        )
        for one in technicians
    ]
    return people, {one.user_id: place for place, one in enumerate(technicians)}


async def _changes(
    session: AsyncSession, period: Period, kinds: Sequence[str]
) -> dict[UUID, list[tuple[float, bool]]]:
    """When each technician began and ceased to take work."""
    statement = (
        select(OutboxEvent.type, OutboxEvent.at, OutboxEvent.data)
        .where(
            # Both without a value: facts about no ticket lie together in the index.
            col(OutboxEvent.ticket_id).is_(None),
            col(OutboxEvent.seq).is_(None),
            col(OutboxEvent.type).in_(kinds),
            col(OutboxEvent.at) >= period.begin,
            col(OutboxEvent.at) < period.end,
        )
        .order_by(col(OutboxEvent.at))
    )
    found: dict[UUID, list[tuple[float, bool]]] = defaultdict(list)
    for kind, at, data in await session.exec(statement):
        comes = kind in {TechnicianCameOnline.type, TechnicianCameOnShift.type}
        found[UUID(data["technician_id"])].append((at.timestamp(), comes))
    return found
