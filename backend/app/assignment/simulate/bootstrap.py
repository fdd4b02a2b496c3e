"""How far chance may move a figure: the seeds drawn again and again, with replacement."""

from collections.abc import Callable, Sequence

import numpy as np

from app.assignment.simulate.metrics import Sample

DRAWS = 1_000
# What the middle 95 of a hundred draws lie between.
LIMITS = (2.5, 97.5)
CRITICAL = 0

Interval = tuple[float, float]
Measure = Callable[[Sequence[Sample]], float]


def late_share(samples: Sequence[Sample]) -> float:
    """Of all tickets the share whose first response came too late."""
    late = sum(int(one.is_late.sum()) for one in samples)
    return late / sum(len(one.is_late) for one in samples)


def critical_p95(samples: Sequence[Sample]) -> float:
    """Minutes within which 95 of a hundred critical tickets were answered."""
    waits = np.concatenate([one.response[one.ranks == CRITICAL] for one in samples])
    return float(np.percentile(waits, 95)) if len(waits) else 0.0


def interval(samples: Sequence[Sample], measure: Measure) -> Interval | None:
    """The same draws for every way, as all of them ran on the same seeds.

    One run alone says nothing about chance.
    """
    if len(samples) < 2:
        return None
    random = np.random.default_rng(len(samples))
    draws = random.integers(0, len(samples), (DRAWS, len(samples)))
    found = [measure([samples[place] for place in draw]) for draw in draws.tolist()]
    low, high = np.percentile(found, LIMITS)
    return float(low), float(high)
