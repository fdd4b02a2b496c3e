"""What a run is judged by: times, breaches, fairness, and what it cost in moves."""

from dataclasses import dataclass
from math import inf

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
    """The figures of one run."""

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


def judge(scenario: Scenario, outcome: Outcome) -> Result:
    """Figures from what happened; what never began counts as waiting until the end."""
    arrived = np.array([ticket.arrived_at for ticket in scenario.tickets])
    ranks = np.array([ticket.rank for ticket in scenario.tickets])
    end = scenario.ends_at
    started = np.minimum(np.array(outcome.started_at), end)
    done = np.minimum(np.array(outcome.done_at), end)
    named = np.minimum(np.array(outcome.named_at), end)
    response = np.maximum(started - arrived, 0.0) / 60.0
    solution = np.maximum(done - arrived, 0.0) / 60.0
    to_name = np.maximum(named - arrived, 0.0) / 60.0
    late = response * 60.0 > np.array(scenario.targets)[ranks]
    by_rank = [ranks == rank for rank in range(len(PRIORITIES))]
    weights = WEIGHTS[ranks]
    busy, present = np.array(outcome.busy), np.array(outcome.present)
    was_there = present > 0.0
    longest = tuple(float(response[mask].max()) / 60.0 if mask.any() else 0.0 for mask in by_rank)
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
        utilisation=float(busy.sum() / max(present.sum(), 1.0)),
        jain=jain(busy[was_there] / present[was_there]),
        retargets=outcome.retargets / len(arrived),
        longest_low_hours=longest[-1],
        longest_hours_by_rank=longest,
        wrong_skill=outcome.wrong_skill,
        rejected=outcome.rejected,
        lost=sum(at == inf for at in outcome.done_at),
    )
