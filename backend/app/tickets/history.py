"""A ticket's history in sentences, read from the recorded events."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import events
from app.core.actor import Actor
from app.core.events import Event, Recorded
from app.core.outbox import repository as outbox
from app.core.pagination import CursorInvalid, PageRequest
from app.tickets import access, history_words, repository
from app.tickets.enums import MessageKind
from app.tickets.events import MessageAdded
from app.tickets.history_words import HistoryGroup
from app.tickets.models import FORMER_REQUESTER_ID, Ticket
from app.tickets.schemas import HistoryChange, HistoryEntry

# What the column of sequence numbers can hold.
MOST_EVENTS = 2**31 - 1


def _seen_by(actor: Actor, event: Event) -> bool:
    if access.sees_all(actor):
        return True
    if isinstance(event, MessageAdded) and event.kind is MessageKind.NOTE:
        return False
    return not event.internal


async def list_history(
    session: AsyncSession,
    ticket: Ticket,
    actor: Actor,
    page: PageRequest,
    *,
    groups: Sequence[HistoryGroup] = (),
) -> tuple[list[HistoryEntry], int | None]:
    """A page of the history in order, and the sequence number after which the next one begins."""
    values = page.after(1)
    if values is not None and not (isinstance(values[0], int) and 0 <= values[0] <= MOST_EVENTS):
        raise CursorInvalid
    after_seq = values[0] if values else 0
    rows = await outbox.list_history(
        session,
        ticket.id,
        after_seq=after_seq,
        limit=page.limit + 1,
        types=history_words.types_of(groups) if groups else None,
    )
    shown = [events.load(row) for row in rows[: page.limit]]
    more = len(rows) > page.limit
    visible = [item for item in shown if _seen_by(actor, item.event)]
    entries = await _entries(
        session, visible, actor, is_anonymous=ticket.requester_id == FORMER_REQUESTER_ID
    )
    return entries, shown[-1].seq if more else None


async def _entries(
    session: AsyncSession,
    recorded: Sequence[Recorded[Event]],
    actor: Actor,
    *,
    is_anonymous: bool,
) -> list[HistoryEntry]:
    data = {item.id: events.dump(item.event) for item in recorded}
    wanted = {item.actor_id for item in recorded if item.actor_id is not None}
    for facts in data.values():
        wanted |= history_words.ids_in(facts)
    people = await auth.names_of(session, wanted)
    if is_anonymous:
        # The facts still hold whose ticket it was; nobody is told.
        staff = await repository.staff_among(session, people)
        people = {id_: person for id_, person in people.items() if id_ in staff}
    names = {id_: person.name for id_, person in people.items()}
    names |= await repository.names_of_things(session, wanted - names.keys())
    return [
        HistoryEntry(
            id=item.id,
            seq=item.seq or 0,
            type=item.event.type,
            group=history_words.group_of(item.event.type),
            actor=people.get(item.actor_id) if item.actor_id else None,
            cause=item.cause,
            at=item.at,
            text=history_words.sentence(item.event, data[item.id], names),
            changes=[
                HistoryChange(field=field, before=before, after=after)
                for field, before, after in history_words.changes(
                    item.event.type, data[item.id], names
                )
            ],
            data=data[item.id] if access.sees_all(actor) and not is_anonymous else {},
        )
        for item in recorded
    ]
