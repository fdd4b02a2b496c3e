"""One clock: when its target is reached in working time, what it says, when it stops. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.calendars.hours import Hours, add_business, business_seconds
from app.core.ids import new_id
from app.tickets.enums import DueKind
from app.workflow.enums import Outcome

# Noticed within so many seconds, a breach counts as seen in time.
SEEN_AT_ONCE = 60

Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy asks of one kind of clock; warnings in seconds of working time from the start."""

    target_seconds: int | None = None
    warn_after: tuple[int, ...] = ()


NOTHING_DUE = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Runs from its start to its end, pauses left out. All times are derived from these and the hours.

    `planned_at` is when the present target came to hold; a target that is tightened afterwards may
    have been reached before.
    """

    id: UUID = field(default_factory=new_id)
    kind: DueKind
    turn: int = 1
    started_at: datetime
    planned_at: datetime
    target_seconds: int | None = None
    warn_after: tuple[int, ...] = ()
    pauses: tuple[Pause, ...] = ()
    due_at: datetime | None = None
    warned: int = 0
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    seen_late_seconds: int = 0
    ended_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def is_paused(self) -> bool:
        """Stands still."""
        return bool(self.pauses) and self.pauses[-1][1] is None


def start(kind: DueKind, terms: Terms, hours: Hours, at: datetime, *, turn: int = 1) -> Clock:
    """A clock that begins to run."""
    clock = Clock(
        kind=kind,
        turn=turn,
        started_at=at,
        planned_at=at,
        target_seconds=terms.target_seconds,
        warn_after=terms.warn_after,
    )
    return _reckoned(clock, hours)


def pause(clock: Clock, hours: Hours, at: datetime) -> Clock:
    """Let the clock stand still; one that ended or stands still stays as it is."""
    if clock.ended_at is not None or clock.is_paused:
        return clock
    return _reckoned(replace(clock, pauses=(*clock.pauses, (at, None))), hours)


def resume(clock: Clock, hours: Hours, at: datetime) -> Clock:
    """Let the clock run on."""
    if clock.ended_at is not None or not clock.is_paused:
        return clock
    since, _ = clock.pauses[-1]
    return _reckoned(replace(clock, pauses=(*clock.pauses[:-1], (since, at))), hours)


def plan(clock: Clock, terms: Terms, hours: Hours, at: datetime) -> Clock:
    """Give a running clock another target or other hours; the time it has run counts.

    A breach that the new target undoes can happen again, at the new time.
    """
    if clock.ended_at is not None:
        return clock
    changed = replace(clock, target_seconds=terms.target_seconds, warn_after=terms.warn_after)
    changed = _reckoned(changed, hours)
    if changed == clock:
        return clock
    changed = replace(changed, planned_at=at, warned=0, warned_at=None)
    if changed.due_at is None or changed.due_at > at:
        return replace(changed, breached_at=None, seen_late_seconds=0)
    return changed


def finish(clock: Clock, at: datetime, *, done: bool) -> Clock:
    """End the clock: what was due is done, or nobody waits for it any more."""
    if clock.ended_at is not None:
        return clock
    outcome = Outcome.MET if done else Outcome.DROPPED
    if clock.breached_at is not None:
        outcome = Outcome.MISSED
    return replace(clock, ended_at=at, outcome=outcome)


def reopen(clock: Clock, hours: Hours, at: datetime) -> Clock:
    """Let a clock run on that had ended; the time between does not count."""
    if clock.ended_at is None:
        return clock
    # A clock that ended while it stood still goes on from when it stood still.
    stood = clock.pauses[-1][0] if clock.is_paused else clock.ended_at
    pauses = (*(pause for pause in clock.pauses if pause[1] is not None), (stood, at))
    return _reckoned(replace(clock, pauses=pauses, ended_at=None, outcome=None), hours)


def breach(clock: Clock, at: datetime, *, seen_at: datetime) -> Clock:
    """Note that the due time has passed, should it have by this moment."""
    due = clock.due_at
    if clock.ended_at is not None or clock.breached_at is not None or due is None or due > at:
        return clock
    late = (seen_at - max(due, clock.planned_at)).total_seconds()
    return replace(
        clock, breached_at=due, seen_late_seconds=int(late) if late > SEEN_AT_ONCE else 0
    )


def warn(clock: Clock, hours: Hours, at: datetime) -> Clock:
    """Note the warnings that have passed by this moment; a late clock warns no more."""
    if clock.ended_at is not None or clock.breached_at is not None:
        return clock
    passed = clock.warned
    for seconds in clock.warn_after[clock.warned :]:
        moment = reached(clock, hours, seconds)
        if moment is None or moment > at:
            break
        passed += 1
    return clock if passed == clock.warned else replace(clock, warned=passed, warned_at=at)


def next_at(clock: Clock, hours: Hours) -> datetime | None:
    """When the clock has something to say next."""
    if clock.ended_at is not None or clock.breached_at is not None or clock.due_at is None:
        return None
    if clock.warned < len(clock.warn_after):
        return reached(clock, hours, clock.warn_after[clock.warned])
    return clock.due_at


def used_seconds(clock: Clock, hours: Hours, at: datetime) -> float:
    """Working time that has run by a moment."""
    return sum(
        business_seconds(hours, begins, at if ends is None else min(ends, at))
        for begins, ends in _stretches(clock)
    )


def reached(clock: Clock, hours: Hours, seconds: float) -> datetime | None:
    """When so much working time has run; `None` while that cannot be said."""
    left = seconds
    for begins, ends in _stretches(clock):
        if ends is None:
            return add_business(hours, begins, left)
        ran = business_seconds(hours, begins, ends)
        # Fractions of a second get lost in between.
        if left <= ran + timedelta.resolution.total_seconds():
            return add_business(hours, begins, min(left, ran))
        left -= ran
    return None


def _reckoned(clock: Clock, hours: Hours) -> Clock:
    target = clock.target_seconds
    return replace(clock, due_at=None if target is None else reached(clock, hours, target))


def _stretches(clock: Clock) -> Iterator[Pause]:
    """From when to when the clock ran; the last has no end while it does."""
    begins: datetime | None = clock.started_at
    for since, until in clock.pauses:
        if begins is not None:
            yield begins, since
        begins = until
    if begins is not None:
        yield begins, clock.ended_at
