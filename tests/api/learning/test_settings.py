"""The wanted accuracy and what follows from it, over HTTP."""

import pytest
from sqlmodel import select

from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.learning.enums import ModelState
from app.learning.shipped import shipped_model
from tests.factories.auth import SignedIn
from tests.factories.learning import CURVE, make_model

SETTINGS = "/api/v1/triage/settings"


async def test_by_default_ninety_one_percent_are_wanted_of_the_shipped_model(
    as_admin: SignedIn,
) -> None:
    told = (await as_admin.get(SETTINGS)).json()
    assert told["wanted_accuracy"] == 0.91
    assert told["model_version"] == shipped_model().version
    assert told["floor"] > 0
    assert (told["changed_by"], told["changed_at"]) == (None, None)


async def test_the_floor_and_the_share_follow_the_wish(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        await make_model(session, state=ModelState.SERVING)
    found = []
    for wanted in (0.85, 0.95, 0.99):
        told = (await as_admin.client.put(SETTINGS, json={"wanted_accuracy": wanted})).json()
        assert told == (await as_admin.get(SETTINGS)).json()
        found.append((told["floor"], told["expected_share_alone"]))
    assert found == [(0.4, 0.98), (0.9, 0.4), (1.01, 0.0)]
    assert told["model_version"] == "triage-b"
    assert told["risk_coverage"] == CURVE
    assert told["changed_by"]["id"] == str(as_admin.id)
    async with db.read() as session:
        changes = [row.data for row in await session.exec(select(OutboxEvent))]
    assert changes[0] == {"before": 0.91, "after": 0.85}
    assert len(changes) == 3


async def test_the_same_wish_again_is_no_fact(db: Database, as_admin: SignedIn) -> None:
    await as_admin.client.put(SETTINGS, json={"wanted_accuracy": 0.91})
    async with db.read() as session:
        assert list(await session.exec(select(OutboxEvent))) == []


async def test_a_model_that_cannot_be_loaded_sets_no_floor(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_model(session, state=ModelState.SERVING, error="The folder is missing.")
    told = (await as_admin.get(SETTINGS)).json()
    assert told["model_version"] == shipped_model().version


@pytest.mark.parametrize(
    "body",
    [
        {"wanted_accuracy": 0.79},
        {"wanted_accuracy": 0.991},
        {"wanted_accuracy": "much"},
        {"wanted_accuracy": None},
        {},
        {"wanted_accuracy": 0.9, "floor": 0.5},
    ],
)
async def test_wishes_out_of_reach_are_refused(as_admin: SignedIn, body: dict[str, object]) -> None:
    answer = await as_admin.client.put(SETTINGS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
