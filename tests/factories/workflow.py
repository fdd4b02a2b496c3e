"""Builders of service levels, and a look at a ticket's clocks."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars.models import BusinessCalendar
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import DueKind
from app.workflow.models import SlaClock, SlaPolicySet
from app.workflow.sla.schemas import ServicePolicy

WORKING_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


async def make_calendar(
    session: AsyncSession,
    *,
    name: str = "Office",
    zone: str = "Europe/Berlin",
    opens: str = "09:00",
    closes: str = "18:00",
    closed: tuple[str, ...] = (),
) -> BusinessCalendar:
    """Business hours from Monday to Friday."""
    calendar = BusinessCalendar(
        name=name,
        zone=zone,
        weekly=[{"day": day, "opens": opens, "closes": closes} for day in WORKING_DAYS],
        closed_days=[{"date": day, "name": "Closed"} for day in closed],
    )
    session.add(calendar)
    await session.flush()
    return calendar


def policy(name: str = "Everything", **facts: Any) -> dict[str, Any]:
    """A policy as a client writes it; targets in minutes by short names."""
    targets = {f"{kind}_minutes": facts.pop(kind) for kind in list(DueKind) if kind.value in facts}
    return {"name": name, "targets": targets, **facts}


async def make_policies(session: AsyncSession, *policies: dict[str, Any], version: int = 1) -> None:
    """The policies that count."""
    session.add(
        SlaPolicySet(
            version=version,
            policies=[
                ServicePolicy.model_validate(one).model_dump(mode="json") for one in policies
            ],
        )
    )
    await session.flush()


async def clocks_now(db: Database, ticket_id: UUID) -> dict[DueKind, SlaClock]:
    """The newest clock of each kind."""
    statement = select(SlaClock).where(SlaClock.ticket_id == ticket_id).order_by(col(SlaClock.turn))
    async with db.read() as session:
        return {row.kind: row for row in await session.exec(statement)}


async def facts_of(db: Database, ticket_id: UUID, *types: str) -> list[dict[str, Any]]:
    """What the history says of these types, in order."""
    statement = (
        select(OutboxEvent)
        .where(OutboxEvent.ticket_id == ticket_id, col(OutboxEvent.type).in_(types))
        .order_by(col(OutboxEvent.seq))
    )
    async with db.read() as session:
        return [{"type": row.type, **row.data} for row in await session.exec(statement)]
