"""The search for like tickets at its full size, in a process with the model as the triage worker has it."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil

from app.core.ids import new_id
from app.triage.answers import search
from app.triage.following import CHUNK, SIMILAR_TICKETS
from app.triage.likeness import Facts, State
from app.triage.neighbours import Neighbours
from app.triage.vectors import DIMENSIONS, Vector
from ml.scorer import Scorer, TicketText
from tests.bench.figures import Latencies, latencies, median_of

ROOT = Path(__file__).parents[2]
RUNS = 5
QUERIES = 100
TOPICS = 2_000
PEOPLE = 500
ASKED = TicketText("VPN drops", "The connection breaks off every few minutes since the update.")


@dataclass(frozen=True)
class Similar:
    """Milliseconds of a search for staff and for one requester, and MiB of the process."""

    tickets: int
    staff: Latencies
    requester: Latencies
    without_tickets: float
    with_tickets: float
    peak: float


def measure() -> Similar:
    """Measure in a process of its own: memory of another part would be counted otherwise."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.similar"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    found["staff"], found["requester"] = (
        Latencies(**found[name]) for name in ("staff", "requester")
    )
    return Similar(**found)


def _filled(count: int) -> tuple[Neighbours, list[Facts]]:
    """Tickets around topics, as in life: seven of ten are solved, one of ten of those is shared."""
    draw = np.random.default_rng(5)
    topics = draw.standard_normal((TOPICS, DIMENSIONS)).astype(np.float32)
    people = [new_id() for _ in range(PEOPLE)]
    neighbours = Neighbours("bench", capacity=count)
    states = (
        *(State.SOLVED for _ in range(6)),
        State.SOLVED | State.SHARED,
        *(State.OPEN for _ in range(3)),
    )
    for start in range(0, count, CHUNK):
        around = topics[draw.integers(0, TOPICS, CHUNK)]
        made = around + 0.6 * draw.standard_normal((CHUNK, DIMENSIONS)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        facts = [
            Facts(new_id(), people[(start + i) % PEOPLE], states[i % len(states)])
            for i in range(CHUNK)
        ]
        neighbours.add(facts, list(made))
    return neighbours, facts


def _timed(neighbours: Neighbours, asked: list[Vector], **who: object) -> Latencies:
    runs = []
    for _ in range(RUNS):
        sample = []
        for vector in asked:
            begun = time.perf_counter()
            search(neighbours, vector, **who)  # type: ignore[arg-type]
            sample.append((time.perf_counter() - begun) * 1000)
        runs.append(latencies(sample))
    return median_of(runs)


def _here() -> Similar:
    process = psutil.Process()

    def mebibytes() -> float:
        return float(process.memory_info().rss) / 2**20

    scorer = Scorer.load()
    scorer.score([ASKED] * 32)
    without = mebibytes()
    neighbours, newest = _filled(SIMILAR_TICKETS)
    full = mebibytes()
    vectors = [neighbours.vector_of(one.ticket_id) for one in newest[:QUERIES]]
    asked = [vector for vector in vectors if vector is not None]
    return Similar(
        tickets=len(neighbours),
        staff=_timed(neighbours, asked),
        requester=_timed(neighbours, asked, reader_id=newest[0].requester_id),
        without_tickets=without,
        with_tickets=full,
        peak=_peak(),
    )


def _peak() -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not tell the peak of this process")


if __name__ == "__main__":
    print(json.dumps(asdict(_here())))
