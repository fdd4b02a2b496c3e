"""HTTP edge of operations: deliveries that were given up."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import BaseModel

from app.auth.dependencies import requires
from app.auth.permissions import Permission
from app.core import clock
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotFound, NotSignedIn
from app.core.outbox import repository
from app.core.outbox.models import OutboxDelivery, OutboxEvent
from app.core.pagination import Page, PageParams, page_of
from app.core.rate_limit import TooManyRequests, limit

router = APIRouter(
    prefix="/operations",
    tags=["operations"],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Operator = Annotated[Actor, requires(Permission.OPERATIONS)]


class ParkedDelivery(BaseModel):
    """A delivery that failed on every try and waits for an administrator."""

    id: UUID
    handler: str
    event_id: UUID
    event_type: str
    ticket_id: UUID | None
    attempts: int
    error: str | None
    parked_at: datetime | None


def _shape(row: tuple[OutboxDelivery, OutboxEvent]) -> ParkedDelivery:
    delivery, event = row
    return ParkedDelivery(
        id=delivery.id,
        handler=delivery.handler,
        event_id=event.id,
        event_type=event.type,
        ticket_id=event.ticket_id,
        attempts=delivery.attempts,
        error=delivery.error,
        parked_at=delivery.parked_at,
    )


@router.get("/parked", dependencies=[limit("120/minute")])
async def list_parked(_: Operator, session: ReadSession, page: PageParams) -> Page[ParkedDelivery]:
    """List deliveries that were given up, newest first."""
    rows = await repository.list_parked(session, after=page.after_id(), limit=page.limit + 1)
    return page_of(rows, page.limit, shape=_shape, key=lambda row: (row[0].id,))


@router.post(
    "/parked/{delivery_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    responses=documented(NotFound),
    dependencies=[limit("60/minute")],
)
async def replay_parked(delivery_id: UUID, _: Operator, session: Session) -> None:
    """Try a parked delivery again from the beginning."""
    delivery = await repository.find_delivery(session, delivery_id)
    if delivery is None or delivery.parked_at is None:
        raise NotFound("No parked delivery has this id.")
    delivery.parked_at = None
    delivery.attempts = 0
    delivery.next_at = clock.now()
    session.add(delivery)
    ring(session, Bell.DELIVERIES)
