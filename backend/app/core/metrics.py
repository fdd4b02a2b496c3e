"""Counters and timings, read at `/metrics` in the Prometheus text format.

With `PROMETHEUS_MULTIPROC_DIR` set, as `tikify up` does, the processes that share the folder add up
and each api shows the sum of all. Without it a process shows its own.
"""

import os
from pathlib import Path

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    start_http_server,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

METRICS_DIR_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

_FAST = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)

REQUESTS = Counter("tikify_http_requests", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "tikify_http_request_seconds", "Time to answer", ["method", "route"], buckets=_FAST
)
BELLS_FAILED = Counter("tikify_bells_failed", "Wake-up calls that Redis did not take", ["bell"])
EVENTS_DISPATCHED = Counter(
    "tikify_events_dispatched", "Events handed to all their handlers", ["type"]
)
HANDLER_FAILURES = Counter(
    "tikify_handler_failures", "Failed runs of an event handler", ["handler"]
)
DELIVERIES_PARKED = Counter(
    "tikify_deliveries_parked", "Deliveries given up after all tries", ["handler"]
)
TICKETS_TRIAGED = Counter("tikify_tickets_triaged", "Tickets scored by the model", ["priority"])
TRIAGE_BATCH = Histogram(
    "tikify_triage_batch_size", "Tickets scored in one run", buckets=(1, 2, 4, 8, 16, 32, 64)
)
ASSIGNMENTS = Counter("tikify_assignments", "Assignments written", ["outcome"])
SECONDS_TO_ASSIGNMENT = Histogram(
    "tikify_seconds_to_assignment",
    "From submission to assignment",
    buckets=(*_FAST, 30, 60, 300, 900),
)
LOADS_CORRECTED = Counter(
    "tikify_loads_corrected", "Technician loads that a recount had to correct"
)
AUDIT_SEALED = Counter("tikify_audit_sealed", "Events sealed into the history's chains")
AUDIT_REFUSED = Counter(
    "tikify_audit_refused", "Events that this product did not record, refused when sealing"
)
AUDIT_LAG_SECONDS = Gauge(
    "tikify_audit_lag_seconds",
    "Age of the oldest event that waits for its seal",
    multiprocess_mode="mostrecent",
)
OPEN_STREAMS = Gauge("tikify_open_streams", "Live update connections", multiprocess_mode="livesum")


def exposition() -> bytes:
    """All counters in the text format: of this process, or of all that share its folder."""
    shared = os.environ.get(METRICS_DIR_VARIABLE)
    if not shared:
        return generate_latest(REGISTRY)
    _forget_the_dead(Path(shared))
    registry = CollectorRegistry()
    # Its signature is untyped.
    MultiProcessCollector(registry, path=shared)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def serve(port: int) -> None:
    """Answer `/metrics` at a port of its own, for a process that has no other."""
    start_http_server(port)


def _forget_the_dead(folder: Path) -> None:
    # A killed process keeps what it has counted, but holds no streams any more.
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _lives(pid):
            mark_process_dead(pid, path=str(folder))  # type: ignore[no-untyped-call]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
