"""Tickets accepted through the HTTP process: sign-in by token, validation, ticket, message, words and event rows."""

from dataclasses import dataclass

from tests.bench.figures import Latencies, median_of
from tests.bench.http_load import Plan, Seen, http_request, load
from tests.bench.installation import Installation
from tests.bench.texts import Writer

LEVELS = (1, 16, 64, 256)
USERS = 50
TEXTS = 2_000
RUNS = 5


@dataclass(frozen=True)
class Accepted:
    """Medians over the runs at one number of connections."""

    connections: int
    per_second: float
    latencies: Latencies


async def measure(one: Installation, *, seconds: float) -> list[Accepted]:
    """Accept tickets at each level. The workers stand still: the machine is small, and they share it."""
    tokens = await one.user_tokens(USERS)
    writer = Writer()
    requests = []
    for number in range(TEXTS):
        subject, description = writer.ticket()
        body = {"subject": subject, "description": description}
        requests.append(http_request("POST", "/api/v1/tickets", tokens[number % USERS], body))
    for api in one.product.apis:
        api.start()
    found = [_at(one, level, requests, seconds) for level in LEVELS]
    for api in one.product.apis:
        api.stop()
    return found


def _at(one: Installation, level: int, requests: list[str], seconds: float) -> Accepted:
    plan = Plan(
        port=one.product.api.port,
        connections=level,
        requests=requests,
        seconds=seconds,
        warm_up=max(2, 64 // level),
    )
    runs = [_checked(load(plan)) for _ in range(RUNS)]
    rates = sorted(run.per_second for run in runs)
    return Accepted(level, rates[RUNS // 2], median_of([run.latencies for run in runs]))


def _checked(seen: Seen) -> Seen:
    if not seen.is_clean:
        raise RuntimeError(f"not every submission was accepted: {seen.statuses}")
    return seen
