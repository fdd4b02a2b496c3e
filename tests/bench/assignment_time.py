"""From a ticket's creation to its assignment, as the rows say: at rest, and while many arrive at once."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime

from httpx import AsyncClient
from sqlalchemy import func
from sqlmodel import col, select

from app.core import clock
from app.core.outbox.models import OutboxPending
from app.tickets.models import Ticket
from tests.bench.figures import Latencies, latencies, median_of
from tests.bench.http_load import Plan, http_request, load
from tests.bench.installation import Installation
from tests.bench.texts import Writer

TECHNICIANS = 40
CAPACITY = 10_000
WARM_UP = 20
AT_REST = 60
PAUSE_SECONDS = 0.2
RUNS = 5
BURST = 1_000
BURST_CONNECTIONS = 64
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class TimeToAssignment:
    """Medians of the runs at rest; one run each of the burst, with the time until all were assigned."""

    at_rest: Latencies
    burst: Latencies
    burst_seconds: float


async def measure(one: Installation) -> TimeToAssignment:
    """Submit over HTTP with both workers running."""
    await one.add_technicians(TECHNICIANS, capacity=CAPACITY)
    tokens = await one.user_tokens(10)
    one.product.start()
    writer = Writer(seed=2)
    await _submit_slowly(one, tokens[0], writer, count=WARM_UP)
    await _until_all_assigned(one)
    rest = []
    for _ in range(RUNS):
        begun = clock.now()
        await _submit_slowly(one, tokens[0], writer, count=AT_REST)
        await _until_all_assigned(one)
        rest.append(await _times_since(one, begun))
    begun = clock.now()
    _burst(one, tokens, writer)
    await _until_all_assigned(one)
    burst = await _times_since(one, begun)
    seconds = await _seconds_until_last(one, begun)
    one.product.stop()
    return TimeToAssignment(median_of(rest), burst, seconds)


async def _submit_slowly(one: Installation, token: str, writer: Writer, *, count: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with AsyncClient(base_url=one.product.api.url, headers=headers, timeout=30) as client:
        for _ in range(count):
            subject, description = writer.ticket()
            body = {"subject": subject, "description": description}
            (await client.post("/api/v1/tickets", json=body)).raise_for_status()
            await asyncio.sleep(PAUSE_SECONDS)


def _burst(one: Installation, tokens: list[str], writer: Writer) -> None:
    requests = []
    for number in range(BURST):
        subject, description = writer.ticket()
        body = {"subject": subject, "description": description}
        token = tokens[number % len(tokens)]
        requests.append(http_request("POST", "/api/v1/tickets", token, body))
    plan = Plan(one.product.api.port, BURST_CONNECTIONS, requests, PATIENCE_SECONDS, most=BURST)
    seen = load(plan)
    if not seen.is_clean:
        raise RuntimeError(f"not every submission was accepted: {seen.statuses}")


async def _until_all_assigned(one: Installation) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    unassigned = select(func.count()).where(col(Ticket.assignee_id).is_(None))
    undispatched = select(func.count()).select_from(OutboxPending)
    while True:
        async with one.database.read() as session:
            left = (await session.exec(unassigned)).one() + (await session.exec(undispatched)).one()
        if not left:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{left} tickets and events are still waiting\n{one.product.logs()}")
        await asyncio.sleep(0.1)


async def _times_since(one: Installation, begun: datetime) -> Latencies:
    statement = select(Ticket.created_at, Ticket.assigned_at).where(col(Ticket.created_at) >= begun)
    async with one.database.read() as session:
        rows = (await session.exec(statement)).all()
    return latencies(
        [(assigned - created).total_seconds() * 1000 for created, assigned in rows if assigned]
    )


async def _seconds_until_last(one: Installation, begun: datetime) -> float:
    statement = select(func.max(Ticket.assigned_at))
    async with one.database.read() as session:
        last = (await session.exec(statement)).one()
    assert last is not None
    return (last - begun).total_seconds()
