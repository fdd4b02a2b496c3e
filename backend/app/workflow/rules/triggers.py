"""Which facts of a ticket start which rules. Pure."""

from app.core.actor import Cause
from app.core.events import Event, Recorded
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import MessageKind
from app.workflow.rules.enums import Trigger

# By the names of the facts: some come from domains above this one.
_BY_TYPE: dict[str, Trigger] = {
    "ticket_opened": Trigger.OPENED,
    "ticket_triaged": Trigger.TRIAGED,
    "status_changed": Trigger.STATUS_CHANGED,
    "classification_corrected": Trigger.FIELDS_CHANGED,
    "ticket_edited": Trigger.EDITED,
    "ticket_assigned": Trigger.ASSIGNED,
    "ticket_waits": Trigger.WAITS_UNASSIGNED,
    "ticket_solved": Trigger.SOLVED,
    "ticket_reopened": Trigger.REOPENED,
    "ticket_closed": Trigger.CLOSED,
    "sla_warned": Trigger.DUE_SOON,
    "sla_breached": Trigger.OVERDUE,
    "ticket_rated": Trigger.RATED,
}
EVENT_TYPES = frozenset({*_BY_TYPE, "message_added"})


def trigger_of(item: Recorded[Event]) -> Trigger | None:
    """What a recorded fact starts, if anything."""
    event = item.event
    if event.ticket_id is None:
        return None
    return _trigger(
        event.type,
        by_requester=getattr(event, "by_requester", False),
        is_note=getattr(event, "kind", None) is MessageKind.NOTE,
        by_person=item.actor_id is not None and item.cause is Cause.PERSON,
    )


def trigger_of_row(row: OutboxEvent) -> Trigger | None:
    """The same for a row of the history."""
    return _trigger(
        row.type,
        by_requester=bool(row.data.get("by_requester", False)),
        is_note=row.data.get("kind") == MessageKind.NOTE,
        by_person=row.actor_id is not None and row.cause is Cause.PERSON,
    )


def _trigger(type_: str, *, by_requester: bool, is_note: bool, by_person: bool) -> Trigger | None:
    if type_ != "message_added":
        return _BY_TYPE.get(type_)
    # What the product itself writes is nobody's word.
    if not by_person:
        return None
    if is_note:
        return Trigger.NOTE_WRITTEN
    return Trigger.REQUESTER_WROTE if by_requester else Trigger.STAFF_WROTE
