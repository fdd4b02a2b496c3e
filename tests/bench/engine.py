"""Processor time of the stream engine alone: all events of a ticket, at several sizes of desk."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import TypeVar

import numpy as np

from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.policy import Decision
from app.assignment.simulate.scenario import DAY, HOUR, Scenario, SimTechnician, SimTicket, Span
from app.assignment.simulate.world import World

SIZES = (100, 1_000, 10_000)
TICKETS = 12_000
SKILLS = 12
LOAD = 0.95
T = TypeVar("T")


@dataclass(frozen=True)
class EngineTime:
    """Milliseconds per ticket over all its events, and those of the longest call."""

    technicians: int
    tickets: int
    events: int
    per_ticket: float
    longest: float


class Timed(EnginePolicy):
    """The engine with a stop watch at the door."""

    seconds = 0.0
    longest = 0.0
    events = 0

    def _timed(self, call: Callable[[], T]) -> T:
        begun, wall = thread_time(), perf_counter()
        result = call()
        spent = thread_time() - begun
        self.seconds += spent
        # The smaller of both clocks: another process's turn is not the engine's time.
        self.longest = max(self.longest, min(spent, perf_counter() - wall))
        self.events += 1
        return result

    def online(self, technician: int, at: float, until: float) -> Iterable[Decision]:
        """Timed."""
        return self._timed(lambda: super(Timed, self).online(technician, at, until))

    def offline(self, technician: int, at: float, back_at: float | None) -> Iterable[Decision]:
        """Timed."""
        return self._timed(lambda: super(Timed, self).offline(technician, at, back_at))

    def arrived(self, ticket: int, at: float) -> Iterable[Decision]:
        """Timed."""
        return self._timed(lambda: super(Timed, self).arrived(ticket, at))

    def started(self, ticket: int, technician: int, at: float) -> Iterable[Decision]:
        """Timed."""
        return self._timed(lambda: super(Timed, self).started(ticket, technician, at))

    def done(self, ticket: int, technician: int, at: float, minutes: float) -> Iterable[Decision]:
        """Timed."""
        return self._timed(lambda: super(Timed, self).done(ticket, technician, at, minutes))


def desk(technicians: int, tickets: int, *, seed: int = 1) -> Scenario:
    """One long day at which everybody is busy: half an hour a ticket, three skills each."""
    random = np.random.default_rng(seed)
    people = tuple(
        SimTechnician(
            name=f"t{number}",
            skills={
                f"s{skill}": float(random.uniform(0.5, 1.0))
                for skill in random.choice(SKILLS, size=3, replace=False)
            },
            capacity=6,
            speed=1.0,
            spans=(Span(0.0, 8 * HOUR), Span(8 * HOUR + 1800.0, 20 * DAY)),
        )
        for number in range(technicians)
    )
    efforts = random.lognormal(np.log(25.0), 0.6, tickets)
    minutes = efforts.sum() / 0.875 / technicians / LOAD
    # A morning's rush fills every hand, then tickets come as fast as they are solved.
    arrivals = np.sort(random.uniform(0.0, minutes * 60.0, tickets))
    found = tuple(
        SimTicket(
            arrived_at=float(arrivals[number]),
            category="c",
            skill=f"s{random.integers(SKILLS)}",
            rank=int(random.choice(4, p=[0.05, 0.2, 0.45, 0.3])),
            effort=float(efforts[number]),
            estimate=float(efforts[number] * random.lognormal(0.0, 0.4)),
        )
        for number in range(tickets)
    )
    return Scenario(f"{technicians} technicians", people, found)


def measure() -> list[EngineTime]:
    """Every size once; the desk is loaded to 95 %."""
    found = []
    for technicians in SIZES:
        tickets = max(TICKETS, 3 * technicians)
        scenario = desk(technicians, tickets)
        policy = Timed(scenario, "weighted_least_load")
        gc.collect()
        gc.freeze()
        World(scenario, policy).run()
        gc.unfreeze()
        found.append(
            EngineTime(
                technicians,
                tickets,
                policy.events,
                1000.0 * policy.seconds / tickets,
                1000.0 * policy.longest,
            )
        )
    return found
