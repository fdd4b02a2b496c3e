"""Facts in the past tense: recorded in the transaction of the change, written just before its commit."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.core.canonical import canonical
from app.core.ids import new_id
from app.core.outbox import marks, repository
from app.core.outbox.models import OutboxEvent, OutboxPending

_EVENTS = OutboxEvent.__table__  # type: ignore[attr-defined]
_PENDING_ROWS = OutboxPending.__table__  # type: ignore[attr-defined]
PENDING = "events"
DEPTH_LIMIT = 16

REGISTRY: dict[str, type["Event"]] = {}

# Depth of the event that is being reacted to; events recorded by a handler lie one deeper.
current_depth: ContextVar[int] = ContextVar("event_depth", default=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all facts. Fields are ids and closed values, never a person's words."""

    type: ClassVar[str] = ""
    # The history's sentence; `{field}` becomes a person's name or a value's plain word.
    summary: ClassVar[str] = ""
    # Requesters do not see internal facts in the history.
    internal: ClassVar[bool] = False

    ticket_id: UUID | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # `slots=True` makes the dataclass twice; the second class replaces the first.
        if cls.__dict__.get("type"):
            REGISTRY[cls.type] = cls


E = TypeVar("E", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """An event as its readers get it."""

    id: UUID
    event: E
    seq: int | None
    at: datetime
    actor_id: UUID | None
    cause: Cause
    depth: int


class TooDeep(RuntimeError):
    """Reactions to reactions went past the depth limit: two handlers feed each other."""


_adapters: dict[str, TypeAdapter[Any]] = {}


def _adapter(event_type: type[Event]) -> TypeAdapter[Any]:
    if event_type.type not in _adapters:
        _adapters[event_type.type] = TypeAdapter(event_type)
    return _adapters[event_type.type]


def dump(event: Event) -> dict[str, Any]:
    """The event's own fields as JSON values."""
    data: dict[str, Any] = _adapter(type(event)).dump_python(event, mode="json")
    data.pop("ticket_id", None)
    return data


def load(row: OutboxEvent) -> Recorded[Event]:
    """Build the event back from its row."""
    event_type = REGISTRY[row.type]
    event = _adapter(event_type).validate_python({**row.data, "ticket_id": row.ticket_id})
    return Recorded(
        id=row.id,
        event=event,
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        cause=row.cause,
        depth=row.depth,
    )


def record(
    session: AsyncSession,
    event: Event,
    *,
    by: Actor | UUID | None = None,
    cause: Cause = Cause.PERSON,
) -> None:
    """Note a fact; it is written with the transaction and handed to its subscribers after the commit.

    Raises:
        TooDeep: the reaction chain is longer than any sound one.
    """
    depth = current_depth.get() + 1
    if depth > DEPTH_LIMIT:
        raise TooDeep(f"{event.type} would be event number {depth} of one chain")
    actor_id = by.id if isinstance(by, Actor) else by
    pending: list[tuple[Event, UUID | None, Cause, int, datetime]] = session.info.setdefault(
        PENDING, []
    )
    pending.append((event, actor_id, cause, depth, clock.now()))


async def flush(session: AsyncSession) -> None:
    """Write the recorded events: one read for the sequence numbers, two multi-row inserts."""
    pending = session.info.pop(PENDING, None)
    if not pending:
        return
    await session.flush()
    ticket_ids = {event.ticket_id for event, *_ in pending if event.ticket_id is not None}
    last = await repository.last_seq(session, ticket_ids)
    rows: list[dict[str, Any]] = []
    for event, actor_id, cause, depth, at in pending:
        seq = None
        if event.ticket_id is not None:
            seq = last[event.ticket_id] = last.get(event.ticket_id, 0) + 1
        rows.append(
            {
                "id": new_id(),
                "ticket_id": event.ticket_id,
                "seq": seq,
                "type": event.type,
                "actor_id": actor_id,
                "cause": cause,
                "depth": depth,
                "at": at,
                "data": dump(event),
            }
        )
    await write(session, rows)


async def write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert finished event rows and queue them; ticket intake calls this with rows of many tickets."""
    for row in rows:
        row["mark"] = _mark(row)
    connection = await session.connection()
    # Rows as parameters, not as VALUES: the statement stays short and its compilation is cached.
    await connection.execute(insert(_EVENTS), list(rows))
    await connection.execute(insert(_PENDING_ROWS), [{"event_id": row["id"]} for row in rows])
    ring(session, Bell.OUTBOX)


def _mark(row: dict[str, Any]) -> bytes:
    ticket_id, actor_id = row["ticket_id"], row["actor_id"]
    return marks.make(
        id_hex=row["id"].hex,
        ticket_hex=ticket_id and ticket_id.hex,
        seq=row["seq"],
        type_=row["type"],
        actor_hex=actor_id and actor_id.hex,
        cause=row["cause"],
        depth=row["depth"],
        at=marks.text_of(row["at"]),
        data=canonical(row["data"]),
    )
