"""Like tickets with the real model in a worker of its own: found, away with the worker, found again."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient, Response

from app.core.actor import Role
from app.core.db import Database
from tests.factories.auth import make_api_token, make_user
from tests.fixtures.product import Product

FIRST = {
    "subject": "VPN drops every few minutes",
    "description": "Since this morning my VPN connection breaks off every few minutes and I have to "
    "sign in again.",
}
SAME = {
    "subject": "Remote access unstable",
    "description": "Working from home. The vpn client disconnects all the time, lasts five minutes "
    "at most, then asks for my login.",
}
OTHER = {
    "subject": "Invoice charged twice",
    "description": "We were billed twice for the licence in May, please refund one of them.",
}
WITHIN_SECONDS = 60

pytestmark = pytest.mark.timeout(240)


async def _until(client: AsyncClient, path: str, is_right: Callable[[Response], bool]) -> Response:
    deadline = time.monotonic() + WITHIN_SECONDS
    while True:
        answer = await client.get(path)
        if is_right(answer):
            return answer
        assert time.monotonic() < deadline, answer.text
        await asyncio.sleep(0.2)


def _names(*ids: str) -> Callable[[Response], bool]:
    def is_right(answer: Response) -> bool:
        if answer.status_code != 200 or not answer.json()["complete"]:
            return False
        return [one["ticket_id"] for one in answer.json()["duplicates"]] == list(ids)

    return is_right


async def test_two_reports_of_one_trouble_find_each_other(running: Product, db: Database) -> None:
    async with db.write() as session:
        person = await make_user(session, role=Role.ADMINISTRATOR)
        token = await make_api_token(session, person)
    headers = {"Authorization": f"Bearer {token}"}
    async with AsyncClient(base_url=running.api.url, headers=headers, timeout=30) as client:
        first, same, other = [await _opened(client, text) for text in (FIRST, SAME, OTHER)]
        path = f"/api/v1/tickets/{first}/similar"

        await _until(client, path, _names(same))
        await _until(client, f"/api/v1/tickets/{other}/similar", _names())

        running.triage_worker.kill()
        away = await client.get(path)
        assert (away.status_code, away.json()["code"]) == (503, "triage_unavailable")
        running.triage_worker.start()
        await _until(client, path, _names(same))

        preview = await client.post("/api/v1/triage/preview", json=SAME)
        assert preview.status_code == 200, preview.text
        assert preview.json()["category"] == "network"
    assert "similar.loaded" in running.triage_worker.written


async def _opened(client: AsyncClient, text: dict[str, Any]) -> str:
    answer = await client.post("/api/v1/tickets", json=text)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
