"""Several ways over the same scenarios and seeds, as figures with their intervals."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import stdev
from typing import Any

from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import DEFAULT, STRATEGIES
from app.assignment.simulate.bootstrap import critical_p95, interval, late_share
from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.metrics import Sample, observe, pooled
from app.assignment.simulate.policy import Policy
from app.assignment.simulate.scenario import Scenario
from app.assignment.simulate.traditional import WAYS
from app.assignment.simulate.world import World

# Half the width of a 95 % interval in standard errors, by the number of runs (Student's t).
_T = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
BASELINE = "fewest active"
Maker = Callable[[Scenario], Policy]
Queue = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One way on one scenario: what each seed gave, and the queue of the first."""

    scenario: str
    way: str
    samples: tuple[Sample, ...]
    queue: Queue

    def figures(self) -> dict[str, Any]:
        """Over the tickets of all seeds, as plain data."""
        return {
            **asdict(pooled(self.samples)),
            "breaches_interval": interval(self.samples, late_share),
            "critical_interval": interval(self.samples, critical_p95),
            "seeds": len(self.samples),
        }


def half_width(values: Sequence[float]) -> float | None:
    """Half of a mean's 95 % interval; one value alone says nothing about it."""
    if len(values) < 2:
        return None
    return float(_T.get(len(values), 2.0) * stdev(values) / sqrt(len(values)))


def ways(settings: StreamSettings | None = None) -> dict[str, Maker]:
    """The engine's strategies, the default first, then the traditional ways."""
    names = [name for name, strategy in STRATEGIES.items() if strategy.is_automatic]
    names.sort(key=lambda name: name != DEFAULT)
    makers: dict[str, Maker] = {name: _engine(name, settings) for name in names}
    return {**makers, **{way.name: way for way in WAYS}}


def _engine(name: str, settings: StreamSettings | None) -> Maker:
    return lambda scenario: EnginePolicy(scenario, name, settings)


def compare(
    scenarios: Sequence[Scenario],
    names: Sequence[str],
    settings: StreamSettings | None = None,
    *,
    processes: int = 1,
) -> list[Compared]:
    """Run ways on the same scenarios: one scenario per seed, all of one name."""
    runs = [(scenario, name, settings) for scenario in scenarios for name in names]
    if processes == 1:
        done = [_run(*run) for run in runs]
    else:
        with ProcessPoolExecutor(processes) as pool:
            done = list(pool.map(_run, *zip(*runs, strict=True)))
    found = []
    for place, name in enumerate(names):
        mine = done[place :: len(names)]
        samples = tuple(sample for sample, _ in mine)
        found.append(Compared(scenarios[0].name, name, samples, mine[0][1]))
    return found


def _run(scenario: Scenario, name: str, settings: StreamSettings | None) -> tuple[Sample, Queue]:
    outcome = World(scenario, ways(settings)[name](scenario)).run()
    return observe(scenario, outcome), tuple(outcome.queue)
