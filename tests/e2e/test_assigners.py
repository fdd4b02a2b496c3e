"""Four assigners at once on the same rows, killed at random and started anew: nothing is lost or doubled."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlmodel import col, func, select

from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.people.models import Technician
from app.tickets.enums import Category, Channel, Priority, TicketStatus
from app.tickets.models import Ticket
from tests.factories.auth import make_user
from tests.factories.people import make_technician
from tests.fixtures.product import BACKEND

ROOT = BACKEND.parent
ASSIGNERS = 4
CAPACITY = 50
WAVES = 5
PATIENCE_SECONDS = 1500

pytestmark = pytest.mark.timeout(1800)


class Assigner:
    """One process, which can be killed at any moment."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": f"{BACKEND}{os.pathsep}{ROOT}",
            "TIKIFY_DATA_DIR": str(settings.data_dir),
            "TIKIFY_DATABASE_URL": settings.resolved_database_url,
            "TIKIFY_REDIS_URL": settings.resolved_redis_url,
        }
        self._log = log
        self.start()

    def start(self) -> None:
        """Start it; it works as soon as it can."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.assigner"],
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()


async def make_wave(db: Database, count: int, chance: random.Random) -> None:
    """Many tickets of all kinds that can be assigned."""
    now = clock.now()
    async with db.write() as session:
        requester = await make_user(session)
        first = (await session.exec(select(func.coalesce(func.max(Ticket.number), 0)))).one()
        rows = [
            {
                "id": new_id(),
                "number": first + 1 + number,
                "requester_id": requester.id,
                "subject": "One of many",
                "status": TicketStatus.TRIAGED,
                "category": chance.choice(list(Category)),
                "priority": chance.choice(list(Priority)),
                "channel": Channel.API,
                "needs_review": False,
                "set_by_person": [],
                "effort_minutes": chance.choice((5.0, 20.0, 60.0)),
                "message_count": 0,
                "share_solution": False,
                "is_archived": False,
                "version": 1,
                "created_at": now,
                "updated_at": now,
                "triaged_at": now,
                "ready_at": now,
            }
            for number in range(count)
        ]
        connection = await session.connection()
        await connection.execute(insert(Ticket), rows)


async def count_waiting(db: Database) -> int:
    """Tickets without a holder."""
    statement = select(func.count()).select_from(Ticket).where(col(Ticket.assignee_id).is_(None))
    async with db.read() as session:
        return (await session.exec(statement)).one()


async def disturb(db: Database, assigners: list[Assigner], chance: random.Random) -> int:
    """Kill and start assigners until nothing waits; returns how many were killed.

    Who dies next is told by how much was done, not by a clock: on a slow machine a process that is
    always killed before it can do anything would prove nothing.
    """
    killed = 0
    begun = await count_waiting(db)
    target = begun - chance.randint(1, begun // 2)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := await count_waiting(db):
        assert time.monotonic() < deadline, f"{left} tickets still wait"
        if left <= target:
            victim = chance.choice(assigners)
            await asyncio.to_thread(victim.kill)
            victim.start()
            killed += 1
            target = left - chance.randint(1, max(begun // 3, 1))
        await asyncio.sleep(0.02)
    return killed


async def assign_all(db: Database, settings: Settings, folder: Path, *, tickets: int) -> None:
    """Let four assigners give tickets to just as many places, in waves, while they are killed."""
    chance = random.Random(11)
    async with db.write() as session:
        for _ in range(tickets // CAPACITY):
            skills = dict.fromkeys(Category, 0.7)
            await make_technician(session, skills=skills, capacity=CAPACITY, comfortable_capacity=5)
    await make_wave(db, tickets // WAVES, chance)
    assigners = [Assigner(settings, folder / f"{number}.log") for number in range(ASSIGNERS)]
    try:
        killed = 0
        for wave in range(WAVES):
            if wave:
                await make_wave(db, tickets // WAVES, chance)
            killed += await disturb(db, assigners, chance)
    finally:
        for one in assigners:
            one.kill()
    logs = [(folder / f"{number}.log").read_text() for number in range(ASSIGNERS)]
    assert killed >= WAVES
    assert all("assigner.started" in log for log in logs)
    assert not any("assignment.failed" in log for log in logs), "\n".join(logs)[-4000:]


async def check_rows(db: Database, *, tickets: int) -> None:
    """Each ticket was assigned exactly once, and every count is right."""
    async with db.read() as session:
        rows = (
            await session.exec(select(Ticket.id, Ticket.assignee_id, Ticket.status, Ticket.version))
        ).all()
        people = (await session.exec(select(Technician))).all()
        decisions = (
            await session.exec(
                select(AssignmentDecision.ticket_id, AssignmentDecision.technician_id).where(
                    AssignmentDecision.outcome == Outcome.ASSIGNED
                )
            )
        ).all()
        moved = select(func.count()).select_from(AssignmentDecision)
        others = (
            await session.exec(moved.where(AssignmentDecision.outcome != Outcome.ASSIGNED))
        ).one()
        facts = await session.exec(
            select(OutboxEvent.ticket_id).where(OutboxEvent.type == "ticket_assigned")
        )
        announced = Counter(facts)
    ids = {id_ for id_, *_ in rows}
    assert len(ids) == tickets
    assert {status for *_, status, _ in rows} == {TicketStatus.ASSIGNED}
    # One change each: a ticket that was given twice would have counted twice.
    assert {version for *_, version in rows} == {2}
    assert Counter(id_ for id_, _ in decisions) == dict.fromkeys(ids, 1)
    assert dict(decisions) == {id_: holder for id_, holder, *_ in rows}
    assert others == 0
    assert announced == dict.fromkeys(ids, 1)
    held = Counter(holder for _, holder, *_ in rows)
    assert {one.user_id: one.active for one in people} == held
    assert all(one.active == one.capacity for one in people)


@pytest.mark.mysql_only
async def test_four_assigners_give_each_of_5000_tickets_once(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    await assign_all(db, settings, tmp_path, tickets=5_000)
    await check_rows(db, tickets=5_000)


@pytest.mark.sqlite_only
async def test_four_assigners_give_each_of_1000_tickets_once(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    await assign_all(db, settings, tmp_path, tickets=1_000)
    await check_rows(db, tickets=1_000)
