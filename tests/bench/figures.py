"""Percentiles and medians, and how they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Latencies:
    """Milliseconds that half, 95 % and 99 % of a sample stay under."""

    p50: float
    p95: float
    p99: float

    @property
    def cells(self) -> tuple[str, str, str]:
        """For a table."""
        return milliseconds(self.p50), milliseconds(self.p95), milliseconds(self.p99)


def latencies(sample: Sequence[float]) -> Latencies:
    """Percentiles by nearest rank."""
    ordered = sorted(sample)
    last = len(ordered) - 1

    def rank(share: float) -> float:
        return ordered[min(last, round(share * last))]

    return Latencies(rank(0.50), rank(0.95), rank(0.99))


def median_of(samples: Sequence[Latencies]) -> Latencies:
    """The median of each percentile over several runs."""
    return Latencies(
        median(one.p50 for one in samples),
        median(one.p95 for one in samples),
        median(one.p99 for one in samples),
    )


def milliseconds(value: float) -> str:
    """Three digits that matter."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@dataclass(frozen=True)
class Table:
    """Some figures under a heading, and what a reader must know of them."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""

    def text(self) -> str:
        """As Markdown that reads well in a terminal too."""
        lines = [self.head, *self.rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.head))]

        def line(cells: Sequence[str]) -> str:
            padded = [
                cell.ljust(width) if index == 0 else cell.rjust(width)
                for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
            ]
            return "| " + " | ".join(padded) + " |"

        rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        parts = [f"## {self.title}", "", line(self.head), rule, *(line(row) for row in self.rows)]
        if self.note:
            parts += ["", self.note]
        return "\n".join(parts) + "\n"
