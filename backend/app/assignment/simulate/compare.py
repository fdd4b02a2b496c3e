"""Several ways over the same scenarios and seeds, as figures with their intervals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import mean, stdev
from typing import Any

from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import DEFAULT, STRATEGIES
from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.metrics import Result, judge
from app.assignment.simulate.policy import Policy
from app.assignment.simulate.scenario import Scenario
from app.assignment.simulate.traditional import WAYS
from app.assignment.simulate.world import World

# Half the width of a 95 % interval in standard errors, by the number of runs (Student's t).
_T = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
BASELINE = "fewest active"
Maker = Callable[[Scenario], Policy]


@dataclass(frozen=True, slots=True)
class Compared:
    """One way on one scenario: the result of each seed, and the queue of the first."""

    scenario: str
    way: str
    results: tuple[Result, ...]
    queue: tuple[tuple[float, int], ...]

    def figures(self) -> dict[str, Any]:
        """Means over the seeds, as plain data."""
        means = _mean([asdict(result) for result in self.results])
        shares = [result.breaches for result in self.results]
        half = half_width(shares) or 0.0
        return {**means, "breaches_interval": half, "seeds": len(shares)}


def half_width(values: Sequence[float]) -> float | None:
    """Half of a mean's 95 % interval; one value alone says nothing about it."""
    if len(values) < 2:
        return None
    return float(_T.get(len(values), 2.0) * stdev(values) / sqrt(len(values)))


def _mean(rows: Sequence[Any]) -> Any:
    """The same shape with means in place of numbers."""
    first = rows[0]
    if isinstance(first, dict):
        return {key: _mean([row[key] for row in rows]) for key in first}
    if isinstance(first, list | tuple):
        return [_mean(column) for column in zip(*rows, strict=True)]
    return mean(rows)


def ways(settings: StreamSettings | None = None) -> dict[str, Maker]:
    """The engine's strategies, the default first, then the traditional ways."""
    names = [name for name, strategy in STRATEGIES.items() if strategy.is_automatic]
    names.sort(key=lambda name: name != DEFAULT)
    makers: dict[str, Maker] = {name: _engine(name, settings) for name in names}
    return {**makers, **{way.name: way for way in WAYS}}


def _engine(name: str, settings: StreamSettings | None) -> Maker:
    return lambda scenario: EnginePolicy(scenario, name, settings)


def compare(scenarios: Iterable[Scenario], chosen: dict[str, Maker]) -> Iterator[Compared]:
    """Run every way on the same scenarios: one scenario per seed, all of one name."""
    runs: dict[str, list[Result]] = {name: [] for name in chosen}
    queues: dict[str, tuple[tuple[float, int], ...]] = {}
    label = ""
    for scenario in scenarios:
        label = scenario.name
        for name, make in chosen.items():
            outcome = World(scenario, make(scenario)).run()
            runs[name].append(judge(scenario, outcome))
            queues.setdefault(name, tuple(outcome.queue))
    for name, results in runs.items():
        yield Compared(label, name, tuple(results), queues[name])
