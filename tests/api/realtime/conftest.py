"""The application behind a real server, because a stream needs a connection that stays open."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from httpx import AsyncClient, Response

from app.core.outbox.relay import Relay
from app.realtime.hub import Hub
from tests.factories.auth import SignedIn
from tests.fixtures.servers import free_port

EVENTS = "/api/v1/events"


@dataclass(frozen=True)
class LiveEvent:
    """One server-sent event."""

    name: str
    data: dict[str, Any]
    id: str


class LiveStream:
    """Reads server-sent events one by one."""

    def __init__(self, response: Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def event(self) -> LiveEvent:
        """The next event; comments and the reconnection time are passed over.

        Raises:
            StopAsyncIteration: the stream has ended.
        """
        fields: dict[str, str] = {}
        while True:
            line = await anext(self._lines)
            if not line and "event" in fields:
                return LiveEvent(fields["event"], json.loads(fields["data"]), fields["id"])
            name, _, value = line.partition(": ")
            fields[name] = value

    async def line(self) -> str:
        """The next line as it is."""
        return await anext(self._lines)

    async def has_ended(self) -> bool:
        """Read to the end; true once the server has ended the stream properly."""
        async for _ in self._lines:
            continue
        return True


Listen = Callable[..., AbstractAsyncContextManager[LiveStream]]


@pytest.fixture(scope="session")
async def live_url(app: FastAPI) -> AsyncIterator[str]:
    """Where the running application listens."""
    hub: Hub = app.state.hub
    await hub.listening.wait()
    port = free_port()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            await serving
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
def listen(live_url: str) -> Listen:
    """Open the stream of somebody who is signed in."""

    @asynccontextmanager
    async def run(person: SignedIn, *, last_id: str | None = None) -> AsyncIterator[LiveStream]:
        headers = {} if last_id is None else {"Last-Event-ID": last_id}
        cookies = {"tikify_session": person.client.cookies["tikify_session"]}
        async with (
            AsyncClient(base_url=live_url, cookies=cookies, timeout=60) as client,
            client.stream("GET", EVENTS, headers=headers) as response,
        ):
            yield LiveStream(response)

    return run


@pytest.fixture
def dispatch(job_context: dict[str, Any]) -> Callable[[], Awaitable[None]]:
    """Hand every recorded event to its handlers."""
    relay: Relay = job_context["relay"]

    async def run() -> None:
        while await relay.dispatch():
            continue

    return run
