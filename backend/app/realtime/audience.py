"""Who may hear of an event on the stream. Pure."""

from collections.abc import Collection
from uuid import UUID

from app.core.events import Event
from app.realtime.service import ticket_update
from app.realtime.updates import Update
from app.tickets.enums import MessageKind
from app.tickets.events import MessageAdded, PeopleMentioned, WatcherRemoved


def update_of(event: Event, near: Collection[UUID]) -> Update | None:
    """The update that an event makes; `near` are requester, assignee and watchers of its ticket.

    Staff hears of every ticket. Of an internal note or fact nobody else does: even the moment of
    one is not for the requester.
    """
    if event.ticket_id is None:
        return None
    people = set() if event.internal else set(near)
    match event:
        case MessageAdded(kind=MessageKind.NOTE) | PeopleMentioned():
            people = set()
        case WatcherRemoved():
            # His pages still show the ticket; the refetch tells them that it is gone.
            people.add(event.user_id)
    return ticket_update(event.type, event.ticket_id, user_ids=people)
