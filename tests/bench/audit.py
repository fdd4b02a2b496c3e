"""How fast a history is sealed, gathered under a root, and verified."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app import migrate
from app.audit import keys, roots, sealing, verification
from app.core import clock, crypto, dialect, events
from app.core.actor import Cause
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_id
from app.tickets.events import WatcherAdded

TICKETS = 2_000
EVENTS_EACH = 10
AT_ONCE = 100
RUNS = 5
EVENTS = TICKETS * EVENTS_EACH


@dataclass(frozen=True)
class Found:
    """Events a second of processor time and of wall time, and what a root cost."""

    sealed: float
    sealed_wall: float
    verified: float
    verified_wall: float
    root_seconds: float


async def _record(db: Database) -> list[UUID]:
    tickets = [new_id() for _ in range(TICKETS)]
    for start in range(0, TICKETS, AT_ONCE):
        rows = []
        for ticket_id in tickets[start : start + AT_ONCE]:
            for seq in range(1, EVENTS_EACH + 1):
                event = WatcherAdded(ticket_id=ticket_id, user_id=new_id())
                rows.append(
                    {
                        "id": new_id(),
                        "ticket_id": ticket_id,
                        "seq": seq,
                        "type": event.type,
                        "actor_id": new_id(),
                        "cause": Cause.PERSON,
                        "depth": 0,
                        "at": clock.now(),
                        "data": events.dump(event),
                    }
                )
        async with db.write() as session:
            await events.write(session, rows)
    return tickets


async def _timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    await work()
    return time.process_time() - processor, time.perf_counter() - wall


async def _measure(url: str | None) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=url)
        crypto.configure(crypto.load_keyring(settings))
        keys.configure(keys.load(settings))
        engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
        await migrate.upgrade(engine)
        await engine.dispose()
        db = Database(settings)
        try:
            return await _measured(db)
        finally:
            await db.close()


async def _measured(db: Database) -> Found:
    tickets = await _record(db)

    async def seal() -> None:
        for start in range(0, TICKETS, AT_ONCE):
            async with db.write() as session:
                await sealing.seal(session, tickets[start : start + AT_ONCE], [])

    async def sign() -> None:
        async with db.write() as session:
            await roots.sign_next(session)

    async def verify() -> None:
        report = await verification.verify(db, keys.audit_keys())
        assert (report.events, report.findings) == (EVENTS, [])

    sealed, sealed_wall = await _timed(seal)
    _, root_seconds = await _timed(sign)
    runs = [await _timed(verify) for _ in range(RUNS)]
    return Found(
        sealed=EVENTS / sealed,
        sealed_wall=EVENTS / sealed_wall,
        verified=EVENTS / statistics.median(run[0] for run in runs),
        verified_wall=EVENTS / statistics.median(run[1] for run in runs),
        root_seconds=root_seconds,
    )


def measure(url: str | None) -> Found:
    """Measure on a fresh database; without a URL on SQLite."""
    return asyncio.run(_measure(url))
