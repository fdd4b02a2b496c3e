"""Statements on the queue of tickets that wait for somebody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, case, literal, or_, union_all, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment.models import AssignmentExclusion
from app.core import dialect
from app.core.models import Id
from app.tickets.enums import OPEN, UNHELD, Category, Commitment, Priority, TicketStatus
from app.tickets.models import Ticket

# SQLite takes 500 parts of one UNION; a part per bucket is far below.
MOST_BUCKETS = 200

# A closed ticket that nobody ever held keeps no `ready_at`, so this stays as small as the queue.
WAITING = and_(
    col(Ticket.assignee_id).is_(None),
    col(Ticket.ready_at).is_not(None),
    col(Ticket.status).in_(UNHELD),
)


class Bucket(NamedTuple):
    """Waiting tickets that ask for the same; inside a bucket the older one goes first."""

    team_id: UUID | None
    category: Category | None
    priority: Priority | None


@dataclass(frozen=True, slots=True)
class Head:
    """A waiting ticket as the queue sees it."""

    id: UUID
    bucket: Bucket
    ready_at: datetime
    waiting_reason: dict[str, Any] | None
    waited: timedelta

    @property
    def priority(self) -> Priority | None:
        """For the order of the queue."""
        return self.bucket.priority


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A waiting ticket, locked: every field that a decision reads or writes."""

    id: UUID
    team_id: UUID | None
    category: Category | None
    priority: Priority | None
    effort_minutes: float
    previous_assignee_id: UUID | None
    waiting_reason: dict[str, Any] | None
    created_at: datetime
    ready_at: datetime


_HEAD_COLUMNS = (
    col(Ticket.id),
    col(Ticket.team_id),
    col(Ticket.category),
    col(Ticket.priority),
    col(Ticket.ready_at),
    col(Ticket.waiting_reason),
)


async def _heads(session: AsyncSession, statement: Any, now: datetime) -> list[Head]:
    connection = await session.connection()
    return [
        Head(
            id=id_,
            bucket=Bucket(team_id, category, priority),
            ready_at=ready_at,
            waiting_reason=waiting_reason,
            waited=now - ready_at,
        )
        for id_, team_id, category, priority, ready_at, waiting_reason in await connection.execute(
            statement
        )
    ]


async def oldest_waiting(session: AsyncSession, *, now: datetime, limit: int) -> list[Head]:
    """The first of the queue by age."""
    statement = (
        core_select(*_HEAD_COLUMNS).where(WAITING).order_by(col(Ticket.ready_at)).limit(limit)
    )
    return await _heads(session, statement, now)


async def untold_waiting(session: AsyncSession, *, now: datetime, limit: int) -> list[Head]:
    """Waiting tickets that do not yet say why."""
    statement = (
        core_select(*_HEAD_COLUMNS)
        .where(WAITING, col(Ticket.waiting_reason).is_(None))
        .order_by(col(Ticket.ready_at))
        .limit(limit)
    )
    return await _heads(session, statement, now)


async def list_buckets(session: AsyncSession) -> list[Bucket]:
    """The kinds of tickets that wait."""
    statement = (
        core_select(col(Ticket.team_id), col(Ticket.category), col(Ticket.priority))
        .where(WAITING)
        .distinct()
    )
    connection = await session.connection()
    return [Bucket(*row) for row in await connection.execute(statement)]


async def heads_of(
    session: AsyncSession, buckets: Sequence[Bucket], *, now: datetime, limit: int, offset: int
) -> list[Head]:
    """The oldest of each bucket, `limit` each, after skipping `offset`."""
    heads: list[Head] = []
    for start in range(0, len(buckets), MOST_BUCKETS):
        parts = [
            core_select(*_bucket_part(bucket, limit=limit, offset=offset).subquery().c)
            for bucket in buckets[start : start + MOST_BUCKETS]
        ]
        heads += await _heads(session, union_all(*parts), now)
    return heads


def _bucket_part(bucket: Bucket, *, limit: int, offset: int) -> Select[Any]:
    return (
        core_select(*_HEAD_COLUMNS)
        .where(
            WAITING,
            _is(col(Ticket.team_id), bucket.team_id),
            _is(col(Ticket.category), bucket.category),
            _is(col(Ticket.priority), bucket.priority),
        )
        .order_by(col(Ticket.ready_at))
        .limit(limit)
        .offset(offset)
    )


