"""One ticket's clocks along its history: events in, clocks and what they say out. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.calendars.hours import Hours
from app.core.events import Event, Recorded
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
from app.workflow.events import SlaBreached, SlaMet, SlaWarned
from app.workflow.sla import clocks
from app.workflow.sla.clocks import Clock
from app.workflow.sla.policies import Almanac, Facts, Policy, PolicyBook, terms_of

FOLLOWED: tuple[type[Event], ...] = (
    TicketTriaged,
    ClassificationCorrected,
    MessageAdded,
    StatusChanged,
    TicketSolved,
    TicketReopened,
    TicketClosed,
)
CLASSIFIES = frozenset({TicketTriaged.type, ClassificationCorrected.type})
INSTANT = timedelta(microseconds=1)
Said = SlaWarned | SlaBreached | SlaMet


@dataclass(frozen=True, slots=True)
class Due:
    """What is due next on a ticket, as lists show it."""

    due_at: datetime | None
    kind: DueKind | None
    state: DueState


@dataclass(slots=True, kw_only=True)
class Course:
    """A ticket's clocks, up to some event of its history.

    A breach counts from its due time, whenever it is noticed; warnings that nobody heard in time
    are left out once the clock is late or has ended.
    """

    ticket_id: UUID
    book: PolicyBook
    almanac: Almanac
    facts: Facts
    seen_at: datetime
    policy: Policy | None = None
    # The version of the book that the policy is from.
    version: int = 0
    clocks: list[Clock] = field(default_factory=list)
    seen_seq: int = 0
    is_open: bool = True
    is_waiting: bool = False
    said: list[Said] = field(default_factory=list)

    @property
    def hours(self) -> Hours:
        """The hours of the ticket's policy."""
        return self.almanac.of(self.policy)

    def open(self, at: datetime) -> None:
        """Start what is due from the first moment on."""
        self._match()
        for kind in (DueKind.FIRST_RESPONSE, DueKind.SOLUTION):
            self._start(kind, at)

    def follow(self, item: Recorded[Event], *, staff: Collection[UUID]) -> None:
        """Go one event further; `staff` are those whose replies count as answers."""
        at, event = item.at, item.event
        # What is done in the very moment it is due is in time.
        self._breach(at - INSTANT)
        match event:
            case TicketTriaged():
                self.classify(at, priority=event.priority, category=event.category)
            case ClassificationCorrected():
                self._correct(event, at)
            case MessageAdded(kind=MessageKind.REPLY):
                if event.by_requester:
                    self._ask(at)
                elif item.actor_id in staff:
                    self._answer(at)
            case StatusChanged():
                self.wait(at, waiting=event.new is TicketStatus.WAITING_ON_REQUESTER)
            case TicketSolved():
                self.solve(at)
            case TicketReopened():
                self.reopen(at)
            case TicketClosed():
                self.close(at)
        self.seen_seq = item.seq or self.seen_seq

    def classify(
        self, at: datetime, *, priority: Priority | None, category: Category | None
    ) -> None:
        """Another priority or category may bring another policy."""
        facts = replace(self.facts, priority=priority, category=category)
        if facts != self.facts:
            self.facts = facts
            self.plan(at)

    def plan(self, at: datetime) -> None:
        """Look for the policy anew, and let what runs follow it."""
        self._match()
        self._each(
            lambda clock: clocks.plan(clock, terms_of(self.policy, clock.kind), self.hours, at)
        )

    def wait(self, at: datetime, *, waiting: bool) -> None:
        """While the requester must say more, the solution's clock stands still; answers stay owed."""
        if waiting is self.is_waiting:
            return
        self.is_waiting = waiting
        move = clocks.pause if waiting else clocks.resume
        self._each(
            lambda clock: move(clock, self.hours, at) if clock.kind is DueKind.SOLUTION else clock
        )

    def solve(self, at: datetime) -> None:
        """Everything that was due is done: the solution is an answer too."""
        self.is_open, self.is_waiting = False, False
        for kind in DueKind:
            self._finish(kind, at)

    def reopen(self, at: datetime) -> None:
        """The solution was none: its clock runs on."""
        self.is_open, self.is_waiting = True, False
        self._each(
            lambda clock: (
                clocks.reopen(clock, self.hours, at) if clock.kind is DueKind.SOLUTION else clock
            )
        )
        # The policy may have changed while nothing ran.
        self.plan(at)

    def close(self, at: datetime) -> None:
        """Nobody waits for anything any more."""
        self.is_open, self.is_waiting = False, False
        self._each(lambda clock: clocks.finish(clock, at, done=False))

    def arrive(self) -> None:
        """Say what has to be said by now."""
        self._breach(self.seen_at)
        for place, clock in enumerate(self.clocks):
            after = clocks.warn(clock, self.hours, self.seen_at)
            self.clocks[place] = after
            if after.warned > clock.warned and after.due_at is not None:
                left = (after.target_seconds or 0) - after.warn_after[after.warned - 1]
                self.said.append(
                    SlaWarned(
                        ticket_id=self.ticket_id,
                        kind=after.kind,
                        due_at=after.due_at,
                        minutes_left=left // 60,
                    )
                )

    def next_at(self) -> datetime | None:
        """When one of the clocks has something to say next."""
        moments = [clocks.next_at(clock, self.hours) for clock in self.clocks]
        return min((moment for moment in moments if moment is not None), default=None)

    def due(self) -> Due | None:
        """What lists show; nothing where nothing was ever due."""
        timed = [clock for clock in self.clocks if clock.target_seconds is not None]
        pending = [clock for clock in timed if clock.ended_at is None]
        if not pending:
            if not timed:
                return None
            missed = any(clock.breached_at is not None for clock in timed)
            return Due(None, None, DueState.MISSED if missed else DueState.MET)
        running = [clock for clock in pending if not clock.is_paused and clock.due_at is not None]
        if not running:
            return Due(None, pending[0].kind, DueState.PAUSED)
        first = min(running, key=lambda clock: clock.due_at or self.seen_at)
        return Due(first.due_at, first.kind, _state(first))

    def _match(self) -> None:
        self.policy = self.book.match(self.facts)
        self.version = self.book.version

    def _correct(self, event: ClassificationCorrected, at: datetime) -> None:
        priority, category = self.facts.priority, self.facts.category
        for name, _, new in event.changes:
            if name == "priority":
                priority = None if new is None else Priority(new)
            elif name == "category":
                category = None if new is None else Category(new)
        self.classify(at, priority=priority, category=category)

    def _ask(self, at: datetime) -> None:
        """The requester wrote. Until the first answer that one is what is due, however long it may take."""
        owed = {
            clock.kind
            for clock in self.clocks
            if clock.ended_at is None and clock.kind is not DueKind.SOLUTION
        }
        if not owed:
            self._start(DueKind.NEXT_RESPONSE, at)

    def _answer(self, at: datetime) -> None:
        self._finish(DueKind.FIRST_RESPONSE, at)
        self._finish(DueKind.NEXT_RESPONSE, at)

    def _start(self, kind: DueKind, at: datetime) -> None:
        turn = 1 + sum(clock.kind is kind for clock in self.clocks)
        terms = terms_of(self.policy, kind)
        self.clocks.append(clocks.start(kind, terms, self.hours, at, turn=turn))

    def _finish(self, kind: DueKind, at: datetime) -> None:
        for place, clock in enumerate(self.clocks):
            if clock.kind is not kind or clock.ended_at is not None:
                continue
            self.clocks[place] = clocks.finish(clock, at, done=True)
            if clock.target_seconds is not None and clock.breached_at is None:
                self.said.append(SlaMet(ticket_id=self.ticket_id, kind=kind, due_at=clock.due_at))

    def _breach(self, at: datetime) -> None:
        for place, clock in enumerate(self.clocks):
            after = clocks.breach(clock, at, seen_at=self.seen_at)
            self.clocks[place] = after
            if after.breached_at is not None and clock.breached_at is None:
                self.said.append(
                    SlaBreached(
                        ticket_id=self.ticket_id,
                        kind=after.kind,
                        due_at=after.breached_at,
                        seen_late_seconds=after.seen_late_seconds,
                    )
                )

    def _each(self, change: Callable[[Clock], Clock]) -> None:
        self.clocks = [change(clock) for clock in self.clocks]


def _state(clock: Clock) -> DueState:
    if clock.breached_at is not None:
        return DueState.LATE
    return DueState.WARNED if clock.warned else DueState.RUNNING
