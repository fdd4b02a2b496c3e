"""Tickets as a decision sees them: every field that it reads, so that a claim can ask if they still hold."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Select, String, func, select, type_coerce
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import packed
from app.core import dialect
from app.people.enums import Presence
from app.people.models import Technician
from app.tickets.enums import HELD, Category, Channel, Commitment, Priority, TicketStatus
from app.tickets.models import Ticket


class Sighting(NamedTuple):
    """A ticket as it was read."""

    id: UUID
    assignee_id: UUID | None
    status: TicketStatus
    commitment: Commitment | None
    priority: Priority | None
    category: Category | None
    team_id: UUID | None
    version: int
    effort_minutes: float
    previous_assignee_id: UUID | None
    channel: Channel
    created_at: datetime
    ready_at: datetime | None
    assigned_at: datetime | None
    updated_at: datetime
    waiting_reason: dict[str, Any] | None = None

    @property
    def premise(self) -> tuple[object, ...]:
        """What must not have changed for a decision to be carried out."""
        return self[:8]


# Ids and closed sets are read raw: for thousands of rows their types would cost more than the
# decision. Reasons are only read of tickets that wait.
_COLUMNS = (
    type_coerce(col(Ticket.id), LargeBinary()),
    type_coerce(col(Ticket.assignee_id), LargeBinary()),
    type_coerce(col(Ticket.status), String()),
    type_coerce(col(Ticket.commitment), String()),
    type_coerce(col(Ticket.priority), Integer()),
    type_coerce(col(Ticket.category), String()),
    type_coerce(col(Ticket.team_id), LargeBinary()),
    col(Ticket.version),
    col(Ticket.effort_minutes),
    type_coerce(col(Ticket.previous_assignee_id), LargeBinary()),
    type_coerce(col(Ticket.channel), String()),
    col(Ticket.created_at),
    col(Ticket.ready_at),
    col(Ticket.assigned_at),
    col(Ticket.updated_at),
)
_STATUS = {member.value: member for member in TicketStatus}
_COMMITMENT: dict[str | None, Commitment | None] = {None: None} | {
    member.value: member for member in Commitment
}
_CATEGORY: dict[str | None, Category | None] = {None: None} | {
    member.value: member for member in Category
}
_CHANNEL = {member.value: member for member in Channel}
_PRIORITY: dict[int | None, Priority | None] = {None: None} | {
    len(Priority) - rank: member for rank, member in enumerate(Priority)
}


@lru_cache(maxsize=100_000)
def _known(raw: bytes) -> UUID:
    return UUID(bytes=raw)


def _sighting(row: Sequence[Any]) -> Sighting:
    id_, assignee, status, commitment, priority, category, team, version, effort, *rest = row
    previous, channel, *later = rest
    return Sighting(
        UUID(bytes=id_),
        None if assignee is None else _known(assignee),
        _STATUS[status],
        _COMMITMENT[commitment],
        _PRIORITY[priority],
        _CATEGORY[category],
        None if team is None else _known(team),
        version,
        effort,
        None if previous is None else _known(previous),
        _CHANNEL[channel],
        *later,
    )


def select_sightings(*, reasons: bool = False) -> Select[Any]:
    """The statement to which a caller adds which tickets; with reasons where they may wait."""
    columns: tuple[Any, ...] = (*_COLUMNS, col(Ticket.waiting_reason)) if reasons else _COLUMNS
    return select(*columns)


async def read(session: AsyncSession, statement: Any) -> list[Sighting]:
    """Run such a statement."""
    connection = await session.connection()
    return [_sighting(row) for row in await connection.execute(statement)]


_PACKED = packed.packed(
    (
        packed.of_id(Ticket.id),
        packed.of_id(Ticket.assignee_id),
        *(
            packed.plain(column)
            for column in (
                Ticket.status,
                Ticket.commitment,
                Ticket.priority,
                Ticket.category,
            )
        ),
        func.coalesce(packed.of_id(Ticket.team_id), ""),
        packed.plain(Ticket.version),
        packed.plain(Ticket.effort_minutes),
        func.coalesce(packed.of_id(Ticket.previous_assignee_id), ""),
        *(
            packed.plain(column)
            for column in (
                Ticket.channel,
                Ticket.created_at,
                Ticket.ready_at,
                Ticket.assigned_at,
                Ticket.updated_at,
            )
        ),
    ),
    by=Ticket.assignee_id,
)


async def held_by_present(session: AsyncSession) -> list[Sighting]:
    """What everybody holds who is online or away."""
    statement = _PACKED.join(Technician, col(Technician.user_id) == col(Ticket.assignee_id)).where(
        col(Technician.presence).in_((Presence.ONLINE, Presence.AWAY)),
        col(Ticket.status).in_(HELD),
    )
    return [_unpacked(line) for line in await packed.read(session, statement)]


# Most of what is held has not changed since the last pass.
@lru_cache(maxsize=50_000)
def _unpacked(line: str) -> Sighting:
    id_, assignee, status, commitment, priority, category, team, version, effort, *rest = (
        line.split(packed.BETWEEN_FIELDS)
    )
    previous, channel, created, ready, assigned, updated = rest
    return Sighting(
        UUID(id_),
        UUID(assignee),
        _STATUS[status],
        _COMMITMENT[commitment or None],
        _PRIORITY[int(priority) if priority else None],
        _CATEGORY[category or None],
        UUID(team) if team else None,
        int(version),
        float(effort),
        UUID(previous) if previous else None,
        _CHANNEL[channel],
        packed.time_of(created),
        packed.time_or_none(ready),
        packed.time_or_none(assigned),
        packed.time_of(updated),
    )


async def held_by(session: AsyncSession, technician_ids: Collection[UUID]) -> list[Sighting]:
    """What some technicians hold."""
    statement = select_sightings().where(
        col(Ticket.assignee_id).in_(technician_ids), col(Ticket.status).in_(HELD)
    )
    return await read(session, statement)


async def lock(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, Sighting]:
    """Lock those of the tickets that nobody else has locked, and read them again."""
    statement = (
        select_sightings(reasons=True)
        .where(col(Ticket.id).in_(ticket_ids))
        .order_by(col(Ticket.id))
    )
    found = await read(session, dialect.for_update(session, statement, skip_locked=True))
    return {ticket.id: ticket for ticket in found}
