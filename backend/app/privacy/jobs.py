"""The worker's side of privacy: make exports, forget them in time, erase whoever is due."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog

from app.core import clock
from app.core import storage as stores
from app.core.db import Database
from app.core.storage import Storage
from app.privacy import archive_file, erasures, exports, repository, retention, sealed_file
from app.privacy.enums import ExportState
from app.privacy.models import PersonExport
from app.privacy.sealed_file import SealedWriter

log = structlog.get_logger(__name__)

# A person with a hundred thousand messages takes minutes; what takes longer is given up.
JOB_SECONDS = 3600
# Tickets of one transaction, and the pause after it.
AT_ONCE = 20
PAUSE_SECONDS = 0.05


async def make_next_export(context: dict[str, Any]) -> int:
    """Make the oldest export that waits; returns 1, or 0 when there is none."""
    database: Database = context["database"]
    async with database.read() as session:
        if not await exports.is_due(session):
            return 0
    async with database.write() as session:
        export = await exports.begin_next(session)
    if export is None:
        return 0
    storage = stores.make_storage(context["settings"])
    writer = SealedWriter(storage, export.id)
    try:
        await _make(database, storage, writer, export)
    except Exception:
        log.exception("export.failed", export_id=str(export.id))
        await sealed_file.delete(storage, export.id, pieces=writer.pieces)
        await _note(database, export, state=ExportState.FAILED, claimed_until=None)
    return 1


async def _make(
    database: Database, storage: Storage, writer: SealedWriter, export: PersonExport
) -> None:
    async with database.read() as session:
        ids = sorted(await repository.tickets_with_words_of(session, export.person_id))
    await _note(database, export, total=len(ids))

    async def progress(done: int) -> None:
        await _note(database, export, done=done, claimed_until=clock.now() + exports.LEASE)

    await archive_file.write(
        database, storage, writer, person_id=export.person_id, ids=ids, progress=progress
    )
    await _note(
        database,
        export,
        state=ExportState.READY,
        size=writer.size,
        pieces=writer.pieces,
        claimed_until=None,
        expires_at=clock.now() + exports.KEPT,
    )


async def _note(database: Database, export: PersonExport, **facts: Any) -> None:
    async with database.write() as session:
        row = await session.get_one(PersonExport, export.id)
        for name, value in facts.items():
            setattr(row, name, value)
        session.add(row)


async def forget_exports(context: dict[str, Any]) -> int:
    """Delete the files of exports that have had their day; returns how many."""
    database: Database = context["database"]
    storage = stores.make_storage(context["settings"])
    async with database.read() as session:
        old = await repository.list_expired_exports(session, clock.now())
    for export in old:
        await sealed_file.delete(storage, export.id, pieces=export.pieces)
        await _note(database, export, state=ExportState.EXPIRED, pieces=0)
    return len(old)


async def keep_to_retention(context: dict[str, Any]) -> int:
    """Do what the rules say, and archive, in small steps; returns how many tickets were touched."""
    database: Database = context["database"]
    async with database.read() as session:
        rules = (await retention.current(session)).rules
    touched = 0
    for rule in rules:
        touched += await _step_by_step(database, partial(retention.touch_next, rule=rule))
    return touched + await _step_by_step(database, retention.archive_next)


async def _step_by_step(database: Database, step: Callable[..., Awaitable[int]]) -> int:
    total = 0
    while True:
        async with database.write() as session:
            done = await step(session, limit=AT_ONCE)
        total += done
        if done < AT_ONCE:
            return total
        # Somebody else's turn: on SQLite there is one writer.
        await asyncio.sleep(PAUSE_SECONDS)


async def erase_due(context: dict[str, Any]) -> int:
    """Erase everybody whose time has come; returns how many."""
    database: Database = context["database"]
    done = 0
    while True:
        async with database.read() as session:
            if not await erasures.is_due(session):
                return done
        async with database.write() as session:
            if not await erasures.carry_out_next(session):
                return done
        done += 1
