"""Facts, handlers and looks at the tables that the tests of the outbox share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Cause
from app.core.db import Database
from app.core.events import Event, Recorded
from app.core.idempotency import IdempotencyKey
from app.core.ids import new_id
from app.core.outbox.models import OutboxDelivery, OutboxInbox, OutboxPending
from app.core.outbox.subscriptions import HandlerContext


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Event):
    """A fact of these tests."""

    type: ClassVar[str] = "lamp_lit"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSeen(Event):
    """A fact that a reaction records."""

    type: ClassVar[str] = "lamp_seen"
    number: int


Lamps = Sequence[Recorded[LampLit]]


class Listener:
    """Handlers that keep what they got; they break as often as told.

    `lit` reacts by writing a row, so that a reaction carried out twice would show.
    """

    def __init__(self) -> None:
        self.breaks = 0
        self.breaks_at: int | None = None
        self.got: list[list[int]] = []

    def _note(self, batch: Lamps) -> None:
        numbers = [item.event.number for item in batch]
        self.got.append(numbers)
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("the lamp burst")
        if self.breaks_at in numbers:
            raise RuntimeError("this lamp bursts always")

    async def lit(self, session: AsyncSession, batch: Lamps) -> None:
        """Write a row per lamp, then break in the middle or not."""
        for item in batch:
            session.add(effect(item.event.number))
        await session.flush()
        self._note(batch)

    async def answered(self, session: AsyncSession, batch: Lamps) -> None:
        """Record a fact in answer to each."""
        for item in batch:
            events.record(session, LampSeen(number=item.event.number), cause=Cause.SYSTEM)

    async def told(self, context: HandlerContext, batch: Lamps) -> None:
        """Announce or deliver."""
        self._note(batch)


def effect(number: int) -> IdempotencyKey:
    """A plain row that stands for a reaction's effect."""
    return IdempotencyKey(
        actor_id=new_id(),
        key_hash=number.to_bytes(32, "big"),
        body_hash=bytes(32),
        subject_id=new_id(),
    )


async def light(db: Database, *numbers: int, ticket_id: UUID | None = None) -> None:
    """Record a fact per number, in one transaction."""
    async with db.write() as session:
        for number in numbers:
            events.record(session, LampLit(number=number, ticket_id=ticket_id))


async def effects(db: Database) -> list[int]:
    """Numbers of the rows that reactions wrote, each as often as it was written."""
    async with db.read() as session:
        found = (await session.exec(select(IdempotencyKey.key_hash))).all()
    return sorted(int.from_bytes(item, "big") for item in found)


async def count(db: Database, table: Any) -> int:
    """Rows of a table."""
    async with db.read() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def deliveries(db: Database) -> Sequence[OutboxDelivery]:
    """Outstanding and parked deliveries."""
    async with db.read() as session:
        return (await session.exec(select(OutboxDelivery))).all()


async def is_quiet(db: Database) -> bool:
    """Whether nothing waits and nothing was left lying."""
    tables = (OutboxPending, OutboxInbox, OutboxDelivery)
    return [await count(db, table) for table in tables] == [0, 0, 0]
