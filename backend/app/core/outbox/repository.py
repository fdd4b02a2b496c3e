"""Statements of the outbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.core.outbox.models import OutboxDelivery, OutboxEvent, OutboxInbox, OutboxPending


class Stage(StrEnum):
    """What a waiting event waits for."""

    REACTIONS = "reactions"
    FOLLOW_UPS = "follow_ups"


def _at(stage: Stage) -> ColumnElement[bool]:
    column = col(OutboxPending.follow_up_at)
    return column.is_(None) if stage is Stage.REACTIONS else column.is_not(None)


async def last_seq(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, int]:
    """Highest sequence number of each ticket that has one; callers hold the tickets' locks."""
    if not ticket_ids:
        return {}
    statement = (
        select(OutboxEvent.ticket_id, func.max(OutboxEvent.seq))
        .where(col(OutboxEvent.ticket_id).in_(ticket_ids))
        .group_by(col(OutboxEvent.ticket_id))
    )
    return {ticket_id: seq for ticket_id, seq in await session.exec(statement) if ticket_id and seq}


def _waiting(stage: Stage, now: datetime) -> ColumnElement[bool]:
    column = col(OutboxPending.claimed_until)
    free = and_(_at(stage), or_(column.is_(None), column < now))
    if stage is Stage.REACTIONS:
        return free
    return and_(free, col(OutboxPending.follow_up_at) <= now)


async def is_pending(session: AsyncSession, *, stage: Stage, now: datetime) -> bool:
    """Whether an event waits at this stage that nobody has leased."""
    statement = select(OutboxPending.event_id).where(_waiting(stage, now)).limit(1)
    return (await session.exec(statement)).first() is not None


async def claim_pending(
    session: AsyncSession, *, stage: Stage, now: datetime, until: datetime, limit: int
) -> Sequence[OutboxEvent]:
    """Lease up to `limit` events that wait at this stage, oldest first."""
    statement = dialect.for_update(
        session,
        select(OutboxPending.event_id)
        .where(_waiting(stage, now))
        .order_by(col(OutboxPending.event_id))
        .limit(limit),
        skip_locked=True,
    )
    ids = (await session.exec(statement)).all()
    if not ids:
        return []
    await session.exec(
        update(OutboxPending)
        .where(col(OutboxPending.event_id).in_(ids))
        .values(claimed_until=until)
    )
    events = select(OutboxEvent).where(col(OutboxEvent.id).in_(ids)).order_by(col(OutboxEvent.id))
    return (await session.exec(events)).all()


async def served(session: AsyncSession, event_ids: Collection[UUID], *, handler: str) -> set[UUID]:
    """Those of the events that the handler has served already."""
    statement = select(OutboxInbox.event_id).where(
        col(OutboxInbox.event_id).in_(event_ids), OutboxInbox.handler == handler
    )
    return set((await session.exec(statement)).all())


async def lock_pending(
    session: AsyncSession, event_ids: Collection[UUID], *, stage: Stage
) -> set[UUID]:
    """Those of the events that still wait at this stage, locked until the transaction ends.

    A relay whose lease ran out may still be at work when another one claims its events; this lock
    makes the two take turns, and tells the later one what is done.
    """
    statement = dialect.for_update(
        session,
        select(OutboxPending.event_id)
        .where(col(OutboxPending.event_id).in_(event_ids), _at(stage))
        .order_by(col(OutboxPending.event_id)),
    )
    return set((await session.exec(statement)).all())


async def lock_deliveries(session: AsyncSession, ids: Collection[UUID]) -> list[OutboxDelivery]:
    """Those of the deliveries that are still outstanding, locked until the transaction ends."""
    statement = dialect.for_update(
        session,
        select(OutboxDelivery)
        .where(col(OutboxDelivery.id).in_(ids), col(OutboxDelivery.parked_at).is_(None))
        .order_by(col(OutboxDelivery.id)),
    )
    return list((await session.exec(statement)).all())


