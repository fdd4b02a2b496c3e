"""The model by itself, on one thread: one ticket, a batch, how soon it is ready, and what it takes."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ml.scorer import Scorer, TicketText
from tests.bench.texts import Writer

BACKEND = Path(__file__).parents[2] / "backend"
RUNS = 5
TOKENS = 128
BATCH = 32
REPEATS = 20

START = """
import json, resource, sys, time
begun = time.perf_counter()
from ml.scorer import Scorer, TicketText
scorer = Scorer.load()
scorer.score([TicketText("Printer", "It prints nothing since this morning.")])
first = time.perf_counter() - begun
scorer.score([TicketText("Printer", "It prints nothing since this morning. " * 40)] * 32)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"first": first, "peak": peak}))
"""


@dataclass(frozen=True)
class Scoring:
    """Milliseconds a ticket, seconds to the first score of a fresh process, its peak memory in MiB."""

    alone: float
    batched: float
    mixed_alone: float
    mixed_batched: float
    first_score: float
    peak: float


def measure() -> Scoring:
    """Medians of five runs each."""
    scorer = Scorer.load(threads=1)
    same = [TicketText("", _text_of(scorer, number)) for number in range(BATCH)]
    writer = Writer(seed=5)
    mixed = [TicketText(*writer.ticket()) for _ in range(BATCH)]

    def one_by_one(tickets: list[TicketText]) -> None:
        for ticket in tickets:
            scorer.score([ticket])

    starts = [_start() for _ in range(RUNS)]
    return Scoring(
        alone=_each(lambda: one_by_one(same)),
        batched=_each(lambda: scorer.score(same)),
        mixed_alone=_each(lambda: one_by_one(mixed)),
        mixed_batched=_each(lambda: scorer.score(mixed)),
        first_score=statistics.median(first for first, _ in starts),
        peak=statistics.median(peak for _, peak in starts),
    )


def _each(run: Callable[[], object]) -> float:
    run()
    found = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        run()
        found.append((time.perf_counter() - begun) * 1000 / BATCH)
    return statistics.median(found)


def _text_of(scorer: Scorer, number: int) -> str:
    """A text of exactly as many tokens as are measured, as the scorer counts them."""
    writer = Writer(seed=100 + number)
    words: list[str] = []
    while scorer.count_tokens(" ".join(words)) < TOKENS:
        words += " ".join(writer.ticket()).split()
    while scorer.count_tokens(" ".join(words)) > TOKENS:
        words.pop()
    return " ".join(words)


def _start() -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=BACKEND, capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stdout)
    return seen["first"], seen["peak"]
