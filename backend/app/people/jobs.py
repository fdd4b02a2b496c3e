"""Scheduled work of the people domain."""

from datetime import timedelta
from typing import Any

from app.core.config import Settings
from app.core.db import Database
from app.people import presence


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
