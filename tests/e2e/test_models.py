"""Models are exchanged under running processes: the next tickets are scored by another, none is lost."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlmodel import col, func, select

from app.core.actor import Role
from app.core.config import Settings
from app.core.db import Database
from app.learning.models import TriageShadowResult
from app.learning.shipped import shipped_model
from app.triage.models import TriageResult
from tests.e2e.submissions import submit_many
from tests.factories.auth import make_api_token, make_user
from tests.factories.learning import make_model, write_model
from tests.fixtures.product import Product

MODELS = "/api/v1/triage/models"
NEXT = "triage-next"
AT_ONCE = 8

pytestmark = pytest.mark.timeout(240)


async def until(holds: Callable[[], Awaitable[bool]], product: Product) -> None:
    """Wait for something that other processes do; their logs tell why it never came."""
    for _ in range(600):
        if await holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(product.logs())


async def by_version(db: Database, ids: Sequence[UUID]) -> Counter[str]:
    """How many of these tickets each model scored."""
    async with db.read() as session:
        statement = select(TriageResult.model_version).where(col(TriageResult.ticket_id).in_(ids))
        return Counter(await session.exec(statement))


async def test_a_promotion_and_a_roll_back_reach_the_running_worker(
    running: Product, db: Database, settings: Settings, tokens: list[str]
) -> None:
    write_model(settings.data_dir / "models" / NEXT, NEXT)
    async with db.write() as session:
        await make_model(session, NEXT)
        admin = await make_user(session, role=Role.ADMINISTRATOR)
        token = await make_api_token(session, admin)
    headers = {"Authorization": f"Bearer {token}"}

    async with AsyncClient(base_url=running.api.url, headers=headers, timeout=30) as client:
        await _ask(client, f"{MODELS}/{NEXT}/shadow")
        await until(lambda: _said(running, "model.shadow"), running)
        first = await _submit(running, tokens, 10)
        await until(lambda: _are_scored(db, first), running)
        assert await by_version(db, first) == {shipped_model().version: 10}
        await until(lambda: _has_shadowed(db, 10), running)
        page = (await client.get(MODELS)).json()
        assert page["shadow"]["scored"] == 10
        # The same network under another name; in int8 a near tie may fall either way in another batch.
        assert page["shadow"]["same_priority"] >= 0.5

        # Tickets keep coming while the model is exchanged.
        ids, _ = await asyncio.gather(
            _submit(running, tokens, 150), _ask(client, f"{MODELS}/{NEXT}/promote")
        )
        await until(lambda: _are_scored(db, ids), running)
        await until(lambda: _is_served_by(running, db, tokens, NEXT), running)

        await _ask(client, f"{MODELS}/roll-back")
        shipped = shipped_model().version
        await until(lambda: _is_served_by(running, db, tokens, shipped), running)


async def _ask(client: AsyncClient, path: str) -> None:
    answer = await client.post(path)
    assert answer.status_code == 200, answer.text


async def _submit(product: Product, tokens: Sequence[str], count: int) -> list[UUID]:
    outcome = await submit_many(product.api.url, tokens, count=count, at_once=AT_ONCE, after={})
    assert outcome.errors == []
    return [UUID(ticket["id"]) for ticket in outcome.tickets]


async def _said(product: Product, word: str) -> bool:
    return word in product.triage_worker.written


async def _are_scored(db: Database, ids: Sequence[UUID]) -> bool:
    return (await by_version(db, ids)).total() == len(ids)


async def _has_shadowed(db: Database, count: int) -> bool:
    async with db.read() as session:
        found = await session.exec(select(func.count(col(TriageShadowResult.ticket_id))))
        return found.one() == count


async def _is_served_by(
    product: Product, db: Database, tokens: Sequence[str], version: str
) -> bool:
    ids = await _submit(product, tokens, 1)
    await until(lambda: _are_scored(db, ids), product)
    return await by_version(db, ids) == {version: 1}
