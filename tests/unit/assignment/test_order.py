"""The order of the queue: graver first, older first, and nothing waits for ever."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from app.assignment.engine.order import best_first, pressure
from app.tickets.enums import Priority

FRESH = timedelta()


@dataclass(frozen=True)
class Waits:
    """A waiting ticket."""

    name: str
    priority: Priority | None
    waited: timedelta

    @property
    def id(self) -> UUID:
        return UUID(int=sum(self.name.encode()))


def waits(name: str, priority: Priority | None, **waited: float) -> Waits:
    """`waits("a", Priority.LOW, hours=3)`."""
    return Waits(name, priority, timedelta(**waited))


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ([waits("l", Priority.LOW), waits("c", Priority.CRITICAL)], "cl"),
        ([waits("m", None), waits("h", Priority.HIGH), waits("l", Priority.LOW)], "hml"),
        ([waits("a", Priority.HIGH, hours=1), waits("b", Priority.HIGH, hours=2)], "ba"),
        ([waits("b", Priority.LOW), waits("a", Priority.LOW)], "ab"),
        ([waits("l", Priority.LOW, hours=20), waits("m", Priority.MEDIUM)], "lm"),
        ([waits("l", Priority.LOW, hours=8), waits("h", Priority.HIGH)], "hl"),
        ([waits("l", Priority.LOW, days=5), waits("h", Priority.HIGH)], "lh"),
        ([waits("l", Priority.LOW, days=5), waits("c", Priority.CRITICAL)], "cl"),
        ([waits("l", Priority.LOW, days=60), waits("c", Priority.CRITICAL)], "lc"),
    ],
)
def test_order(queue: list[Waits], expected: str) -> None:
    assert "".join(item.name for item in best_first(queue)) == expected
    assert "".join(item.name for item in best_first(reversed(queue))) == expected


@pytest.mark.parametrize("priority", list(Priority))
def test_pressure_never_falls_with_time(priority: Priority) -> None:
    steps = [pressure(priority, timedelta(hours=hours)) for hours in range(2000)]
    assert steps == sorted(steps)


@pytest.mark.parametrize("priority", list(Priority))
def test_nothing_starves_behind_an_endless_stream_of_critical_tickets(priority: Priority) -> None:
    fresh_critical = pressure(Priority.CRITICAL, FRESH)
    assert pressure(priority, timedelta(days=60)) > fresh_critical
