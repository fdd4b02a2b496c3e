"""Statements on the queue of tickets that wait for somebody."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, literal, null, or_, union_all, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import sightings
from app.assignment.models import AssignmentExclusion
from app.assignment.sightings import Sighting
from app.core import dialect
from app.core.models import EnumText, Id
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
    """Waiting tickets that ask for the same; inside a bucket the older one goes first.

    Those that somebody had before are apart: he may have given them back. Languages are only told
    apart where somebody takes some of them only.
    """

    team_id: UUID | None
    category: Category | None
    priority: Priority | None
    had: bool
    language: str | None = None
    by_language: bool = False


_HAD = col(Ticket.previous_assignee_id).is_not(None)


async def oldest_waiting(session: AsyncSession, *, limit: int) -> list[Sighting]:
    """The first of the queue by age."""
    statement = sightings.select_waiting().where(WAITING)
    return await sightings.read(session, statement.order_by(col(Ticket.ready_at)).limit(limit))


async def untold_waiting(session: AsyncSession, *, limit: int) -> list[Sighting]:
    """Waiting tickets that do not yet say why."""
    statement = sightings.select_waiting().where(WAITING, col(Ticket.waiting_reason).is_(None))
    return await sightings.read(session, statement.order_by(col(Ticket.ready_at)).limit(limit))


async def list_buckets(session: AsyncSession, *, by_language: bool = False) -> list[Bucket]:
    """The kinds of tickets that wait."""
    language = sightings.LANGUAGE if by_language else null()
    statement = (
        core_select(
            col(Ticket.team_id),
            col(Ticket.category),
            col(Ticket.priority),
            _HAD.label("had"),
            language.label("language"),
        )
        .where(WAITING)
        .distinct()
    )
    connection = await session.connection()
    return [
        Bucket(team, category, priority, bool(had), spoken, by_language)
        for team, category, priority, had, spoken in await connection.execute(statement)
    ]


async def heads_of(
    session: AsyncSession, buckets: Sequence[Bucket], *, limit: int
) -> list[Sighting]:
    """The oldest of each bucket, `limit` each."""
    heads: list[Sighting] = []
    for start in range(0, len(buckets), MOST_BUCKETS):
        parts = [
            core_select(*_bucket_part(bucket, limit=limit).subquery().c)
            for bucket in buckets[start : start + MOST_BUCKETS]
        ]
        heads += await sightings.read(session, union_all(*parts))
    return heads


def _bucket_part(bucket: Bucket, *, limit: int) -> Select[Any]:
    return (
        sightings.select_waiting()
        .where(
            WAITING,
            _is(col(Ticket.team_id), bucket.team_id),
            _is(col(Ticket.category), bucket.category),
            _is(col(Ticket.priority), bucket.priority),
            _HAD if bucket.had else ~_HAD,
            *((_is(sightings.LANGUAGE, bucket.language),) if bucket.by_language else ()),
        )
        .order_by(col(Ticket.ready_at))
        .limit(limit)
    )


def _is(column: Any, value: object) -> Any:
    return column.is_(None) if value is None else column == value


async def exclusions_of(
    session: AsyncSession, ticket_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, frozenset[UUID]]:
    """Who gave each ticket back, or let its offer pass a short while ago."""
    statement = core_select(
        col(AssignmentExclusion.ticket_id), col(AssignmentExclusion.technician_id)
    ).where(
        col(AssignmentExclusion.ticket_id).in_(ticket_ids),
        or_(col(AssignmentExclusion.until).is_(None), col(AssignmentExclusion.until) > now),
    )
    found: dict[UUID, set[UUID]] = {}
    connection = await session.connection()
    for ticket_id, technician_id in await connection.execute(statement):
        found.setdefault(ticket_id, set()).add(technician_id)
    return {ticket_id: frozenset(ids) for ticket_id, ids in found.items()}


async def write_assignees(
    session: AsyncSession, given: Mapping[UUID, tuple[UUID, Commitment]], *, now: datetime
) -> None:
    """Give each of the locked tickets its holder with one statement."""
    technician = case(
        *(
            (col(Ticket.id) == ticket_id, literal(technician_id, Id()))
            for ticket_id, (technician_id, _) in given.items()
        ),
        else_=col(Ticket.assignee_id),
    )
    connection = await session.connection()
    await connection.execute(
        update(Ticket)
        .where(col(Ticket.id).in_(given))
        .values(
            assignee_id=technician,
            status=TicketStatus.ASSIGNED,
            commitment=_commitments(given),
            waiting_reason=None,
            assigned_at=now,
            updated_at=now,
            version=Ticket.version + 1,
        )
    )


def _commitments(given: Mapping[UUID, tuple[UUID, Commitment]]) -> Any:
    soft = [id_ for id_, (_, commitment) in given.items() if commitment is Commitment.SOFT]
    if len(soft) in {0, len(given)}:
        return Commitment.SOFT if soft else Commitment.HELD
    return case(
        (col(Ticket.id).in_(soft), literal(Commitment.SOFT, EnumText(Commitment))),
        else_=literal(Commitment.HELD, EnumText(Commitment)),
    )


async def write_promises(session: AsyncSession, ticket_ids: Collection[UUID]) -> None:
    """Let these locked tickets stay with their holders. No new version: nobody's edit is stale."""
    if not ticket_ids:
        return
    connection = await session.connection()
    await connection.execute(
        update(Ticket).where(col(Ticket.id).in_(ticket_ids)).values(commitment=Commitment.HELD)
    )


async def write_waiting_reason(
    session: AsyncSession, ticket_ids: Collection[UUID], reason: dict[str, Any]
) -> None:
    """Say why these locked tickets wait. No new version: nobody's edit becomes stale by it."""
    connection = await session.connection()
    await connection.execute(
        update(Ticket).where(col(Ticket.id).in_(ticket_ids)).values(waiting_reason=reason)
    )


async def forget_reasons(session: AsyncSession, ticket_ids: Collection[UUID]) -> None:
    """Let somebody be looked for anew for those of the tickets that wait."""
    await session.exec(
        update(Ticket).where(col(Ticket.id).in_(ticket_ids), WAITING).values(waiting_reason=None)
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


def _unscored(opened_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Ticket.triaged_at).is_(None),
        col(Ticket.ready_at).is_(None),
        col(Ticket.assignee_id).is_(None),
        col(Ticket.status).in_(UNHELD),
        col(Ticket.created_at) < opened_before,
    )


async def is_unscored_for_long(session: AsyncSession, *, opened_before: datetime) -> bool:
    """Whether a ticket waits that no model has scored in time."""
    statement = select(col(Ticket.id)).where(*_unscored(opened_before)).limit(1)
    return (await session.exec(statement)).first() is not None


async def release_unscored(
    session: AsyncSession, *, opened_before: datetime, now: datetime, limit: int
) -> int:
    """Make tickets assignable that no model has scored in time; returns how many."""
    statement = (
        select(col(Ticket.id))
        .where(*_unscored(opened_before))
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
