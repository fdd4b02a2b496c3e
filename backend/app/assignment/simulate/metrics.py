"""What a run is judged by: times, breaches, fairness, and what it cost in moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from app.assignment.engine.order import TARGETS
from app.assignment.simulate.scenario import PRIORITIES, Scenario
from app.assignment.simulate.world import Outcome

Array = NDArray[np.float64]
WEIGHTS = np.array([TARGETS[priority].weight for priority in PRIORITIES])
SHOWN = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Spread:
    """Minutes: the mean and what half, 95 and 99 of a hundred stay under."""

    mean: float
    p50: float
    p95: float
    p99: float


def spread(minutes: Array) -> Spread:
    """Of nothing, everything is 0."""
    if not len(minutes):
        return Spread(0.0, 0.0, 0.0, 0.0)
    p50, p95, p99 = np.percentile(minutes, SHOWN)
    return Spread(float(minutes.mean()), float(p50), float(p95), float(p99))


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one run, or of several together."""

    breaches: float  # share of first responses that came too late
    breaches_by_rank: tuple[float, ...]
    first_response: Spread
    response_by_rank: tuple[Spread, ...]
    to_name: Spread
    to_name_by_rank: tuple[Spread, ...]
    solution: Spread
    solution_by_rank: tuple[Spread, ...]
    weighted_solution: float  # mean minutes to solution, weighted by priority
    utilisation: float
    jain: float
    retargets: float  # per ticket
    longest_low_hours: float
    longest_hours_by_rank: tuple[float, ...]
    wrong_skill: int
    rejected: int
    lost: int


def jain(shares: Array) -> float:
    """1 when all are equally busy, 1/n when one does everything."""
    squares = float((shares**2).sum())
    return float(shares.sum()) ** 2 / (len(shares) * squares) if squares else 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run gives to measure: minutes ticket by ticket, and what it cost."""

    ranks: NDArray[np.int64]
    response: Array
    solution: Array
    to_name: Array
    is_late: NDArray[np.bool_]
    utilisation: float
    jain: float
    retargets: int
    wrong_skill: int
    rejected: int
    lost: int

    def longest_hours(self, rank: int) -> float:
        """The longest wait of a priority."""
        waits = self.response[self.ranks == rank]
        return float(waits.max()) / 60.0 if len(waits) else 0.0


def judge(scenario: Scenario, outcome: Outcome) -> Result:
    """The figures of one run."""
    return pooled([observe(scenario, outcome)])


def observe(scenario: Scenario, outcome: Outcome) -> Sample:
    """What happened; what never began counts as waiting until the end."""
    arrived = np.array([ticket.arrived_at for ticket in scenario.tickets])
    ranks = np.array([ticket.rank for ticket in scenario.tickets])
    end = scenario.ends_at

    def minutes_until(moments: Sequence[float]) -> Array:
        waited: Array = np.maximum(np.minimum(np.array(moments), end) - arrived, 0.0) / 60.0
        return waited

    response = minutes_until(outcome.started_at)
    busy, present = np.array(outcome.busy), np.array(outcome.present)
    was_there = present > 0.0
    return Sample(
        ranks=ranks,
        response=response,
        solution=minutes_until(outcome.done_at),
        to_name=minutes_until(outcome.named_at),
        is_late=response * 60.0 > np.array(scenario.targets)[ranks],
        utilisation=float(busy.sum() / max(present.sum(), 1.0)),
        jain=jain(busy[was_there] / present[was_there]),
        retargets=outcome.retargets,
        wrong_skill=outcome.wrong_skill,
        rejected=outcome.rejected,
        lost=sum(at == inf for at in outcome.done_at),
    )


def pooled(samples: Sequence[Sample]) -> Result:
    """The figures of several runs: times over the tickets of all of them together.

    Of a mean of percentiles one run can be the half, where a few tickets of its night are late.
    What belongs to a run, like fairness and the longest wait, is the mean over the runs.
    """
    ranks = np.concatenate([one.ranks for one in samples])
    response = np.concatenate([one.response for one in samples])
    solution = np.concatenate([one.solution for one in samples])
    to_name = np.concatenate([one.to_name for one in samples])
    late = np.concatenate([one.is_late for one in samples])
    by_rank = [ranks == rank for rank in range(len(PRIORITIES))]
    weights = WEIGHTS[ranks]
    longest = tuple(
        mean(one.longest_hours(rank) for one in samples) for rank in range(len(PRIORITIES))
    )
    return Result(
        breaches=float(late.mean()),
        breaches_by_rank=tuple(float(late[mask].mean()) if mask.any() else 0.0 for mask in by_rank),
        first_response=spread(response),
        response_by_rank=tuple(spread(response[mask]) for mask in by_rank),
        to_name=spread(to_name),
        to_name_by_rank=tuple(spread(to_name[mask]) for mask in by_rank),
        solution=spread(solution),
        solution_by_rank=tuple(spread(solution[mask]) for mask in by_rank),
        weighted_solution=float((solution * weights).sum() / weights.sum()),
        utilisation=mean(one.utilisation for one in samples),
        jain=mean(one.jain for one in samples),
        retargets=sum(one.retargets for one in samples) / len(ranks),
        longest_low_hours=longest[-1],
        longest_hours_by_rank=longest,
        wrong_skill=sum(one.wrong_skill for one in samples),
        rejected=sum(one.rejected for one in samples),
        lost=sum(one.lost for one in samples),
    )
