"""A ticket's clocks along its history."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.calendars.hours import ALWAYS, Hours, Span
from app.core.actor import Cause
from app.core.events import Event, Recorded
from app.core.ids import new_id
from app.tickets.enums import Category, DueKind, DueState, MessageKind, Priority, TicketStatus
from app.tickets.events import (
    ClassificationCorrected,
    MessageAdded,
    StatusChanged,
    TicketClosed,
    TicketReopened,
    TicketSolved,
)
from app.triage.events import TicketTriaged
from app.workflow.enums import Outcome
from app.workflow.events import SlaBreached, SlaMet, SlaWarned
from app.workflow.sla.clocks import Clock, Terms
from app.workflow.sla.course import Course, Said
from app.workflow.sla.policies import Almanac, Conditions, Facts, Policy, PolicyBook

HOUR = 3600
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICE = new_id()
NINE_TO_SIX = Hours("UTC", ((Span(540, 1080),),) * 5 + ((), ()))
STAFF = new_id()
TICKET = new_id()
WAITING = TicketStatus.WAITING_ON_REQUESTER


def policy(name: str, *, first: int, following: int, solution: int, **facts: object) -> Policy:
    """Targets in minutes; half of each warns."""
    targets = dict(zip(DueKind, (first, following, solution), strict=True))
    return Policy(
        id=new_id(),
        name=name,
        terms={kind: Terms(minutes * 60, (minutes * 30,)) for kind, minutes in targets.items()},
        **facts,  # type: ignore[arg-type]
    )


CRITICAL = policy(
    "Critical",
    first=30,
    following=60,
    solution=240,
    conditions=Conditions(priorities=frozenset({Priority.CRITICAL})),
)
OTHERS = policy(
    "Others", first=240, following=30, solution=960, conditions=Conditions(), calendar_id=OFFICE
)
BOOK = PolicyBook(1, [CRITICAL, OTHERS])


def after(**time: float) -> datetime:
    """So long after the ticket was opened."""
    return BEGIN + timedelta(**time)


@dataclass
class Tape:
    """A ticket and what happens to it."""

    course: Course = field(
        default_factory=lambda: Course(
            ticket_id=TICKET,
            book=BOOK,
            almanac=Almanac({OFFICE: NINE_TO_SIX}),
            facts=Facts(),
            seen_at=BEGIN,
        )
    )
    seq: int = 1

    def __post_init__(self) -> None:
        self.course.open(BEGIN)

    def happens(self, at: datetime, event: Event, *, by: UUID | None = None) -> None:
        """The next event."""
        self.seq += 1
        item = Recorded(new_id(), event, self.seq, at, by, Cause.PERSON, 0)
        self.course.seen_at = max(self.course.seen_at, at)
        self.course.follow(item, staff={STAFF})

    def reply(self, at: datetime, *, by: UUID | None = STAFF) -> None:
        """A public reply; without anybody the requester's own."""
        event = MessageAdded(
            ticket_id=TICKET,
            message_id=new_id(),
            kind=MessageKind.REPLY,
            by_requester=by is None,
        )
        self.happens(at, event, by=by)

    def move(self, at: datetime, old: TicketStatus, new: TicketStatus) -> None:
        """Another status."""
        self.happens(at, StatusChanged(ticket_id=TICKET, old=old, new=new))

    def triage(self, at: datetime, priority: Priority) -> None:
        """The model's word."""
        self.happens(
            at,
            TicketTriaged(
                ticket_id=TICKET,
                priority=priority,
                category=Category.NETWORK,
                confidence=0.9,
                needs_review=False,
            ),
        )

    def solve(self, at: datetime) -> None:
        """Solved by staff, with its message."""
        self.reply(at)
        self.happens(
            at,
            TicketSolved(
                ticket_id=TICKET, solved_by=STAFF, technician_id=STAFF, message_id=new_id()
            ),
            by=STAFF,
        )

    def arrive(self, at: datetime) -> list[Said]:
        """What is said by a moment."""
        self.course.seen_at = at
        self.course.arrive()
        said, self.course.said = list(self.course.said), []
        return said

    def clock(self, kind: DueKind) -> Clock:
        """The last clock of a kind."""
        return [one for one in self.course.clocks if one.kind is kind][-1]


