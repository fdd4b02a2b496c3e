"""Who is told of what."""

from uuid import UUID

import pytest

from app.assignment.enums import UnassignReason
from app.assignment.events import (
    TicketAssigned,
    TicketUnassigned,
    TicketWaits,
    WorkLeftBehind,
)
from app.core.events import Event
from app.core.ids import new_id
from app.feedback.events import TicketRated
from app.notifications.audience import Circle, audience, source_of
from app.notifications.enums import NotificationKind as Kind
from app.tickets.enums import Channel, Commitment, MessageKind, Priority, TicketStatus
from app.tickets.events import (
    MessageAdded,
    StatusChanged,
    TicketClosed,
    TicketOpened,
    TicketReopened,
    TicketSolved,
)
from app.triage.events import TicketTriaged

TICKET = new_id()
MESSAGE = new_id()
REQUESTER, ASSIGNEE, OTHER, WATCHER, STAFF_WATCHER, ADMIN = (new_id() for _ in range(6))

CIRCLE = Circle(
    requester_id=REQUESTER,
    assignee_id=ASSIGNEE,
    watcher_ids=frozenset({WATCHER, STAFF_WATCHER}),
    staff_ids=frozenset({ASSIGNEE, STAFF_WATCHER}),
    administrator_ids=frozenset({ADMIN}),
)
WATCHERS = {WATCHER, STAFF_WATCHER}


def assigned(*, previous: UUID | None = None, by_person: bool = False) -> TicketAssigned:
    return TicketAssigned(
        ticket_id=TICKET,
        technician_id=ASSIGNEE,
        previous_id=previous,
        decision_id=new_id(),
        commitment=Commitment.SOFT,
        by_person=by_person,
    )


def message(kind: MessageKind, *, by_requester: bool = False) -> MessageAdded:
    return MessageAdded(ticket_id=TICKET, message_id=MESSAGE, kind=kind, by_requester=by_requester)


def unassigned(reason: UnassignReason) -> TicketUnassigned:
    return TicketUnassigned(ticket_id=TICKET, technician_id=OTHER, reason=reason)


def triaged(*, needs_review: bool) -> TicketTriaged:
    return TicketTriaged(
        ticket_id=TICKET,
        priority=Priority.HIGH,
        category="network",  # type: ignore[arg-type]
        confidence=0.4,
        needs_review=needs_review,
    )


def rated(score: int) -> TicketRated:
    return TicketRated(ticket_id=TICKET, rating_id=MESSAGE, score=score, technician_id=ASSIGNEE)


SOLVED = TicketSolved(
    ticket_id=TICKET, solved_by=ASSIGNEE, technician_id=ASSIGNEE, message_id=MESSAGE
)
REOPENED = TicketReopened(ticket_id=TICKET, message_id=MESSAGE, technician_id=ASSIGNEE)
CLOSED = TicketClosed(ticket_id=TICKET, technician_id=ASSIGNEE)
WAITING = StatusChanged(
    ticket_id=TICKET, old=TicketStatus.IN_PROGRESS, new=TicketStatus.WAITING_ON_REQUESTER
)
BACK_TO_WORK = StatusChanged(
    ticket_id=TICKET, old=TicketStatus.WAITING_ON_REQUESTER, new=TicketStatus.IN_PROGRESS
)
OPENED = TicketOpened(ticket_id=TICKET, requester_id=REQUESTER, channel=Channel.WEB)


