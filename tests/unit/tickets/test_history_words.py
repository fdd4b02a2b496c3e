"""Facts in words: the sentence, before and after, and the kinds by which a history is filtered."""

from uuid import uuid4

from app.core import events
from app.core.events import REGISTRY
from app.tickets import history_words
from app.tickets.enums import MessageKind, Priority, TicketStatus
from app.tickets.events import (
    ClassificationCorrected,
    MessageAdded,
    PeopleMentioned,
    StatusChanged,
    TicketEdited,
)
from app.tickets.history_words import HistoryGroup
from app.workflow.events import TicketHandedOver

ANN, BOB, TEAM = uuid4(), uuid4(), uuid4()
NAMES = {ANN: "Ann", BOB: "Bob", TEAM: "Network"}


def said(event: events.Event) -> str:
    """The sentence of a fact."""
    return history_words.sentence(event, events.dump(event), NAMES)


def turned(event: events.Event) -> list[tuple[str, str | None, str | None]]:
    """Before and after of a fact."""
    return history_words.changes(event.type, events.dump(event), NAMES)


def test_every_fact_is_of_one_kind() -> None:
    kinds = [history_words.types_of([group]) for group in HistoryGroup]

    assert sorted(name for names in kinds for name in names) == sorted(REGISTRY)


def test_people_teams_and_the_queue_have_names() -> None:
    named = PeopleMentioned(message_id=uuid4(), user_ids=(ANN, BOB, uuid4()))
    assert said(named) == "Ann, Bob, somebody mentioned in a note"
    for to_id, words in ((ANN, "Ann"), (TEAM, "Network"), (None, "the queue")):
        handed = TicketHandedOver(from_id=BOB, to_id=to_id, message_id=uuid4(), receiver_ids=())
        assert said(handed) == f"Handed over to {words}"
        assert turned(handed) == [("with", "Bob", words)]


def test_what_was_before_and_what_after() -> None:
    moved = StatusChanged(old=TicketStatus.IN_PROGRESS, new=TicketStatus.WAITING_ON_REQUESTER)
    assert turned(moved) == [("status", "in progress", "waiting on requester")]
    corrected = ClassificationCorrected(
        changes=(("priority", None, Priority.HIGH), ("category", "hr", "network"))
    )
    assert turned(corrected) == [("priority", None, "high"), ("category", "hr", "network")]
    assert said(corrected) == (
        "Corrected: priority from nothing to high, category from hr to network"
    )
    assert turned(TicketEdited(fields=("tags",))) == []


def test_a_message_is_no_person() -> None:
    added = MessageAdded(message_id=uuid4(), kind=MessageKind.NOTE, by_requester=False)

    assert said(added) == "Note added"
    assert history_words.ids_in(events.dump(added)) == set()
