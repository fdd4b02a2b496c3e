"""The administrator's page of models, over HTTP."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app.core import clock
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.learning.enums import ModelState
from app.learning.models import TriageShadowResult
from app.learning.shipped import shipped_model
from app.triage.models import TriageResult
from tests.factories.auth import SignedIn
from tests.factories.learning import make_label, make_model
from tests.factories.tickets import make_ticket

MODELS = "/api/v1/triage/models"


async def told(admin: SignedIn) -> Any:
    """What the page shows."""
    answer = await admin.get(MODELS)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def facts(db: Database) -> list[str]:
    """Types of the recorded facts, oldest first."""
    async with db.read() as session:
        return list(await session.exec(select(OutboxEvent.type).order_by(col(OutboxEvent.id))))


async def test_at_first_the_shipped_model_serves(as_admin: SignedIn) -> None:
    page = await told(as_admin)
    assert page["serving"] == page["shipped"]
    assert page["serving"]["version"] == shipped_model().version
    assert (page["serving"]["state"], page["serving"]["origin"]) == ("serving", "shipped")
    assert (page["shadow"], page["items"], page["next_cursor"]) == (None, [], None)


async def test_a_promoted_model_serves_and_the_one_before_is_retired(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b")
    answer = await as_admin.post(f"{MODELS}/triage-b/promote")
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "serving"
    assert answer.json()["promoted_by"]["id"] == str(as_admin.id)
    page = await told(as_admin)
    assert page["serving"]["version"] == "triage-b"
    assert page["shipped"]["state"] == "retired"
    assert [item["version"] for item in page["items"]] == ["triage-b"]
    async with db.read() as session:
        recorded = (await session.exec(select(OutboxEvent))).one()
    assert (recorded.type, recorded.actor_id) == ("model_promoted", as_admin.id)
    assert recorded.data == {"version": "triage-b", "before": shipped_model().version}


async def test_promoting_what_serves_is_refused(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    for version, expected in (
        ("triage-b", (409, "model_serves_already")),
        ("triage-nothing", (404, "model_not_found")),
        ("no model!", (422, "invalid_request")),
    ):
        answer = await as_admin.post(f"{MODELS}/{version}/promote")
        assert (answer.status_code, answer.json()["code"]) == expected


async def test_the_shipped_model_can_be_promoted_again(db: Database, as_admin: SignedIn) -> None:
    shipped = shipped_model().version
    assert (await as_admin.post(f"{MODELS}/{shipped}/promote")).status_code == 409
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    assert (await as_admin.post(f"{MODELS}/{shipped}/promote")).status_code == 200
    page = await told(as_admin)
    assert page["serving"]["version"] == shipped
    assert page["items"][0]["state"] == "retired"
    # It takes part in the order of service: going back means the model before it.
    back = await as_admin.post(f"{MODELS}/roll-back")
    assert back.json()["version"] == "triage-b"


async def test_rolling_back_goes_down_to_the_shipped_model_and_no_further(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b")
        await make_model(session, "triage-c")
    for version in ("triage-b", "triage-c"):
        await as_admin.post(f"{MODELS}/{version}/promote")
    gone = []
    for _ in range(3):
        answer = (await as_admin.post(f"{MODELS}/roll-back")).json()
        gone.append(answer.get("version") or answer["code"])
    assert gone == ["triage-b", shipped_model().version, "nothing_to_roll_back_to"]
    assert (await told(as_admin))["serving"]["version"] == shipped_model().version
    assert await facts(db) == ["model_promoted"] * 2 + ["model_rolled_back"] * 2


async def test_an_artifact_of_an_earlier_release_is_not_offered(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_model(
            session, "triage-old", state=ModelState.SERVING, origin="shipped", folder=None
        )
    page = await told(as_admin)
    assert page["serving"]["version"] == shipped_model().version
    assert page["items"] == []
    answer = await as_admin.post(f"{MODELS}/triage-old/shadow")
    assert answer.json()["code"] == "model_not_found"


async def test_one_shadow_at_a_time_and_it_can_be_ended(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b")
        await make_model(session, "triage-c", state=ModelState.SHADOW)
    assert (await as_admin.post(f"{MODELS}/triage-b/shadow")).json()["state"] == "shadow"
    page = await told(as_admin)
    assert page["shadow"]["model"]["version"] == "triage-b"
    assert page["shadow"]["same_priority"] is None
    assert {item["version"]: item["state"] for item in page["items"]} == {
        "triage-b": "shadow",
        "triage-c": "candidate",
    }
    assert (await as_admin.client.delete(f"{MODELS}/shadow")).status_code == 204
    again = await as_admin.client.delete(f"{MODELS}/shadow")
    assert (again.status_code, again.json()["code"]) == (404, "no_shadow")
    assert await facts(db) == ["shadow_ended", "shadow_started", "shadow_ended"]


async def test_what_serves_and_what_was_shipped_is_no_shadow(
    db: Database, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SERVING)
    serving = await as_admin.post(f"{MODELS}/triage-b/shadow")
    shipped = await as_admin.post(f"{MODELS}/{shipped_model().version}/shadow")
    assert serving.json()["code"] == "model_serves_already"
    assert shipped.json()["code"] == "shipped_model_is_no_shadow"


async def test_a_promoted_shadow_is_the_shadow_no_longer(db: Database, as_admin: SignedIn) -> None:
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SHADOW)
    await as_admin.post(f"{MODELS}/triage-b/promote")
    page = await told(as_admin)
    assert (page["serving"]["version"], page["shadow"]) == ("triage-b", None)


async def test_the_shadow_is_compared_with_what_serves_and_with_people(
    db: Database, as_admin: SignedIn
) -> None:
    said = [("high", "high", "high"), ("high", "low", "low"), ("high", "low", "high"), ("low",) * 3]
    async with db.write() as session:
        await make_model(session, "triage-b", state=ModelState.SHADOW)
        for number, (serving, shadow, person) in enumerate(said):
            ticket = await make_ticket(session)
            scores = {"priority": serving, "category": "email"}
            session.add(
                TriageResult(
                    ticket_id=ticket.id, scores=scores, words="[]", model_version="triage-a"
                )
            )
            session.add(
                TriageShadowResult(
                    ticket_id=ticket.id,
                    model_version="triage-b",
                    scores={"priority": shadow, "category": "email"},
                )
            )
            if number < 3:
                await make_label(session, ticket.id, model=serving, person=person)
        unread = await make_ticket(session)
        session.add(
            TriageResult(ticket_id=unread.id, scores={}, words="[]", model_version="triage-a")
        )
        session.add(TriageShadowResult(ticket_id=unread.id, model_version="triage-b", scores={}))
    shadow = (await told(as_admin))["shadow"]
    assert (shadow["scored"], shadow["same_priority"], shadow["same_category"]) == (4, 0.5, 1.0)
    assert (shadow["judged"], shadow["shadow_right"], shadow["serving_right"]) == (3, 2, 2)


async def test_trained_models_come_newest_first_page_by_page(
    db: Database, as_admin: SignedIn
) -> None:
    same = clock.now()
    async with db.write() as session:
        await make_model(session, "triage-old", ago=timedelta(days=3))
        await make_model(session, "triage-x", trained_at=same)
        await make_model(session, "triage-y", trained_at=same)
    found, cursor = [], None
    while True:
        asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = (await as_admin.get(MODELS, params=asked)).json()
        found += [item["version"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == ["triage-y", "triage-x", "triage-old"]
    broken = await as_admin.get(MODELS, params={"cursor": "WzEsMl0"})
    assert (broken.status_code, broken.json()["code"]) == (422, "cursor_invalid")