@pytest.mark.parametrize(
    ("event", "actor", "told"),
    [
        (
            assigned(),
            None,
            {
                ASSIGNEE: Kind.ASSIGNED_TO_YOU,
                **dict.fromkeys({REQUESTER, *WATCHERS}, Kind.SOMEBODY_HAS_IT),
            },
        ),
        # Passed on: the requester was told of the first technician and is spared the rest.
        (
            assigned(previous=OTHER),
            None,
            {
                ASSIGNEE: Kind.ASSIGNED_TO_YOU,
                **dict.fromkeys(WATCHERS, Kind.SOMEBODY_HAS_IT),
            },
        ),
        # Taken by himself: he knows.
        (
            assigned(previous=OTHER, by_person=True),
            ASSIGNEE,
            dict.fromkeys(WATCHERS, Kind.SOMEBODY_HAS_IT),
        ),
        (unassigned(UnassignReason.RETURNED), ADMIN, {OTHER: Kind.TAKEN_FROM_YOU}),
        (unassigned(UnassignReason.RETURNED), OTHER, {}),
        (unassigned(UnassignReason.OFFLINE), None, {}),
        (unassigned(UnassignReason.RELEASED), OTHER, {}),
        (message(MessageKind.REPLY), ASSIGNEE, dict.fromkeys({REQUESTER, *WATCHERS}, Kind.REPLY)),
        (
            message(MessageKind.REPLY, by_requester=True),
            REQUESTER,
            dict.fromkeys({ASSIGNEE, *WATCHERS}, Kind.REPLY),
        ),
        # A note is for staff: neither the requester nor a watcher from outside hears of it.
        (message(MessageKind.NOTE), ASSIGNEE, {STAFF_WATCHER: Kind.NOTE}),
        (message(MessageKind.NOTE), ADMIN, dict.fromkeys({ASSIGNEE, STAFF_WATCHER}, Kind.NOTE)),
        (WAITING, ASSIGNEE, {REQUESTER: Kind.ANSWER_WANTED}),
        (BACK_TO_WORK, REQUESTER, {}),
        (SOLVED, ASSIGNEE, dict.fromkeys({REQUESTER, *WATCHERS}, Kind.SOLVED)),
        # Solved by a colleague: the one who held it is told.
        (SOLVED, ADMIN, dict.fromkeys({REQUESTER, ASSIGNEE, *WATCHERS}, Kind.SOLVED)),
        (REOPENED, REQUESTER, dict.fromkeys({ASSIGNEE, *WATCHERS}, Kind.REOPENED)),
        (CLOSED, REQUESTER, dict.fromkeys({ASSIGNEE, *WATCHERS}, Kind.CLOSED)),
        (triaged(needs_review=True), None, {ADMIN: Kind.REVIEW_NEEDED}),
        (triaged(needs_review=False), None, {}),
        (rated(1), REQUESTER, dict.fromkeys({ADMIN, ASSIGNEE}, Kind.RATED_LOW)),
        (rated(2), REQUESTER, dict.fromkeys({ADMIN, ASSIGNEE}, Kind.RATED_LOW)),
        (rated(3), REQUESTER, {}),
        (TicketWaits(ticket_id=TICKET), None, {}),
        (OPENED, REQUESTER, {}),
    ],
)
def test_who_is_told(event: Event, actor: UUID | None, told: dict[UUID, Kind]) -> None:
    assert audience(event, CIRCLE, actor_id=actor) == told


def test_administrators_hear_of_critical_tickets_that_wait() -> None:
    circle = Circle(
        requester_id=REQUESTER,
        priority=Priority.CRITICAL,
        administrator_ids=frozenset({ADMIN}),
    )
    told = audience(TicketWaits(ticket_id=TICKET), circle, actor_id=None)
    assert told == {ADMIN: Kind.NOBODY_FREE}


@pytest.mark.parametrize(
    ("leads", "told"),
    [((OTHER,), {OTHER}), ((), {ADMIN}), ((ASSIGNEE,), {ADMIN}), ((ASSIGNEE, OTHER), {OTHER})],
)
def test_the_leads_are_told_of_work_left_behind_or_else_administrators(
    leads: tuple[UUID, ...], told: set[UUID]
) -> None:
    circle = Circle(
        requester_id=REQUESTER, assignee_id=ASSIGNEE, administrator_ids=frozenset({ADMIN})
    )
    event = WorkLeftBehind(ticket_id=TICKET, technician_id=ASSIGNEE, lead_ids=leads)
    assert audience(event, circle, actor_id=None) == dict.fromkeys(told, Kind.LEFT_BEHIND)


def test_whoever_a_ticket_is_moved_away_from_is_told() -> None:
    circle = Circle(requester_id=REQUESTER, assignee_id=ASSIGNEE, moved_from_id=OTHER)
    told = audience(assigned(previous=OTHER, by_person=True), circle, actor_id=ADMIN)
    assert told == {OTHER: Kind.TAKEN_FROM_YOU, ASSIGNEE: Kind.ASSIGNED_TO_YOU}


def test_the_assignee_who_watches_is_told_as_assignee() -> None:
    circle = Circle(requester_id=ASSIGNEE, watcher_ids=frozenset({ASSIGNEE}))
    assert audience(assigned(), circle, actor_id=None) == {ASSIGNEE: Kind.ASSIGNED_TO_YOU}


@pytest.mark.parametrize(
    ("event", "source"),
    [
        (message(MessageKind.REPLY), MESSAGE),
        (SOLVED, MESSAGE),
        (REOPENED, MESSAGE),
        (rated(1), MESSAGE),
        (TicketWaits(ticket_id=TICKET), TICKET),
    ],
)
def test_events_about_one_thing_have_one_source(event: Event, source: UUID) -> None:
    assert source_of(event, new_id()) == source


def test_other_events_are_their_own_source() -> None:
    event_id = new_id()
    assert source_of(CLOSED, event_id) == event_id
    reopened = TicketReopened(ticket_id=TICKET, message_id=None, technician_id=None)
    assert source_of(reopened, event_id) == event_id
