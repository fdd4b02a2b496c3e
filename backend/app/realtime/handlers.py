"""Announcements to open pages."""

from collections.abc import Sequence

from app.core.events import Event, Recorded
from app.core.outbox.subscriptions import HandlerContext
from app.people.events import (
    TechnicianCameOnline,
    TechnicianCameOnShift,
    TechnicianChanged,
    TechnicianWentAway,
    TechnicianWentOffline,
    TechnicianWentOffShift,
)
from app.realtime import repository
from app.realtime import service as realtime
from app.realtime.audience import update_of
from app.workflow.events import DueTimesChanged

AboutTechnician = (
    TechnicianCameOnline
    | TechnicianWentAway
    | TechnicianWentOffline
    | TechnicianCameOnShift
    | TechnicianWentOffShift
    | TechnicianChanged
)


async def announce_ticket(context: HandlerContext, batch: Sequence[Recorded[Event]]) -> None:
    """Tell open pages which tickets changed, and how."""
    ticket_ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    async with context.db.read() as session:
        near = await repository.people_near(session, ticket_ids)
    updates = [
        update_of(item.event, near.get(item.event.ticket_id, ()))
        for item in batch
        if item.event.ticket_id is not None
    ]
    await realtime.publish(context.redis, [update for update in updates if update is not None])


async def announce_due_times(
    context: HandlerContext, batch: Sequence[Recorded[DueTimesChanged]]
) -> None:
    """Tell staff's pages on which tickets something else is due, or at another time."""
    ids = dict.fromkeys(id_ for item in batch for id_ in item.event.ticket_ids)
    await realtime.publish(
        context.redis,
        [realtime.ticket_update(DueTimesChanged.type, ticket_id, user_ids=()) for ticket_id in ids],
    )


async def announce_presence(
    context: HandlerContext, batch: Sequence[Recorded[AboutTechnician]]
) -> None:
    """Tell staff's pages whose presence, skills or capacity changed."""
    technician_ids = dict.fromkeys(item.event.technician_id for item in batch)
    await realtime.publish(
        context.redis, [realtime.presence_update(technician_id) for technician_id in technician_ids]
    )
