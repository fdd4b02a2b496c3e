"""Tickets as a decision sees them: every field that it reads, so that a claim can ask if they still hold."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, Select, String, select, type_coerce
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.effort_models import HandledTicket
from app.auth.models import User
from app.core import dialect
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
    # In which the requester wants to be helped.
    language: str | None
    effort_minutes: float
    previous_assignee_id: UUID | None
    channel: Channel
    created_at: datetime
    ready_at: datetime | None
    assigned_at: datetime | None
    updated_at: datetime
    waiting_reason: dict[str, Any] | None = None
    # Who solved the requester's last ticket; only known of tickets that wait.
    helped_before: UUID | None = None

    @property
    def premise(self) -> tuple[object, ...]:
        """What must not have changed for a decision to be carried out."""
        return self[:9]


LANGUAGE = (
    select(col(User.language))
    .where(col(User.id) == col(Ticket.requester_id))
    .correlate(Ticket)
    .scalar_subquery()
)
_HELPED_BEFORE = (
    select(type_coerce(col(HandledTicket.technician_id), LargeBinary()))
    .where(col(HandledTicket.requester_id) == col(Ticket.requester_id))
    .order_by(col(HandledTicket.solved_at).desc())
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)
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
    LANGUAGE.label("language"),
    col(Ticket.effort_minutes),
    type_coerce(col(Ticket.previous_assignee_id), LargeBinary()),
    type_coerce(col(Ticket.channel), String()),
    col(Ticket.created_at),
    col(Ticket.ready_at),
    col(Ticket.assigned_at),
    col(Ticket.updated_at),
)
STATUS = {member.value: member for member in TicketStatus}
COMMITMENT: dict[str | None, Commitment | None] = {None: None} | {
    member.value: member for member in Commitment
}
CATEGORY: dict[str | None, Category | None] = {None: None} | {
    member.value: member for member in Category
}
CHANNEL = {member.value: member for member in Channel}
PRIORITY: dict[int | None, Priority | None] = {None: None} | {
    len(Priority) - rank: member for rank, member in enumerate(Priority)
}


@lru_cache(maxsize=100_000)
def _known(raw: bytes) -> UUID:
    return UUID(bytes=raw)


def _sighting(row: Sequence[Any]) -> Sighting:
    id_, assignee, status, commitment, priority, category, team, version, *rest = row
    language, effort, previous, channel, created, ready, assigned, updated, *waits = rest
    reason, helped = (*waits, None, None)[:2]
    return Sighting(
        UUID(bytes=id_),
        None if assignee is None else _known(assignee),
        STATUS[status],
        COMMITMENT[commitment],
        PRIORITY[priority],
        CATEGORY[category],
        None if team is None else _known(team),
        version,
        language,
        effort,
        None if previous is None else _known(previous),
        CHANNEL[channel],
        created,
        ready,
        assigned,
        updated,
        reason,
        None if helped is None else _known(helped),
    )


def select_sightings() -> Select[Any]:
    """The statement to which a caller adds which tickets."""
    return select(*_COLUMNS)


def select_waiting() -> Select[Any]:
    """The same for tickets that wait, with why they do and who may know the requester."""
    helped_before = _HELPED_BEFORE.label("helped_before")
    return select(*_COLUMNS, col(Ticket.waiting_reason), helped_before)


async def read(session: AsyncSession, statement: Any) -> list[Sighting]:
    """Run such a statement."""
    connection = await session.connection()
    return [_sighting(row) for row in await connection.execute(statement)]


async def held_by(session: AsyncSession, technician_ids: Collection[UUID]) -> list[Sighting]:
    """What some technicians hold."""
    statement = select_sightings().where(
        col(Ticket.assignee_id).in_(technician_ids), col(Ticket.status).in_(HELD)
    )
    return await read(session, statement)


async def lock(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, Sighting]:
    """Lock those of the tickets that nobody else has locked, and read them again."""
    statement = (
        select(*_COLUMNS, col(Ticket.waiting_reason))
        .where(col(Ticket.id).in_(ticket_ids))
        .order_by(col(Ticket.id))
    )
    found = await read(session, dialect.for_update(session, statement, skip_locked=True))
    return {ticket.id: ticket for ticket in found}
