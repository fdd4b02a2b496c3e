"""Statements of the realtime domain."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.tickets.models import Ticket, TicketWatcher


async def people_near(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Requester, assignee and watchers of each ticket."""
    near: dict[UUID, set[UUID]] = defaultdict(set)
    if not ticket_ids:
        return near
    tickets = select(Ticket.id, Ticket.requester_id, Ticket.assignee_id).where(
        col(Ticket.id).in_(ticket_ids)
    )
    for ticket_id, requester_id, assignee_id in await session.exec(tickets):
        near[ticket_id].add(requester_id)
        if assignee_id is not None:
            near[ticket_id].add(assignee_id)
    watchers = select(TicketWatcher.ticket_id, TicketWatcher.user_id).where(
        col(TicketWatcher.ticket_id).in_(ticket_ids)
    )
    for ticket_id, user_id in await session.exec(watchers):
        near[ticket_id].add(user_id)
    return near
