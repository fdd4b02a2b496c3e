"""Statements on webhooks and on the calls that were answered well."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect
from app.tickets.models import Ticket
from app.workflow.rules.models import RuleCall, RuleWebhook

_CALLS = RuleCall.__table__  # type: ignore[attr-defined]


async def webhooks_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, RuleWebhook]:
    """Webhooks that there are."""
    if not ids:
        return {}
    statement = select(RuleWebhook).where(col(RuleWebhook.id).in_(ids))
    return {row.id: row for row in await session.exec(statement)}


async def list_webhooks(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[RuleWebhook]:
    """Webhooks, oldest first."""
    statement = select(RuleWebhook).order_by(col(RuleWebhook.id)).limit(limit)
    if after is not None:
        statement = statement.where(col(RuleWebhook.id) > after)
    return (await session.exec(statement)).all()


async def tickets_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets as they are now."""
    statement = select(Ticket).where(col(Ticket.id).in_(ids))
    return {row.id: row for row in await session.exec(statement)}


async def answered(session: AsyncSession, event_ids: Collection[UUID]) -> set[UUID]:
    """Calls that were answered well."""
    statement = select(RuleCall.event_id).where(col(RuleCall.event_id).in_(event_ids))
    return set((await session.exec(statement)).all())


async def keep_answers(session: AsyncSession, found: Sequence[tuple[UUID, UUID, int]]) -> None:
    """Remember good answers: (event, webhook, status)."""
    rows = [
        {"event_id": event_id, "webhook_id": webhook_id, "status": status, "at": clock.now()}
        for event_id, webhook_id, status in found
    ]
    if rows:
        statement = dialect.insert_ignoring_duplicates(session, _CALLS)
        await (await session.connection()).execute(statement, rows)
