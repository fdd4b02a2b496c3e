"""Tells the open pages of administrators which questions have got further."""

from collections.abc import Iterable
from uuid import UUID

from redis.asyncio import Redis

from app.core.db import Database
from app.realtime import service as realtime
from app.whatif import repository


async def tell_pages(database: Database, redis: Redis, run_ids: Iterable[UUID]) -> None:
    """Announce an update of each run.

    Raises:
        redis.RedisError: Redis is out of reach; open pages refetch when it is back.
    """
    async with database.read() as session:
        administrators = await repository.administrators(session)
    await realtime.publish(
        redis, [realtime.what_if_update(run_id, user_ids=administrators) for run_id in run_ids]
    )
