"""How much work a ticket is, and how fast somebody works: both learned, and slow to believe."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Hashable, Iterable
from math import exp, log
from typing import Generic, TypeVar

from app.assignment.engine.tickets import STANDARD_MINUTES
from app.tickets.enums import Priority

# As many observations of its own as count as much as everything known from the level above.
DOUBT = 10
# A line needs more points than a mean, and a spread of estimates to be a line at all.
CALIBRATION_DOUBT = 50
LEAST_VARIANCE = 1e-6
# A median needs no more, and what was long ago counts no longer.
REMEMBERED = 200
# Lengths of text that tell small tickets from large ones, in characters.
LENGTHS = (200, 800)
# One handling time cannot say that somebody is more than this many times faster or slower.
MOST_RATIO = 8.0

K = TypeVar("K", bound=Hashable)
Cell = tuple[object, ...]


def shrunken(own: float, count: int, above: float) -> float:
    """The own value, drawn towards the level above while there are few observations."""
    trust = count / (count + DOUBT)
    return trust * own + (1.0 - trust) * above


def length_class(characters: int) -> int:
    """0 for short texts, 1 for usual ones, 2 for long ones."""
    return sum(characters > limit for limit in LENGTHS)


class RunningMedian:
    """The median of the newest observations."""

    __slots__ = ("_order", "_sorted")

    def __init__(self) -> None:
        self._order: deque[float] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._sorted)

    def add(self, value: float) -> None:
        """Take one more, and forget the oldest of too many."""
        self._order.append(value)
        insort(self._sorted, value)
        if len(self._order) > REMEMBERED:
            del self._sorted[bisect_left(self._sorted, self._order.popleft())]

    @property
    def newest(self) -> list[float]:
        """What is remembered, oldest first."""
        return list(self._order)

    @property
    def value(self) -> float:
        """The middle one, or the mean of the middle two."""
        middle = len(self._sorted) // 2
        if len(self._sorted) % 2:
            return self._sorted[middle]
        return (self._sorted[middle - 1] + self._sorted[middle]) / 2.0


class EffortBook:
    """Expected standard minutes by category, priority and length of the text.

    Each level is drawn towards the one above: everything, category, category and priority,
    and then with the length. What a slow technician needed is first brought to the standard pace.
    """

    def __init__(self) -> None:
        self._cells: dict[Cell, RunningMedian] = {}

    def cells(self) -> dict[Cell, RunningMedian]:
        """Everything that is known, for keeping."""
        return self._cells

    def restore(self, cell: Cell, newest: Iterable[float]) -> None:
        """Take back what was kept of a cell."""
        known = self._cells[cell] = RunningMedian()
        for value in newest:
            known.add(value)

    def observe(
        self, category: str | None, priority: Priority, characters: int, *, standard_minutes: float
    ) -> None:
        """Learn from a solved ticket."""
        for cell in cells_of(category, priority, characters):
            self._cells.setdefault(cell, RunningMedian()).add(standard_minutes)

    def expected(self, category: str | None, priority: Priority, characters: int) -> float:
        """Standard minutes to expect of a ticket like this."""
        minutes = STANDARD_MINUTES
        for cell in cells_of(category, priority, characters):
            known = self._cells.get(cell)
            if known is not None:
                minutes = shrunken(known.value, len(known), minutes)
        return minutes


def cells_of(category: str | None, priority: Priority, characters: int) -> tuple[Cell, ...]:
    """The cells that a ticket belongs to, from everything to the finest."""
    return (
        (),
        (category,),
        (category, priority),
        (category, priority, length_class(characters)),
    )


class RatioBook(Generic[K]):
    """Log-ratios of what was expected to what was, by key, drawn towards 'as expected'."""

    def __init__(self) -> None:
        self._sums: dict[K, tuple[int, float]] = {}

    def sums(self) -> dict[K, tuple[int, float]]:
        """Count and sum by key, for keeping."""
        return self._sums

    def restore(self, key: K, count: int, log_sum: float) -> None:
        """Take back what was kept of a key."""
        self._sums[key] = (count, log_sum)

    def observe(self, key: K, ratio: float) -> None:
        """Learn one ratio; a single one says little, and nothing beyond all measure."""
        count, total = self._sums.get(key, (0, 0.0))
        bounded = min(max(ratio, 1.0 / MOST_RATIO), MOST_RATIO)
        self._sums[key] = (count + 1, total + log(bounded))

    def factor(self, key: K) -> float:
        """The ratio to expect: 1 while nothing is known."""
        count, total = self._sums.get(key, (0, 0.0))
        return exp(shrunken(total / count, count, 0.0)) if count else 1.0


class Calibration:
    """What an estimate is worth: a line through the logarithms of estimates and true efforts.

    Noisy estimates give a flat line, so that a ticket is not passed over or preferred for a
    number that says little; estimates that are always too low are lifted.
    """

    def __init__(self) -> None:
        self._count = 0
        self._sums = (0.0, 0.0, 0.0, 0.0)

    def observe(self, *, estimated: float, taken: float) -> None:
        """Learn from a solved ticket, both in standard minutes."""
        if estimated <= 0.0 or taken <= 0.0:
            return
        x, y = log(estimated), log(taken)
        sum_x, sum_y, sum_xx, sum_xy = self._sums
        self._sums = (sum_x + x, sum_y + y, sum_xx + x * x, sum_xy + x * y)
        self._count += 1

    def expected(self, estimated: float) -> float:
        """Standard minutes to expect; the estimate itself while little is known."""
        count = self._count
        if count < DOUBT:
            return estimated
        sum_x, sum_y, sum_xx, sum_xy = self._sums
        variance = sum_xx / count - (sum_x / count) ** 2
        if variance < LEAST_VARIANCE:
            return estimated
        slope = (sum_xy / count - sum_x * sum_y / count**2) / variance
        slope = min(max(slope, 0.0), 1.0)
        x = log(max(estimated, 1e-3))
        line = sum_y / count + slope * (x - sum_x / count)
        trust = count / (count + CALIBRATION_DOUBT)
        return exp(trust * line + (1.0 - trust) * x)


class PaceBook:
    """How fast each technician works against the estimates, in all and per category.

    Comparing with the estimate keeps somebody who takes the hard tickets from looking slow.
    """

    def __init__(self) -> None:
        self.overall: RatioBook[Hashable] = RatioBook()
        self.by_category: RatioBook[tuple[Hashable, str]] = RatioBook()

    def observe(
        self, technician: Hashable, category: str | None, *, expected: float, taken: float
    ) -> None:
        """Learn from a solved ticket: the minutes expected at standard pace, and those taken."""
        if expected <= 0.0 or taken <= 0.0:
            return
        ratio = expected / taken
        if category is not None:
            # The category holds only what the technician's overall pace does not explain.
            rest = ratio / self.overall.factor(technician)
            self.by_category.observe((technician, category), rest)
        self.overall.observe(technician, ratio)

    def pace(self, technician: Hashable) -> float:
        """1 is the standard; 2 is twice as fast."""
        return self.overall.factor(technician)

    def category_factor(self, technician: Hashable, category: str | None) -> float:
        """How much faster in this category than usually."""
        return 1.0 if category is None else self.by_category.factor((technician, category))
