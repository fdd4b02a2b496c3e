"""The work model: people who work one ticket at a time through their lists, event by event."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from app.assignment.simulate.policy import NOBODY, Decision, Policy
from app.assignment.simulate.scenario import Scenario

NEVER = float("inf")
BOUNCE_SECONDS = 300.0
LOST_SHARE = 0.3
HANDOVER_MINUTES = 2.0
INTERRUPT_MINUTES = 1.0


class Kind(IntEnum):
    """Events of one instant happen in this order."""

    FINISH = 0
    ONLINE = 1
    OFFLINE = 2
    ARRIVED = 3
    TICK = 4


@dataclass(slots=True)
class Outcome:
    """What became of every ticket and every technician."""

    started_at: list[float]
    done_at: list[float]
    named_at: list[float]
    busy: list[float]
    present: list[float]
    retargets: int = 0
    rejected: int = 0
    wrong_skill: int = 0
    decisions: int = 0
    # (seconds, tickets not begun) each time that changed enough to be drawn.
    queue: list[tuple[float, int]] = field(default_factory=list)


class World:
    """One run of a scenario under a policy."""

    def __init__(self, scenario: Scenario, policy: Policy) -> None:
        self.scenario = scenario
        self.policy = policy
        tickets, people = len(scenario.tickets), len(scenario.technicians)
        self.remaining = [ticket.effort for ticket in scenario.tickets]
        self.handled = [0.0] * tickets
        self.holder = [NOBODY] * tickets
        self.begun = [False] * tickets
        self.lists: list[set[int]] = [set() for _ in range(people)]
        self.online = [False] * people
        self.now = [NOBODY] * people
        self.since = [0.0] * people
        self.version = [0] * people
        self.outcome = Outcome(
            [NEVER] * tickets, [NEVER] * tickets, [NEVER] * tickets, [0.0] * people, [0.0] * people
        )
        self._heap: list[tuple[float, int, int, int, int]] = []
        self._count = 0
        self._open = tickets
        self._last_arrival = scenario.tickets[-1].arrived_at
        self._unbegun = 0
        self._arrived = 0
        self._work_since = [0.0] * people

    def run(self, tell: Callable[[int], None] | None = None) -> Outcome:
        """Let everything happen until all is solved or the scenario ends.

        `tell` hears now and then how many tickets have arrived.
        """
        self._schedule()
        end = self.scenario.ends_at
        next_sample = last = 0.0
        while self._heap and self._open:
            at, kind, _, one, other = heapq.heappop(self._heap)
            if at > end:
                break
            if at >= next_sample:
                self.outcome.queue.append((at, self._unbegun))
                next_sample = at + 900.0
                if tell is not None:
                    tell(self._arrived)
            self._happen(at, Kind(kind), one, other)
            last = at
        for technician, is_online in enumerate(self.online):
            if is_online:
                self.outcome.present[technician] += self._counted(self.since[technician], last)
        return self.outcome

    def _push(self, at: float, kind: Kind, one: int, other: int = 0) -> None:
        self._count += 1
        heapq.heappush(self._heap, (at, kind, self._count, one, other))

    def _schedule(self) -> None:
        for number, technician in enumerate(self.scenario.technicians):
            for index, span in enumerate(technician.spans):
                self._push(span.begin, Kind.ONLINE, number, index)
                self._push(span.end, Kind.OFFLINE, number, index)
        for number, ticket in enumerate(self.scenario.tickets):
            self._push(ticket.arrived_at, Kind.ARRIVED, number)
        if self.policy.tick_seconds is not None:
            self._push(self.policy.tick_seconds, Kind.TICK, 0)

    def _happen(self, at: float, kind: Kind, one: int, other: int) -> None:
        if kind is Kind.ARRIVED:
            self._arrived += 1
            self._unbegun += 1
            self._carry_out(self.policy.arrived(one, at), at)
        elif kind is Kind.FINISH:
            if other == self.version[one]:
                self._finish(one, at)
        elif kind is Kind.ONLINE:
            self._come(one, other, at)
        elif kind is Kind.OFFLINE:
            self._leave(one, other, at)
        else:
            self._push(at + (self.policy.tick_seconds or NEVER), Kind.TICK, 0)
            self._carry_out(self.policy.tick(at), at)

    def _come(self, technician: int, index: int, at: float) -> None:
        spans = self.scenario.technicians[technician].spans
        until = spans[index].end
        if not spans[index].is_shift_end and index + 1 < len(spans):
            until = spans[index + 1].end
        self.online[technician] = True
        self.since[technician] = at
        decisions = self.policy.online(technician, at, until)
        self._carry_out(decisions, at, technician)

    def _leave(self, technician: int, index: int, at: float) -> None:
        spans = self.scenario.technicians[technician].spans
        self.outcome.present[technician] += self._counted(self.since[technician], at)
        ticket = self.now[technician]
        if ticket != NOBODY:
            self._stop(technician, at)
        self.online[technician] = False
        back_at = spans[index + 1].begin if index + 1 < len(spans) else None
        self._carry_out(self.policy.offline(technician, at, back_at), at)

    def _finish(self, technician: int, at: float) -> None:
        ticket = self.now[technician]
        self._stop(technician, at)
        self.lists[technician].discard(ticket)
        self.holder[ticket] = NOBODY
        person = self.scenario.technicians[technician]
        if self.scenario.tickets[ticket].skill not in person.skills:
            self.begun[ticket] = False
            self._unbegun += 1
            decisions = self.policy.bounced(ticket, technician, at)
        else:
            self.outcome.done_at[ticket] = at
            self._open -= 1
            decisions = self.policy.done(ticket, technician, at, self.handled[ticket])
        self._carry_out(decisions, at, technician)

    def _counted(self, begin: float, end: float) -> float:
        """Seconds that count for the busy share: those before the last arrival."""
        return max(min(end, self._last_arrival) - begin, 0.0)

    def _stop(self, technician: int, at: float) -> None:
        """Put the present work down, with what was done of it."""
        ticket = self.now[technician]
        worked = (at - self._work_since[technician]) / 60.0
        self.outcome.busy[technician] += self._counted(self._work_since[technician], at)
        self.handled[ticket] += worked
        rate = self.scenario.technicians[technician].rate(self.scenario.tickets[ticket].skill)
        self.remaining[ticket] = max(self.remaining[ticket] - worked * rate, 0.0)
        self.now[technician] = NOBODY
        self.version[technician] += 1

    def _carry_out(self, decisions: Iterable[Decision], at: float, *touched: int) -> None:
        """Apply decisions, then let whoever is free begin; beginning may cause more decisions."""
        affected = dict.fromkeys(touched)
        pending = list(decisions)
        while True:
            for decision in pending:
                self._apply(decision, at, affected)
            pending = []
            while affected:
                technician = next(iter(affected))
                del affected[technician]
                pending += self._begin_next(technician, at)
            if not pending:
                return

    def _apply(self, decision: Decision, at: float, affected: dict[int, None]) -> None:
        ticket, technician, interrupts = decision
        self.outcome.decisions += 1
        holder = self.holder[ticket]
        if technician == NOBODY:
            if holder != NOBODY and self._may_take(ticket, holder):
                self.lists[holder].discard(ticket)
                self.holder[ticket] = NOBODY
            elif holder != NOBODY:
                self.outcome.rejected += 1
            return
        person = self.scenario.technicians[technician]
        is_refused = (
            self.outcome.done_at[ticket] < NEVER
            or not self.online[technician]
            or holder == technician
            or len(self.lists[technician]) >= person.capacity
            or (holder != NOBODY and not self._may_take(ticket, holder))
        )
        if is_refused:
            self.outcome.rejected += 1
            return
        self._move(ticket, holder, technician)
        self.outcome.named_at[ticket] = min(self.outcome.named_at[ticket], at)
        affected[technician] = None
        current = self.now[technician]
        if interrupts and self.scenario.interrupt and current != NOBODY:
            self._interrupt(technician, at)

    def _interrupt(self, technician: int, at: float) -> None:
        current = self.now[technician]
        if self.scenario.tickets[current].rank == 0:
            self.outcome.rejected += 1
            return
        self._stop(technician, at)
        self.remaining[current] += INTERRUPT_MINUTES

    def _may_take(self, ticket: int, holder: int) -> bool:
        return not (self.begun[ticket] and self.online[holder])

    def _move(self, ticket: int, holder: int, technician: int) -> None:
        scenario = self.scenario
        if holder != NOBODY:
            self.lists[holder].discard(ticket)
            self.outcome.retargets += 1
            if self.begun[ticket]:
                worked = scenario.tickets[ticket].effort - self.remaining[ticket]
                self.remaining[ticket] += LOST_SHARE * max(worked, 0.0) + HANDOVER_MINUTES
        if scenario.tickets[ticket].skill not in scenario.technicians[technician].skills:
            self.outcome.wrong_skill += 1
        self.lists[technician].add(ticket)
        self.holder[ticket] = technician

    def _order(self, ticket: int) -> tuple[int, float, int]:
        item = self.scenario.tickets[ticket]
        rank = item.rank if self.policy.is_list_by_priority else 0
        return (rank, item.arrived_at, ticket)

    def _begin_next(self, technician: int, at: float) -> Sequence[Decision]:
        if not self.online[technician] or self.now[technician] != NOBODY:
            return ()
        if not self.lists[technician]:
            return ()
        ticket = min(self.lists[technician], key=self._order)
        person = self.scenario.technicians[technician]
        skill = self.scenario.tickets[ticket].skill
        self.now[technician] = ticket
        self._work_since[technician] = at
        if not self.begun[ticket]:
            self.begun[ticket] = True
            self._unbegun -= 1
        is_able = skill in person.skills
        if is_able:
            self.outcome.started_at[ticket] = min(self.outcome.started_at[ticket], at)
        seconds = self.remaining[ticket] / person.rate(skill) * 60.0 if is_able else BOUNCE_SECONDS
        self.version[technician] += 1
        self._push(at + seconds, Kind.FINISH, technician, self.version[technician])
        return list(self.policy.started(ticket, technician, at))