def test_the_first_answer_and_the_solution_are_due_from_the_beginning() -> None:
    tape = Tape()

    due = tape.course.due()

    assert [one.kind for one in tape.course.clocks] == [DueKind.FIRST_RESPONSE, DueKind.SOLUTION]
    assert due is not None
    assert (due.kind, due.due_at, due.state) == (
        DueKind.FIRST_RESPONSE,
        after(hours=4),
        DueState.RUNNING,
    )


def test_triage_brings_the_policy_of_the_priority() -> None:
    tape = Tape()

    tape.triage(after(seconds=1), Priority.CRITICAL)

    assert tape.course.policy is CRITICAL
    assert tape.clock(DueKind.FIRST_RESPONSE).due_at == after(minutes=30)
    assert tape.clock(DueKind.SOLUTION).due_at == after(hours=4)


def test_a_priority_raised_in_mid_flight_counts_the_time_used() -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.LOW)
    tape.reply(after(minutes=20))

    tape.happens(
        after(hours=3),
        ClassificationCorrected(ticket_id=TICKET, changes=(("priority", "low", "critical"),)),
    )

    assert tape.clock(DueKind.SOLUTION).due_at == after(hours=4)
    assert tape.arrive(after(hours=3))[-1] == SlaWarned(
        ticket_id=TICKET, kind=DueKind.SOLUTION, due_at=after(hours=4), minutes_left=120
    )


def test_the_first_public_reply_by_staff_is_the_first_response() -> None:
    tape = Tape()
    note = MessageAdded(
        ticket_id=TICKET, message_id=new_id(), kind=MessageKind.NOTE, by_requester=False
    )
    colleague = new_id()

    tape.happens(after(minutes=1), note, by=STAFF)
    tape.reply(after(minutes=2), by=colleague)
    unanswered = tape.clock(DueKind.FIRST_RESPONSE).ended_at
    tape.reply(after(minutes=3))

    assert unanswered is None
    assert tape.clock(DueKind.FIRST_RESPONSE).outcome is Outcome.MET
    assert tape.arrive(after(minutes=3)) == [
        SlaMet(ticket_id=TICKET, kind=DueKind.FIRST_RESPONSE, due_at=after(hours=4))
    ]


def test_a_shorter_time_for_updates_does_not_override_the_first_response() -> None:
    tape = Tape()

    tape.reply(after(minutes=5), by=None)

    due = tape.course.due()
    assert due is not None
    assert (due.kind, due.due_at) == (DueKind.FIRST_RESPONSE, after(hours=4))


def test_each_question_of_the_requester_wants_an_answer_and_only_the_first_counts() -> None:
    tape = Tape()
    tape.reply(after(minutes=5))

    tape.reply(after(minutes=10), by=None)
    tape.reply(after(minutes=20), by=None)
    first = tape.clock(DueKind.NEXT_RESPONSE)
    tape.reply(after(minutes=30))
    tape.reply(after(minutes=50), by=None)
    second = tape.clock(DueKind.NEXT_RESPONSE)

    assert (first.turn, first.due_at) == (1, after(minutes=40))
    assert (second.turn, second.due_at) == (2, after(minutes=80))


def test_waiting_on_the_requester_stops_the_solution_and_his_answer_starts_it_again() -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.CRITICAL)
    tape.reply(after(minutes=10))
    tape.move(after(hours=1), TicketStatus.IN_PROGRESS, WAITING)
    paused = tape.course.due()

    tape.reply(after(hours=9), by=None)
    tape.move(after(hours=9), WAITING, TicketStatus.IN_PROGRESS)

    assert paused is not None
    assert (paused.state, paused.due_at) == (DueState.PAUSED, None)
    assert tape.clock(DueKind.SOLUTION).due_at == after(hours=12)
    assert tape.clock(DueKind.NEXT_RESPONSE).due_at == after(hours=10)


