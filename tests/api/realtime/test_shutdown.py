"""A server that is told to stop ends its streams properly and then itself."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from httpx import AsyncClient, TransportError

from app import migrate
from app.core import crypto, dialect
from app.core.config import Settings
from app.core.db import Database
from tests.api.realtime.conftest import EVENTS, LiveStream
from tests.factories.auth import make_session, make_user
from tests.fixtures.servers import free_port


@pytest.fixture
def own_settings(tmp_path: Path, redis_url: str) -> Settings:
    """Settings of a server with its own folder and database, under the keys of this run."""
    return Settings(data_dir=tmp_path, redis_url=redis_url, port=free_port(), rate_limits=False)


async def signed_in(settings: Settings) -> str:
    """Migrate, make somebody, and return the cookie of a session of his."""
    engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
    await migrate.upgrade(engine)
    await engine.dispose()
    before = crypto.keyring()
    crypto.configure(crypto.load_keyring(settings))
    database = Database(settings)
    try:
        async with database.write() as session:
            return await make_session(session, await make_user(session))
    finally:
        await database.close()
        crypto.configure(before)


async def wait_until_ready(client: AsyncClient, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            if (await client.get("/healthz")).status_code == 200:
                return
        except TransportError:
            await asyncio.sleep(0.05)
    raise AssertionError("the server did not start")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stopped_server_ends_its_streams_first(
    settings: Settings, own_settings: Settings, number: signal.Signals
) -> None:
    cookie = await signed_in(own_settings)
    environment = os.environ | {
        "TIKIFY_DATA_DIR": str(own_settings.data_dir),
        "TIKIFY_REDIS_URL": own_settings.resolved_redis_url,
        "TIKIFY_PORT": str(own_settings.port),
        "PYTHONPATH": str(Path(migrate.__file__).parents[1]),
    }
    server = subprocess.Popen([sys.executable, "-m", "app.main"], env=environment)
    try:
        async with AsyncClient(
            base_url=own_settings.base_url, cookies={"tikify_session": cookie}, timeout=60
        ) as client:
            await wait_until_ready(client, server)
            async with client.stream("GET", EVENTS) as response:
                stream = LiveStream(response)
                assert (await stream.event()).name == "hello"
                server.send_signal(number)
                # A connection that is cut instead of ended raises an error here.
                assert await stream.has_ended()
        await asyncio.to_thread(server.wait)
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()
