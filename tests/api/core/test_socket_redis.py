"""The clients of Redis against the server of the one-command installation, behind a socket file."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from limits import parse

from app.core.config import Settings
from app.core.jobs import redis_settings
from app.core.rate_limit import Limiter, TooManyRequests, storage_url
from app.core.redis import connect
from app.supervisor import embedded_redis

START_SECONDS = 30.0


@pytest.fixture
def socket_url(tmp_path: Path) -> Iterator[str]:
    """Address of a running Redis that listens on no port."""
    placed = embedded_redis.place_redis(tmp_path)
    with subprocess.Popen(placed.child().command) as server:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not placed.socket.exists():
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            yield placed.url
        finally:
            server.terminate()


async def test_limits_are_counted_behind_a_socket(settings: Settings, socket_url: str) -> None:
    limiter = Limiter(settings.model_copy(update={"rate_limits": True, "redis_url": socket_url}))
    once = parse("1/hour")
    try:
        await limiter.check(once, "somebody")
        with pytest.raises(TooManyRequests):
            await limiter.check(once, "somebody")
    finally:
        await limiter.close()


async def test_the_plain_client_reaches_a_socket(socket_url: str) -> None:
    client = connect(socket_url)
    assert await client.ping()
    await client.aclose()


def test_every_form_of_address_is_one_of_redis_to_the_limiter() -> None:
    assert storage_url("redis://127.0.0.1:6379/0") == "async+redis://127.0.0.1:6379/0"
    assert storage_url("rediss://cache:6380/1") == "async+rediss://cache:6380/1"
    assert storage_url("unix:///run/redis.sock") == "async+redis+unix:///run/redis.sock"
    assert redis_settings("unix:///run/redis.sock").unix_socket_path == "/run/redis.sock"
