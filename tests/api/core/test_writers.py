"""Writers of one database, of several processes: all of them come to their turn."""

import asyncio

from app.core.config import Settings
from app.core.db import Database
from tests.api.core.lamps import effect, effects


async def test_every_writer_has_its_turn(db: Database, settings: Settings) -> None:
    """Two processes' worth of writers at once: none gives up, none is lost."""
    other = Database(settings)

    async def write(database: Database, number: int) -> None:
        async with database.write(urgent=number % 5 == 0) as session:
            session.add(effect(number))

    try:
        await asyncio.gather(*(write((db, other)[number % 2], number) for number in range(40)))
    finally:
        await other.close()
    assert await effects(db) == list(range(40))
