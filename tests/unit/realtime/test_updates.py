"""Updates survive their way through Redis, and events become the right ones."""

import pytest

from app.core.ids import new_id
from app.people.events import TechnicianCameOnline
from app.realtime.audience import update_of
from app.realtime.service import presence_update, ticket_update, unread_update
from app.realtime.updates import dump, load
from app.tickets.enums import MessageKind
from app.tickets.events import MessageAdded, TicketClosed, WatcherRemoved
from app.workflow.escalation.enums import StartedBy
from app.workflow.events import TicketEscalated

TICKET, REQUESTER, ASSIGNEE, FORMER = (new_id() for _ in range(4))


def test_what_is_sent_is_what_arrives() -> None:
    sent = [
        ticket_update("ticket_solved", TICKET, user_ids=[REQUESTER, ASSIGNEE]),
        unread_update(REQUESTER, 2),
        presence_update(ASSIGNEE),
    ]
    assert load(dump(sent).encode()) == sent


@pytest.mark.parametrize("message", [b"", b"{", b"[1]", b'[{"kind": "ticket"}]', b'[{"kind": 1}]'])
def test_foreign_messages_are_told_apart(message: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        load(message)


def test_an_update_names_the_event_and_the_ticket_and_nothing_else() -> None:
    update = update_of(TicketClosed(ticket_id=TICKET, technician_id=ASSIGNEE), {REQUESTER})
    assert update is not None
    assert update.data == {"type": "ticket_closed", "ticket_id": str(TICKET)}
    assert (update.user_ids, update.to_staff) == (frozenset({REQUESTER}), True)


def test_only_staff_hears_of_a_note() -> None:
    note = MessageAdded(
        ticket_id=TICKET, message_id=new_id(), kind=MessageKind.NOTE, by_requester=False
    )
    update = update_of(note, {REQUESTER, ASSIGNEE})
    assert update is not None
    assert (update.user_ids, update.to_staff) == (frozenset(), True)


def test_a_former_watcher_hears_that_the_ticket_is_gone() -> None:
    update = update_of(WatcherRemoved(ticket_id=TICKET, user_id=FORMER), {REQUESTER})
    assert update is not None
    assert update.user_ids == {REQUESTER, FORMER}


def test_an_event_without_a_ticket_is_no_ticket_update() -> None:
    assert update_of(TechnicianCameOnline(technician_id=ASSIGNEE), ()) is None


def test_what_is_internal_is_for_staff_alone() -> None:
    called = TicketEscalated(
        ticket_id=TICKET,
        level=1,
        round=1,
        started_by=StartedBy.UNANSWERED,
        told_ids=(ASSIGNEE,),
        next_at=None,
    )

    update = update_of(called, {REQUESTER, ASSIGNEE})

    assert update is not None
    assert (update.user_ids, update.to_staff) == (frozenset(), True)
