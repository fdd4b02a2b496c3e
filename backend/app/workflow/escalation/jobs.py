"""Scheduled work of escalations: the next level when its time has come."""

from typing import Any

from app.core import clock
from app.core.db import Database
from app.workflow.escalation import repository, running

BATCH = 100


async def serve_escalations(context: dict[str, Any]) -> int:
    """Go on with one batch of escalations; returns how many there were."""
    database: Database = context["database"]
    # Asked on a reading session first: most runs find nothing and need no lock.
    async with database.read() as session:
        ids = await repository.due(session, by=clock.now(), limit=BATCH)
    if not ids:
        return 0
    async with database.write() as session:
        return await running.serve_due(session, ids)
