"""A ticket's history in sentences, read from the recorded events."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core import events
from app.core.actor import Actor
from app.core.events import Event, Recorded
from app.core.outbox import repository as outbox
from app.core.pagination import CursorInvalid, PageRequest
from app.tickets import access
from app.tickets.enums import MessageKind
from app.tickets.events import MessageAdded
from app.tickets.models import Ticket
from app.tickets.schemas import HistoryEntry

# What the column of sequence numbers can hold.
MOST_EVENTS = 2**31 - 1
_OTHER_IDS = frozenset({"message_id", "decision_id", "rating_id", "notification_id", "team_id"})


def _seen_by(actor: Actor, event: Event) -> bool:
    if access.sees_all(actor):
        return True
    if isinstance(event, MessageAdded) and event.kind is MessageKind.NOTE:
        return False
    return not event.internal


def _person_fields(data: Mapping[str, Any]) -> dict[str, UUID]:
    people: dict[str, UUID] = {}
    for name, value in data.items():
        if isinstance(value, str) and name not in _OTHER_IDS and (name.endswith(("_id", "_by"))):
            people[name] = UUID(value)
    return people


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            _plain_change(item) if isinstance(item, list) else str(item) for item in value
        )
    return str(value).replace("_", " ") if value is not None else "nothing"


def _plain_change(change: Sequence[Any]) -> str:
    name, old, new = change
    return f"{name} from {_plain(old)} to {_plain(new)}"


def sentence(event: Event, data: Mapping[str, Any], names: Mapping[UUID, PersonRef]) -> str:
    """One readable sentence of an event."""
    words = {name: _plain(value) for name, value in data.items()}
    for name, person_id in _person_fields(data).items():
        words[name] = names[person_id].name if person_id in names else "somebody"
    text = event.summary or event.type.replace("_", " ")
    filled = text.format_map(words)
    return filled[:1].upper() + filled[1:]


async def list_history(
    session: AsyncSession, ticket: Ticket, actor: Actor, page: PageRequest
) -> tuple[list[HistoryEntry], int | None]:
    """A page of the history in order, and the sequence number after which the next one begins."""
    values = page.after(1)
    if values is not None and not (isinstance(values[0], int) and 0 <= values[0] <= MOST_EVENTS):
        raise CursorInvalid
    after_seq = values[0] if values else 0
    rows = await outbox.list_history(session, ticket.id, after_seq=after_seq, limit=page.limit + 1)
    shown = [events.load(row) for row in rows[: page.limit]]
    more = len(rows) > page.limit
    visible = [item for item in shown if _seen_by(actor, item.event)]
    entries = await _entries(session, visible, actor)
    return entries, shown[-1].seq if more else None


async def _entries(
    session: AsyncSession, recorded: Sequence[Recorded[Event]], actor: Actor
) -> list[HistoryEntry]:
    data = {item.id: events.dump(item.event) for item in recorded}
    people: set[UUID] = {item.actor_id for item in recorded if item.actor_id is not None}
    for facts in data.values():
        people |= set(_person_fields(facts).values())
    names = await auth.names_of(session, people)
    return [
        HistoryEntry(
            id=item.id,
            seq=item.seq or 0,
            type=item.event.type,
            actor=names.get(item.actor_id) if item.actor_id else None,
            cause=item.cause,
            at=item.at,
            text=sentence(item.event, data[item.id], names),
            data=data[item.id] if access.sees_all(actor) else {},
        )
        for item in recorded
    ]