def test_an_answer_that_is_owed_stays_owed_while_the_ticket_waits() -> None:
    tape = Tape()

    tape.move(after(minutes=5), TicketStatus.IN_PROGRESS, WAITING)

    assert tape.clock(DueKind.FIRST_RESPONSE).due_at == after(hours=4)


def test_a_solved_ticket_has_met_everything() -> None:
    tape = Tape()

    tape.solve(after(hours=1))

    due = tape.course.due()
    assert due is not None
    assert (due.state, due.due_at) == (DueState.MET, None)
    assert tape.course.next_at() is None
    assert {fact.kind for fact in tape.arrive(after(hours=1))} == {
        DueKind.FIRST_RESPONSE,
        DueKind.SOLUTION,
    }


def test_a_reopened_ticket_runs_on() -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.CRITICAL)
    tape.solve(after(hours=1))

    tape.reply(after(hours=20), by=None)
    tape.happens(
        after(hours=20),
        TicketReopened(ticket_id=TICKET, message_id=None, technician_id=STAFF),
    )

    assert tape.clock(DueKind.SOLUTION).due_at == after(hours=23)
    assert tape.clock(DueKind.NEXT_RESPONSE).due_at == after(hours=21)


def test_a_ticket_closed_unsolved_owes_nothing_and_met_nothing() -> None:
    tape = Tape()

    tape.happens(after(hours=1), TicketClosed(ticket_id=TICKET, technician_id=None))

    assert {one.outcome for one in tape.course.clocks} == {Outcome.DROPPED}
    assert tape.arrive(after(hours=1)) == []


def test_a_warning_and_then_the_breach_are_said_once_each() -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.CRITICAL)

    warned = tape.arrive(after(minutes=15))
    quiet = tape.arrive(after(minutes=20))
    late = tape.arrive(after(minutes=30))
    again = tape.arrive(after(minutes=31))

    assert warned == [
        SlaWarned(
            ticket_id=TICKET,
            kind=DueKind.FIRST_RESPONSE,
            due_at=after(minutes=30),
            minutes_left=15,
        )
    ]
    assert late == [
        SlaBreached(
            ticket_id=TICKET,
            kind=DueKind.FIRST_RESPONSE,
            due_at=after(minutes=30),
            seen_late_seconds=0,
        )
    ]
    assert quiet == again == []


def test_what_was_late_while_nobody_looked_is_said_once_and_marked() -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.CRITICAL)

    said = tape.arrive(after(minutes=90))

    assert said == [
        SlaBreached(
            ticket_id=TICKET,
            kind=DueKind.FIRST_RESPONSE,
            due_at=after(minutes=30),
            seen_late_seconds=HOUR,
        )
    ]


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(29, Outcome.MET), (30, Outcome.MET), (31, Outcome.MISSED)]
)
def test_what_was_answered_while_nobody_looked_is_judged_by_when_it_was_answered(
    minutes: int, outcome: Outcome
) -> None:
    tape = Tape()
    tape.triage(after(seconds=1), Priority.CRITICAL)
    tape.course.seen_at = after(hours=8)

    tape.reply(after(minutes=minutes))

    assert tape.clock(DueKind.FIRST_RESPONSE).outcome is outcome


def test_without_a_policy_nothing_is_due() -> None:
    course = Course(
        ticket_id=TICKET,
        book=PolicyBook(1, [CRITICAL]),
        almanac=Almanac({}),
        facts=Facts(),
        seen_at=BEGIN,
    )

    course.open(BEGIN)

    assert course.due() is None
    assert course.next_at() is None


def test_a_calendar_that_is_gone_counts_every_minute() -> None:
    assert Almanac({}).of(OTHERS) is ALWAYS
