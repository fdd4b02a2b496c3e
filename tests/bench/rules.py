"""How long 200 rules take: one event purely and whole, and 100 events a second for a while."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func, select

from app.core import clock, events
from app.core.events import Recorded
from app.core.outbox.models import OutboxEvent, OutboxPending
from app.people.models import Team
from app.tickets.enums import Category, Channel, Priority
from app.tickets.events import TicketEdited, TicketOpened
from app.workflow.rules import books, loading
from app.workflow.rules.enums import Trigger
from app.workflow.rules.evaluate import RuleBook, run
from app.workflow.rules.handlers import run_rules
from app.workflow.rules.models import RuleFiring
from tests.bench.figures import Latencies, latencies
from tests.bench.installation import Installation
from tests.factories.auth import make_user
from tests.factories.rules import condition, make_rules, rule, tag
from tests.factories.tickets import make_ticket

RULES = 200
ALONE = 200
PER_SECOND = 100
SECONDS = 15
PATIENCE_SECONDS = 120
# One rule in so many holds for a ticket of the bench; the rest are asked and do not.
HOLDS = 100
# One event in so many is about a ticket on which those rules have something to do.
FRESH = 10


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one event, and what became of a steady stream."""

    pure: Latencies
    whole_changing: Latencies
    whole_quiet: Latencies
    # Medians of processor time, on all threads: wall time depends on what else the machine does.
    changing_cpu: float
    quiet_cpu: float
    stream_seconds: float
    behind_seconds: float
    fired: int


async def measure(one: Installation) -> Measured:
    """Write 200 rules and tickets, ask alone, then let a real worker keep up with a stream."""
    ids = await _prepare(one)
    async with one.database.read() as session:
        book = await books.current(session)
    pure = await _pure(one, book, ids)
    changing, changing_cpu = await _whole(one, ids, edited=False)
    quiet, quiet_cpu = await _whole(one, ids, edited=True)
    await _forget(one)
    stream, behind, fired = await _stream(one, ids)
    return Measured(pure, changing, quiet, changing_cpu, quiet_cpu, stream, behind, fired)


def two_hundred(team_id: UUID) -> list[dict[str, Any]]:
    """Rules as organisations have them: fields, tags, words of the text, the requester, counts."""
    made = []
    for number in range(RULES):
        when = [
            condition("priority", "at_least", list(Priority)[number % 4]),
            condition("category", "is_not", list(Category)[number % 10]),
        ]
        if number % HOLDS:
            # Nobody writes these words: the texts are read to their end.
            when.append(condition("any_text", "any_of", f"zyxword{number}", f"two words {number}"))
        if number % 5 == 0:
            when.append(condition("requester_domain", "is_not", f"nowhere{number}.example"))
        if number % 7 == 0:
            when.append(condition("messages", "at_most", number=number))
        made.append(
            rule(
                f"Rule {number}",
                on=["opened", "edited"],
                when=when,
                do=[tag(f"tag-{number}"), {"do": "assign_team", "team_id": str(team_id)}],
            )
        )
    return made


async def _prepare(one: Installation) -> list[UUID]:
    async with one.database.write() as session:
        person = await make_user(session)
        team = Team(name="Bench")
        session.add(team)
        await session.flush()
        await make_rules(session, *two_hundred(team.id))
        ids = []
        for number in range(ALONE + PER_SECOND * SECONDS // FRESH):
            ticket = await make_ticket(
                session,
                requester_id=person.id,
                subject=f"The printer of room {number} hums",
                description="It hums and prints nothing, since the move to the new floor. " * 20,
                priority=Priority.CRITICAL,
                category=Category.SECURITY,
                triaged_at=clock.now(),
            )
            ids.append(ticket.id)
    return ids


async def _pure(one: Installation, book: RuleBook, ids: Sequence[UUID]) -> Latencies:
    """All rules on one ticket's facts, nothing read or written."""
    rules = book.rules_on(Trigger.OPENED)
    async with one.database.read() as session:
        facts = await loading.load(session, ids[:ALONE], needs=book.needs[Trigger.OPENED])
    found = []
    for each in facts.values():
        begun = time.perf_counter()
        run(rules, each)
        found.append((time.perf_counter() - begun) * 1000)
    return latencies(found)


def _event(ticket_id: UUID, *, edited: bool) -> Any:
    if edited:
        return TicketEdited(ticket_id=ticket_id, fields=("subject",))
    return TicketOpened(ticket_id=ticket_id, requester_id=ticket_id, channel=Channel.WEB)


async def _whole(
    one: Installation, ids: Sequence[UUID], *, edited: bool
) -> tuple[Latencies, float]:
    """One event with all that belongs to it: read, ask, lock, write, commit.

    On the second pass over the same tickets there is nothing left to do.
    """
    found: list[float] = []
    processor: list[float] = []
    for ticket_id in ids[:ALONE]:
        event = _event(ticket_id, edited=edited)
        async with one.database.write() as session:
            events.record(session, event, by=ticket_id)
        async with one.database.read() as session:
            row = (
                await session.exec(
                    select(OutboxEvent)
                    .where(OutboxEvent.ticket_id == ticket_id, OutboxEvent.type == event.type)
                    .order_by(col(OutboxEvent.seq).desc())
                    .limit(1)
                )
            ).one()
        batch: list[Recorded[Any]] = [events.load(row)]
        begun, used = time.perf_counter(), time.process_time()
        async with one.database.write() as session:
            await run_rules(session, batch)
        found.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return latencies(found), statistics.median(processor)


async def _forget(one: Installation) -> None:
    """The stream alone is measured."""
    async with one.database.write() as session:
        await session.exec(delete(OutboxPending))
        await session.exec(delete(RuleFiring))


async def _stream(one: Installation, ids: Sequence[UUID]) -> tuple[float, float, int]:
    """Record events at their rate with a worker running; how long until the last was served."""
    one.product.worker.start()
    fresh = iter(ids[ALONE:])
    begun = time.monotonic()
    number = 0
    for second in range(SECONDS):
        for part in range(10):
            async with one.database.write() as session:
                for _ in range(PER_SECOND // 10):
                    is_fresh = number % FRESH == 0
                    ticket_id = next(fresh) if is_fresh else ids[number % ALONE]
                    events.record(session, _event(ticket_id, edited=not is_fresh), by=ids[0])
                    number += 1
            due = begun + second + (part + 1) / 10
            await asyncio.sleep(max(0.0, due - time.monotonic()))
    stream = time.monotonic() - begun
    await _wait_until_served(one)
    behind = time.monotonic() - begun - stream
    async with one.database.read() as session:
        fired = (await session.exec(select(func.count()).select_from(RuleFiring))).one()
    one.product.stop()
    return stream, behind, fired


async def _wait_until_served(one: Installation) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        async with one.database.read() as session:
            if (await session.exec(select(func.count()).select_from(OutboxPending))).one() == 0:
                return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"the worker did not keep up\n{one.product.logs()}")
