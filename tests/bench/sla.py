"""How soon a breach is seen among 10,000 open tickets, with one worker of the default queue running."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from app.auth.permissions import permissions_of
from app.core import clock
from app.core.actor import Actor, Role
from app.core.outbox.models import OutboxEvent, OutboxPending
from app.tickets.enums import Channel, DueKind
from app.tickets.intake import Intake, Submission
from app.tickets.models import Ticket
from app.tickets.schemas import OpenTicket
from app.workflow.events import SlaBreached
from app.workflow.models import SlaClock, SlaTrack
from app.workflow.sla import following
from tests.bench.figures import Latencies, latencies
from tests.bench.installation import Installation
from tests.bench.texts import Writer
from tests.factories.auth import make_user
from tests.factories.workflow import make_policies, policy

OPEN = 10_000
PER_TRANSACTION = 500
ALONE = 40
BETWEEN = timedelta(milliseconds=500)
AHEAD = timedelta(seconds=5)
PATIENCE_SECONDS = 300
FIVE_DAYS = 5 * 24 * 60


@dataclass(frozen=True)
class Seen:
    """From the due time to the recorded breach: now and then one, and all the others at one moment."""

    planned_per_second: float
    alone: Latencies
    together: Latencies


async def measure(one: Installation) -> Seen:
    """Open and plan the tickets, then let time pass with a real worker."""
    ids = await _open(one)
    begun = time.monotonic()
    for start in range(0, OPEN, PER_TRANSACTION):
        async with one.database.write() as session:
            await following.bring_up_to_date(session, ids[start : start + PER_TRANSACTION])
    rate = OPEN / (time.monotonic() - begun)
    await _forget_queue(one)
    one.product.worker.start()
    first = clock.now() + AHEAD
    for place, ticket_id in enumerate(ids[:ALONE]):
        await _fall_due(one, [ticket_id], first + place * BETWEEN)
    alone = await _delays(one, first, count=ALONE)
    together_at = clock.now() + AHEAD
    await _fall_due(one, ids[ALONE:], together_at)
    together = await _delays(one, together_at, count=OPEN - ALONE)
    one.product.stop()
    return Seen(rate, latencies(alone), latencies(together))


async def _open(one: Installation) -> list[UUID]:
    async with one.database.write() as session:
        person = await make_user(session)
        await make_user(session, role=Role.ADMINISTRATOR)
        await make_policies(session, policy(solution=FIVE_DAYS))
    actor = Actor(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        permissions=permissions_of(person.role),
    )
    writer, intake = Writer(seed=4), Intake(one.database)
    for _ in range(0, OPEN, PER_TRANSACTION):
        batch = []
        for _ in range(PER_TRANSACTION):
            subject, description = writer.ticket()
            request = OpenTicket(subject=subject, description=description)
            batch.append(
                Submission(request=request, by=actor, requester_id=actor.id, channel=Channel.WEB)
            )
        await intake.open_all(batch)
    await _forget_queue(one)
    async with one.database.read() as session:
        return list((await session.exec(select(Ticket.id).order_by(col(Ticket.id)))).all())


async def _forget_queue(one: Installation) -> None:
    """Nobody is told of the opening: here only the clocks count."""
    async with one.database.write() as session:
        await session.exec(delete(OutboxPending))


async def _fall_due(one: Installation, ids: Collection[UUID], at: datetime) -> None:
    """Let the solution of tickets be due at one moment."""
    async with one.database.write() as session:
        await session.exec(
            update(SlaClock)
            .where(col(SlaClock.ticket_id).in_(ids), col(SlaClock.kind) == DueKind.SOLUTION)
            .values(due_at=at)
        )
        await session.exec(
            update(SlaTrack).where(col(SlaTrack.ticket_id).in_(ids)).values(next_at=at)
        )


async def _delays(one: Installation, since: datetime, *, count: int) -> list[float]:
    """Milliseconds from each due time until its breach was recorded."""
    found = select(OutboxEvent.at, OutboxEvent.data).where(
        OutboxEvent.type == SlaBreached.type, col(OutboxEvent.at) >= since
    )
    counted = select(func.count()).select_from(found.subquery())
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        async with one.database.read() as session:
            if (await session.exec(counted)).one() >= count:
                rows = (await session.exec(found)).all()
                break
        if time.monotonic() > deadline:
            raise RuntimeError(f"not every breach was seen\n{one.product.logs()}")
        await asyncio.sleep(0.2)
    return [
        (at - datetime.fromisoformat(data["due_at"])).total_seconds() * 1000 for at, data in rows
    ]
