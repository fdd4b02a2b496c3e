"""Scheduled work of service levels: warnings and breaches when their time has come."""

from typing import Any

from app.core import clock
from app.core.db import Database
from app.workflow.sla import following, repository

BATCH = 200


async def serve_clocks(context: dict[str, Any]) -> int:
    """Say what is due on one batch of tickets; returns how many there were.

    Each ticket's history is read to its end first: what was done in time while no worker ran was
    done in time.
    """
    database: Database = context["database"]
    # Asked on a reading session first: most runs find nothing and need no lock.
    async with database.read() as session:
        ids = await repository.tracks_due(session, by=clock.now(), limit=BATCH)
    if not ids:
        return 0
    async with database.write() as session:
        return await following.serve_due(session, ids)
