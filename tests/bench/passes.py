"""What a pass of the engine over the rows costs, by how many technicians are here: read, decide, write."""

import time
from dataclasses import dataclass
from statistics import median

from sqlmodel import col, select

from app.assignment import dispatch
from app.core import clock
from app.core.db import Database
from app.people.models import Technician
from app.tickets.enums import Category, Commitment, TicketStatus
from tests.bench.installation import SKILLS, Installation
from tests.factories.assignment import make_held_ticket, make_waiting_ticket
from tests.factories.people import make_technician

SIZES = (40, 1_000)
HELD = 3
PASSES = 30
PER_TRANSACTION = 100


@dataclass(frozen=True)
class Pass:
    """Medians in milliseconds: to read what is, to decide, and to write one ticket's new holder.

    Of the reading also the processor time that it took here, on all threads of this process.
    """

    technicians: int
    reading: float
    reading_here: float
    deciding: float
    writing: float


async def measure(one: Installation) -> list[Pass]:
    """Everybody is at work and holds two tickets more; one ticket comes before each pass."""
    return [await _at(one.database, size) for size in SIZES]


async def _at(database: Database, size: int) -> Pass:
    await _fill(database, size)
    times: list[tuple[float, ...]] = []
    for number in range(PASSES):
        async with database.write() as session:
            await make_waiting_ticket(session, category=list(Category)[number % 5])
        begun, here = time.perf_counter(), time.process_time()
        now = clock.now()
        async with database.read() as session:
            desk = await dispatch.look(session, now)
        read, here = time.perf_counter(), time.process_time() - here
        changes = desk.engine.settle(at=now.timestamp())
        decided = time.perf_counter()
        await dispatch.carry_out(database, changes, desk.premises)
        times.append((read - begun, here, decided - read, time.perf_counter() - decided))
    return Pass(size, *(1000 * median(column) for column in zip(*times, strict=True)))


async def _fill(database: Database, size: int) -> None:
    async with database.read() as session:
        there = len((await session.exec(select(col(Technician.user_id)))).all())
    for start in range(there, size, PER_TRANSACTION):
        async with database.write() as session:
            for _ in range(min(PER_TRANSACTION, size - start)):
                person = await make_technician(
                    session, skills=SKILLS, capacity=20, comfortable_capacity=15, stays_online=True
                )
                for number in range(HELD):
                    begun = {"status": TicketStatus.IN_PROGRESS, "commitment": Commitment.FIRM}
                    await make_held_ticket(session, person, **({} if number else begun))