async def delete_deliveries(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Take finished deliveries off the queue."""
    await session.exec(delete(OutboxDelivery).where(col(OutboxDelivery.id).in_(ids)))


async def leave_for_follow_ups(
    session: AsyncSession, event_ids: Collection[UUID], *, at: datetime
) -> None:
    """Let events whose reactions are done wait for their follow-ups."""
    await session.exec(
        update(OutboxPending)
        .where(col(OutboxPending.event_id).in_(event_ids), _at(Stage.REACTIONS))
        .values(follow_up_at=at, claimed_until=None)
    )
    await session.exec(delete(OutboxInbox).where(col(OutboxInbox.event_id).in_(event_ids)))


async def finish(session: AsyncSession, event_ids: Collection[UUID]) -> None:
    """Take served events off the queue, with the marks of their handlers."""
    await session.exec(delete(OutboxPending).where(col(OutboxPending.event_id).in_(event_ids)))
    await session.exec(delete(OutboxInbox).where(col(OutboxInbox.event_id).in_(event_ids)))


async def handlers_due(session: AsyncSession, *, now: datetime) -> Sequence[str]:
    """Handlers that have something due."""
    statement = (
        select(OutboxDelivery.handler)
        .where(col(OutboxDelivery.parked_at).is_(None), OutboxDelivery.next_at <= now)
        .distinct()
    )
    return (await session.exec(statement)).all()


async def claim_due_deliveries(
    session: AsyncSession, *, handler: str, now: datetime, until: datetime, limit: int
) -> Sequence[OutboxDelivery]:
    """Lease up to `limit` deliveries of one handler that are due."""
    statement = dialect.for_update(
        session,
        select(OutboxDelivery)
        .where(
            OutboxDelivery.handler == handler,
            col(OutboxDelivery.parked_at).is_(None),
            OutboxDelivery.next_at <= now,
            or_(
                col(OutboxDelivery.claimed_until).is_(None), col(OutboxDelivery.claimed_until) < now
            ),
        )
        .order_by(col(OutboxDelivery.next_at))
        .limit(limit),
        skip_locked=True,
    )
    rows = (await session.exec(statement)).all()
    for row in rows:
        row.claimed_until = until
        session.add(row)
    return rows


async def events_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, OutboxEvent]:
    """Events by their ids."""
    statement = select(OutboxEvent).where(col(OutboxEvent.id).in_(ids))
    return {row.id: row for row in await session.exec(statement)}


async def list_parked(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[tuple[OutboxDelivery, OutboxEvent]]:
    """Deliveries that were given up, newest first."""
    statement = (
        select(OutboxDelivery, OutboxEvent)
        .join(OutboxEvent, col(OutboxEvent.id) == col(OutboxDelivery.event_id))
        .where(col(OutboxDelivery.parked_at).is_not(None))
        .order_by(col(OutboxDelivery.id).desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(OutboxDelivery.id) < after)
    return (await session.exec(statement)).all()


async def find_delivery(session: AsyncSession, delivery_id: UUID) -> OutboxDelivery | None:
    """One delivery, locked."""
    statement = dialect.for_update(
        session, select(OutboxDelivery).where(OutboxDelivery.id == delivery_id)
    )
    return (await session.exec(statement)).one_or_none()


async def list_history(
    session: AsyncSession,
    ticket_id: UUID,
    *,
    after_seq: int,
    limit: int,
    types: Collection[str] | None = None,
) -> Sequence[OutboxEvent]:
    """A ticket's events in order, after a sequence number; with `types` only those."""
    statement = (
        select(OutboxEvent)
        .where(OutboxEvent.ticket_id == ticket_id, col(OutboxEvent.seq) > after_seq)
        .order_by(col(OutboxEvent.seq))
        .limit(limit)
    )
    if types is not None:
        statement = statement.where(col(OutboxEvent.type).in_(types))
    return (await session.exec(statement)).all()
