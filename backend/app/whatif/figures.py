"""From the results of several seeds, or from what was recorded, to figures with their intervals."""

from collections.abc import Callable, Sequence
from math import inf
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from app.assignment.simulate.compare import half_width
from app.assignment.simulate.metrics import WEIGHTS, Result, Spread, spread
from app.assignment.simulate.recorded import Recorded
from app.assignment.simulate.scenario import HOUR, PRIORITIES
from app.whatif.schemas import (
    Estimate,
    EstimatesByPriority,
    QueuePoint,
    Times,
    TimesByPriority,
    WayFigures,
)

Array = NDArray[np.float64]
# A line on a page shows no more.
QUEUE_POINTS = 160


def estimate(values: Sequence[float]) -> Estimate:
    """A mean and how far chance may move it."""
    return Estimate(value=float(mean(values)), half=half_width(values))


def figures_of(results: Sequence[Result], queue: Sequence[tuple[float, int]]) -> WayFigures:
    """The figures of one way, from one result per seed."""
    return WayFigures(
        late_first_responses=_by_priority(
            results, lambda one: (one.breaches, *one.breaches_by_rank)
        ),
        to_assignment=_times(results, lambda one: (one.to_name, *one.to_name_by_rank)),
        first_response=_times(results, lambda one: (one.first_response, *one.response_by_rank)),
        solution=_times(results, lambda one: (one.solution, *one.solution_by_rank)),
        longest_wait_hours=_by_priority(
            results, lambda one: (max(one.longest_hours_by_rank), *one.longest_hours_by_rank)
        ),
        weighted_solution=estimate([one.weighted_solution for one in results]),
        utilisation=estimate([one.utilisation for one in results]),
        fairness=estimate([one.jain for one in results]),
        moves=estimate([one.retargets for one in results]),
        unsolved=estimate([float(one.lost) for one in results]),
        queue=thinned(queue),
    )


def _by_priority(
    results: Sequence[Result], read: Callable[[Result], tuple[float, ...]]
) -> EstimatesByPriority:
    columns = zip(*(read(one) for one in results), strict=True)
    every, critical, high, medium, low = (estimate(column) for column in columns)
    return EstimatesByPriority(all=every, critical=critical, high=high, medium=medium, low=low)


def _times(
    results: Sequence[Result], read: Callable[[Result], tuple[Spread, ...]]
) -> TimesByPriority:
    columns = zip(*(read(one) for one in results), strict=True)
    every, critical, high, medium, low = (_spread(column) for column in columns)
    return TimesByPriority(all=every, critical=critical, high=high, medium=medium, low=low)


def _spread(spreads: Sequence[Spread]) -> Times:
    return Times(
        mean=estimate([one.mean for one in spreads]),
        p50=estimate([one.p50 for one in spreads]),
        p95=estimate([one.p95 for one in spreads]),
        p99=estimate([one.p99 for one in spreads]),
    )


def thinned(queue: Sequence[tuple[float, int]]) -> list[QueuePoint]:
    """Points for a line: of each stretch of time the longest queue, so that no peak is lost."""
    if not queue:
        return []
    stretch = max(queue[-1][0] / QUEUE_POINTS, 1.0)
    highest: dict[int, tuple[float, int]] = {}
    for at, waiting in queue:
        place = int(at / stretch)
        if place not in highest or waiting > highest[place][1]:
            highest[place] = (at, waiting)
    return [
        QueuePoint(hours=round(at / HOUR, 2), waiting=waiting) for at, waiting in highest.values()
    ]


def recorded_figures(recorded: Recorded, *, end: float) -> WayFigures:
    """How it went in truth; what has not happened yet counts as waiting until `end`."""
    tickets = recorded.tickets
    arrived = np.array([ticket.arrived_at for ticket in tickets])
    ranks = np.array([ticket.rank for ticket in tickets])
    to_name = _waited([ticket.assigned_at for ticket in tickets], arrived, end)
    response = _waited([ticket.responded_at for ticket in tickets], arrived, end)
    solution = _waited([ticket.solved_at for ticket in tickets], arrived, end)
    late = (response * 60.0 > np.array(recorded.scenario.targets)[ranks]).astype(float)
    weights = WEIGHTS[ranks]
    return WayFigures(
        late_first_responses=_split(late, ranks, lambda some: float(some.mean())),
        to_assignment=_split_times(to_name, ranks),
        first_response=_split_times(response, ranks),
        solution=_split_times(solution, ranks),
        longest_wait_hours=_split(response / 60.0, ranks, lambda some: float(some.max())),
        weighted_solution=_sure(float((solution * weights).sum() / weights.sum())),
        utilisation=None,
        fairness=None,
        moves=None,
        unsolved=_sure(float(sum(ticket.solved_at is None for ticket in tickets))),
        queue=thinned(_queue(recorded, end)),
    )


def _sure(value: float) -> Estimate:
    """What happened, happened: no chance, no interval."""
    return Estimate(value=value, half=None)


def _waited(moments: Sequence[float | None], arrived: Array, end: float) -> Array:
    until = np.array([end if at is None else at for at in moments])
    minutes: Array = np.maximum(np.minimum(until, end) - arrived, 0.0) / 60.0
    return minutes


def _parts(values: Array, ranks: Array) -> list[Array]:
    return [values, *(values[ranks == rank] for rank in range(len(PRIORITIES)))]


def _split(values: Array, ranks: Array, measure: Callable[[Array], float]) -> EstimatesByPriority:
    every, critical, high, medium, low = (
        _sure(measure(part) if len(part) else 0.0) for part in _parts(values, ranks)
    )
    return EstimatesByPriority(all=every, critical=critical, high=high, medium=medium, low=low)


def _split_times(minutes: Array, ranks: Array) -> TimesByPriority:
    spreads = [spread(part) for part in _parts(minutes, ranks)]
    every, critical, high, medium, low = (
        Times(mean=_sure(one.mean), p50=_sure(one.p50), p95=_sure(one.p95), p99=_sure(one.p99))
        for one in spreads
    )
    return TimesByPriority(all=every, critical=critical, high=high, medium=medium, low=low)


def _queue(recorded: Recorded, end: float) -> list[tuple[float, int]]:
    """After each arrival and each first response, how many waited."""
    changes = [(ticket.arrived_at, 1) for ticket in recorded.tickets]
    changes += [(at, -1) for ticket in recorded.tickets if (at := ticket.responded_at or inf) < end]
    waiting = 0
    points = []
    for at, change in sorted(changes):
        waiting += change
        points.append((at - recorded.begin, waiting))
    return points
