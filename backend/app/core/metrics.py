"""Counters and timings of one process, read at `/metrics` in the Prometheus text format."""

from prometheus_client import Counter, Gauge, Histogram

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
OPEN_STREAMS = Gauge("tikify_open_streams", "Live update connections of this process")
