"""Scheduled work of the people domain."""

from datetime import timedelta
from typing import Any

from app.core.config import Settings
from app.core.db import Database
from app.people import presence, shifts


async def mark_silent(context: dict[str, Any]) -> int:
    """Take technicians offline whose page fell silent; returns how many."""
    database: Database = context["database"]
    settings: Settings = context["settings"]
    after = timedelta(seconds=settings.presence_timeout_seconds)
    # Asked on a reading session first: most runs find nobody and need no lock.
    async with database.read() as session:
        if not await presence.is_anybody_silent(session, after=after):
            return 0
    async with database.write() as session:
        return await presence.take_silent_offline(session, after=after)


async def turn_shifts(context: dict[str, Any]) -> int:
    """Note whose working time began or ended; returns how many."""
    database: Database = context["database"]
    total = 0
    while True:
        async with database.read() as session:
            if not await shifts.is_any_due(session):
                return total
        async with database.write() as session:
            turned = await shifts.turn_due(session)
        total += turned
        if not turned:
            return total