def _is(column: Any, value: object) -> Any:
    return column.is_(None) if value is None else column == value


async def lock_waiting(session: AsyncSession, ids: Collection[UUID]) -> list[WaitingTicket]:
    """Lock those of the tickets that still wait and that nobody else is deciding right now."""
    statement = (
        core_select(
            col(Ticket.id),
            col(Ticket.team_id),
            col(Ticket.category),
            col(Ticket.priority),
            col(Ticket.effort_minutes),
            col(Ticket.previous_assignee_id),
            col(Ticket.waiting_reason),
            col(Ticket.created_at),
            col(Ticket.ready_at),
        )
        .where(col(Ticket.id).in_(ids), WAITING)
        .order_by(col(Ticket.id))
    )
    connection = await session.connection()
    found = await connection.execute(dialect.for_update(session, statement, skip_locked=True))
    return [WaitingTicket(*row) for row in found]


async def exclusions_of(
    session: AsyncSession, ticket_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Who gave each ticket back."""
    statement = core_select(
        col(AssignmentExclusion.ticket_id), col(AssignmentExclusion.technician_id)
    ).where(col(AssignmentExclusion.ticket_id).in_(ticket_ids))
    found: dict[UUID, set[UUID]] = {}
    connection = await session.connection()
    for ticket_id, technician_id in await connection.execute(statement):
        found.setdefault(ticket_id, set()).add(technician_id)
    return {ticket_id: frozenset(ids) for ticket_id, ids in found.items()}


async def write_assignees(
    session: AsyncSession, assignees: Mapping[UUID, UUID], *, now: datetime
) -> None:
    """Give each of the locked tickets its holder, softly, with one statement."""
    technician = case(
        *(
            (col(Ticket.id) == ticket_id, literal(technician_id, Id()))
            for ticket_id, technician_id in assignees.items()
        ),
        else_=col(Ticket.assignee_id),
    )
    connection = await session.connection()
    await connection.execute(
        update(Ticket)
        .where(col(Ticket.id).in_(assignees))
        .values(
            assignee_id=technician,
            status=TicketStatus.ASSIGNED,
            commitment=Commitment.SOFT,
            waiting_reason=None,
            assigned_at=now,
            updated_at=now,
            version=Ticket.version + 1,
        )
    )


async def write_waiting_reason(
    session: AsyncSession, ticket_ids: Collection[UUID], reason: dict[str, Any]
) -> None:
    """Say why these locked tickets wait. No new version: nobody's edit becomes stale by it."""
    connection = await session.connection()
    await connection.execute(
        update(Ticket).where(col(Ticket.id).in_(ticket_ids)).values(waiting_reason=reason)
    )


async def list_waiting(
    session: AsyncSession, *, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Ticket]:
    """Tickets that wait for somebody, longest first."""
    statement = select(Ticket).where(WAITING)
    if after is not None:
        ready_at, id_ = after
        statement = statement.where(
            or_(
                col(Ticket.ready_at) > ready_at,
                and_(col(Ticket.ready_at) == ready_at, col(Ticket.id) > id_),
            )
        )
    statement = statement.order_by(col(Ticket.ready_at), col(Ticket.id)).limit(limit)
    return list(await session.exec(statement))


async def release_unscored(
    session: AsyncSession, *, opened_before: datetime, now: datetime, limit: int
) -> int:
    """Make tickets assignable that no model has scored in time; returns how many."""
    statement = (
        select(col(Ticket.id))
        .where(
            col(Ticket.triaged_at).is_(None),
            col(Ticket.ready_at).is_(None),
            col(Ticket.assignee_id).is_(None),
            col(Ticket.status).in_(UNHELD),
            col(Ticket.created_at) < opened_before,
        )
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    locked = dialect.for_update(session, statement, skip_locked=True)
    ids = list(await session.exec(locked))
    if ids:
        await session.exec(update(Ticket).where(col(Ticket.id).in_(ids)).values(ready_at=now))
    return len(ids)


async def forget_finished(session: AsyncSession, ticket_ids: Collection[UUID]) -> None:
    """Take those of the tickets off the queue that ended before anybody held them."""
    await session.exec(
        update(Ticket)
        .where(
            col(Ticket.id).in_(ticket_ids),
            col(Ticket.assignee_id).is_(None),
            col(Ticket.status).not_in(OPEN),
        )
        .values(ready_at=None, waiting_reason=None)
    )
