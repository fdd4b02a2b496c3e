"""Work that the clock starts for tickets."""

from typing import Any

from app.core import storage as stores
from app.core.db import Database
from app.tickets import attachments

BATCH = 200


async def drop_orphan_attachments(context: dict[str, Any]) -> int:
    """Delete uploads that were never handed in with a message; returns how many."""
    database: Database = context["database"]
    storage = stores.make_storage(context["settings"])
    async with database.write() as session:
        orphans = await attachments.list_orphans(session, limit=BATCH)
        for orphan in orphans:
            await session.delete(orphan)
    for orphan in orphans:
        await storage.delete(orphan.id.hex)
    return len(orphans)
