"""The hub on a real Redis: delivery, loss and return."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from app.core.config import Settings
from app.core.ids import new_id
from app.core.redis import connect
from app.realtime.hub import Hub
from app.realtime.service import CHANNEL, publish, unread_update
from app.realtime.stream import Item, Stream
from tests.fixtures import servers

SOMEBODY = new_id()


@pytest.fixture
def redis() -> Iterator[servers.Redis]:
    """A Redis of this test's own, to be killed."""
    with servers.redis_server() as server:
        yield server


@asynccontextmanager
async def running(redis_url: str) -> AsyncIterator[Hub]:
    settings = Settings(redis_url=redis_url)
    hub = Hub(settings)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


async def tell(redis_url: str, unread: int) -> None:
    client = connect(redis_url)
    await publish(client, [unread_update(SOMEBODY, unread)])
    await client.aclose()


async def next_item(stream: Stream) -> Item:
    return await anext(stream.items())


async def test_an_update_reaches_the_streams_of_every_process(redis: servers.Redis) -> None:
    async with running(redis.url) as one, running(redis.url) as two:
        await one.listening.wait()
        await two.listening.wait()
        streams = [hub.open(SOMEBODY, is_staff=False, last_id=None) for hub in (one, two)]
        await tell(redis.url, 5)
        for stream in streams:
            assert (await next_item(stream)).name == "hello"
            assert (await next_item(stream)).data == '{"unread": 5}'


async def test_redis_away_and_back_is_a_gap_and_then_goes_on(redis: servers.Redis) -> None:
    async with running(redis.url) as hub:
        await hub.listening.wait()
        stream = hub.open(SOMEBODY, is_staff=False, last_id=None)
        assert (await next_item(stream)).name == "hello"
        await asyncio.to_thread(redis.kill)
        await asyncio.to_thread(redis.start)
        assert (await next_item(stream)).name == "gap"
        await tell(redis.url, 6)
        assert (await next_item(stream)).data == '{"unread": 6}'


async def test_redis_may_come_up_after_the_process(redis: servers.Redis) -> None:
    await asyncio.to_thread(redis.kill)
    async with running(redis.url) as hub:
        stream = hub.open(SOMEBODY, is_staff=False, last_id=None)
        assert (await next_item(stream)).name == "hello"
        await asyncio.to_thread(redis.start)
        # Something may have been said before we listened.
        assert (await next_item(stream)).name == "gap"
        await tell(redis.url, 7)
        assert (await next_item(stream)).data == '{"unread": 7}'


async def test_a_message_of_another_version_is_a_gap(redis: servers.Redis) -> None:
    async with running(redis.url) as hub:
        await hub.listening.wait()
        stream = hub.open(SOMEBODY, is_staff=False, last_id=None)
        assert (await next_item(stream)).name == "hello"
        client = connect(redis.url)
        await client.publish(CHANNEL, "not ours")
        await client.aclose()
        assert (await next_item(stream)).name == "gap"


async def test_stopping_ends_the_streams(redis: servers.Redis) -> None:
    async with running(redis.url) as hub:
        stream = hub.open(SOMEBODY, is_staff=False, last_id=None)
        await hub.stop()
        assert [item async for item in stream.items()] == []
