"""Who is told of which event, and as what. Pure.

Nobody is told of what he did himself, and nobody twice of one event: the assignee's notice wins
over the requester's, the requester's over a watcher's.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.assignment.enums import UnassignReason
from app.assignment.events import (
    TicketAssigned,
    TicketUnassigned,
    TicketWaits,
    WorkLeftBehind,
)
from app.core.events import Event
from app.feedback.events import TicketRated
from app.notifications.enums import NotificationKind as Kind
from app.tickets.enums import MessageKind, Priority, TicketStatus
from app.tickets.events import (
    MessageAdded,
    PeopleMentioned,
    StatusChanged,
    TicketClosed,
    TicketReopened,
    TicketSolved,
)
from app.triage.events import TicketTriaged
from app.workflow.events import (
    ApprovalAsked,
    ApprovalDecided,
    MergedTicketSolved,
    RuleSpoke,
    SlaBreached,
    SlaWarned,
    SurveyAsked,
    TicketEscalated,
    TicketHandedOver,
)

LOW_SCORE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """The people around one ticket."""

    requester_id: UUID
    assignee_id: UUID | None = None
    # Who held the ticket until a person gave it to somebody else.
    moved_from_id: UUID | None = None
    priority: Priority | None = None
    watcher_ids: frozenset[UUID] = field(default_factory=frozenset)
    # Those of the ticket's people who are staff, and may so read internal notes.
    staff_ids: frozenset[UUID] = field(default_factory=frozenset)
    administrator_ids: frozenset[UUID] = field(default_factory=frozenset)


def audience(event: Event, circle: Circle, *, actor_id: UUID | None) -> dict[UUID, Kind]:
    """Everybody who is told of the event, with the kind of notification each one gets."""
    told = _everybody(event, circle)
    if actor_id is not None:
        told.pop(actor_id, None)
    return told


def source_of(event: Event, event_id: UUID) -> UUID:
    """What a notification speaks of: the message where there is one, else the event.

    A resolution is both a reply and a solved ticket, a changed rating still the same rating.
    """
    match event:
        case MessageAdded() | PeopleMentioned() | TicketHandedOver() | TicketSolved():
            return event.message_id
        case TicketReopened() if event.message_id is not None:
            return event.message_id
        case TicketRated():
            return event.rating_id
        case TicketWaits() if event.ticket_id is not None:
            # Recorded anew whenever the reasons change; once is enough to know.
            return event.ticket_id
    return event_id


def _everybody(event: Event, circle: Circle) -> dict[UUID, Kind]:
    return _of_work(event, circle) or _of_words(event, circle)


def _of_work(event: Event, circle: Circle) -> dict[UUID, Kind]:
    """Who has a ticket, who should, and what is due."""
    match event:
        case TicketAssigned():
            return _of_assignment(event, circle)
        case TicketUnassigned(reason=UnassignReason.MOVED | UnassignReason.RETURNED):
            return {event.technician_id: Kind.TAKEN_FROM_YOU}
        case TicketWaits() if circle.priority is Priority.CRITICAL:
            return dict.fromkeys(circle.administrator_ids, Kind.NOBODY_FREE)
        case WorkLeftBehind():
            leads = set(event.lead_ids) - {event.technician_id}
            return dict.fromkeys(leads or circle.administrator_ids, Kind.LEFT_BEHIND)
        case SlaWarned() | SlaBreached():
            return _of_due(event, circle)
        case TicketTriaged(needs_review=True):
            return dict.fromkeys(circle.administrator_ids, Kind.REVIEW_NEEDED)
    return {}


def _of_words(event: Event, circle: Circle) -> dict[UUID, Kind]:
    """What was said, asked, decided and ended."""
    match event:
        case MessageAdded():
            return _of_message(event, circle)
        case PeopleMentioned() | TicketHandedOver() | TicketEscalated() | RuleSpoke():
            return _of_naming(event)
        case ApprovalAsked():
            return dict.fromkeys(event.user_ids, Kind.APPROVAL_WANTED)
        case ApprovalDecided():
            kind = Kind.APPROVED if event.approved else Kind.DECLINED
            return {circle.requester_id: kind}
        case SurveyAsked():
            return {circle.requester_id: Kind.SURVEY}
        case StatusChanged(new=TicketStatus.WAITING_ON_REQUESTER):
            return {circle.requester_id: Kind.ANSWER_WANTED}
        case TicketSolved() | TicketClosed() | TicketReopened() | MergedTicketSolved():
            return _of_end(event, circle)
        case TicketRated() if event.score <= LOW_SCORE:
            held = () if event.technician_id is None else (event.technician_id,)
            return dict.fromkeys((*circle.administrator_ids, *held), Kind.RATED_LOW)
    return {}


def _of_assignment(event: TicketAssigned, circle: Circle) -> dict[UUID, Kind]:
    told = dict.fromkeys(circle.watcher_ids, Kind.SOMEBODY_HAS_IT)
    # A requester wants to know that somebody cares, not each hand that a ticket goes through.
    if event.previous_id is None:
        told[circle.requester_id] = Kind.SOMEBODY_HAS_IT
    if circle.moved_from_id is not None:
        told[circle.moved_from_id] = Kind.TAKEN_FROM_YOU
    told[event.technician_id] = Kind.ASSIGNED_TO_YOU
    return told


def _of_due(event: SlaWarned | SlaBreached, circle: Circle) -> dict[UUID, Kind]:
    """The holder is warned; of what is late, and of what nobody holds, those above him hear too."""
    kind = Kind.DUE_SOON if isinstance(event, SlaWarned) else Kind.OVERDUE
    above = event.lead_ids or circle.administrator_ids
    if circle.assignee_id is None:
        return dict.fromkeys(above, kind)
    told = {circle.assignee_id: kind}
    return told if kind is Kind.DUE_SOON else {**dict.fromkeys(above, kind), **told}


def _of_message(event: MessageAdded, circle: Circle) -> dict[UUID, Kind]:
    people = {*circle.watcher_ids, circle.requester_id}
    if circle.assignee_id is not None:
        people.add(circle.assignee_id)
    if event.kind is MessageKind.NOTE:
        return dict.fromkeys(people & circle.staff_ids, Kind.NOTE)
    return dict.fromkeys(people, Kind.REPLY)


def _of_naming(
    event: PeopleMentioned | TicketHandedOver | TicketEscalated | RuleSpoke,
) -> dict[UUID, Kind]:
    """Those whom somebody chose himself, or a rule, or the levels of an escalation."""
    if isinstance(event, RuleSpoke):
        return dict.fromkeys(event.user_ids, Kind.RULE)
    if isinstance(event, TicketEscalated):
        return dict.fromkeys(event.told_ids, Kind.ESCALATED)
    if isinstance(event, PeopleMentioned):
        return dict.fromkeys(event.user_ids, Kind.MENTIONED)
    return dict.fromkeys(event.receiver_ids, Kind.HANDED_OVER)


def _of_end(
    event: TicketSolved | TicketClosed | TicketReopened | MergedTicketSolved, circle: Circle
) -> dict[UUID, Kind]:
    people = {*circle.watcher_ids, circle.requester_id}
    if isinstance(event, MergedTicketSolved):
        return dict.fromkeys(people, Kind.SOLVED_WITH)
    kind = {
        TicketSolved: Kind.SOLVED,
        TicketClosed: Kind.CLOSED,
        TicketReopened: Kind.REOPENED,
    }[type(event)]
    if isinstance(event, TicketClosed) and event.merged_into is not None:
        kind = Kind.MERGED
    if event.technician_id is not None:
        people.add(event.technician_id)
    return dict.fromkeys(people, kind)
