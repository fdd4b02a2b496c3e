"""Handing in a ticket: what is taken, what is refused, and that nothing is lost or doubled."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlmodel import func, select

from app.auth.permissions import Scope
from app.core.config import Settings
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.main import create_app
from app.tickets.models import Message, Ticket
from tests.conftest import BASE_URL, SignInAs
from tests.factories.auth import SignedIn, make_api_token, make_user

TICKETS = "/api/v1/tickets"
PLAIN: dict[str, Any] = {
    "subject": "VPN drops every few minutes",
    "description": "Since this morning.\nAll of accounting is out.",
}
NOWHERE = "00000000-0000-7000-8000-000000000000"


async def count(db: Database, table: Any) -> int:
    """Rows of a table."""
    async with db.read() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def test_a_person_hands_in_a_ticket(as_user: SignedIn, db: Database) -> None:
    answer = await as_user.post(TICKETS, json={**PLAIN, "tags": ["vpn", "Urgent", "vpn"]})

    assert answer.status_code == 201
    detail = answer.json()
    assert UUID(detail["id"]).version == 7
    assert detail["reference"].startswith("TK-")
    assert {key: detail[key] for key in ("subject", "description")} == PLAIN
    assert detail["status"] == "new"
    assert detail["channel"] == "web"
    assert detail["requester"] == {"id": str(as_user.id), "name": as_user.user.name}
    assert detail["tags"] == ["urgent", "vpn"]
    assert detail["version"] == 1
    assert detail["created_at"].endswith("Z")
    for empty in ("priority", "category", "assignee", "triaged_at", "confidence", "team"):
        assert detail[empty] is None
    async with db.read() as session:
        (event,) = (await session.exec(select(OutboxEvent))).all()
    assert (event.type, event.seq, event.actor_id) == ("ticket_opened", 1, as_user.id)
    assert event.ticket_id == UUID(detail["id"])


@pytest.mark.parametrize("tags", [[], ["vpn", "b"]])
async def test_the_answer_is_what_a_later_look_gives(as_user: SignedIn, tags: list[str]) -> None:
    opened = (await as_user.post(TICKETS, json={**PLAIN, "tags": tags, "impact": "high"})).json()

    assert (await as_user.get(f"{TICKETS}/{opened['id']}")).json() == opened


async def test_a_program_hands_in_a_ticket_with_a_token(
    client: AsyncClient, as_user: SignedIn, db: Database
) -> None:
    async with db.write() as session:
        token = await make_api_token(session, as_user.user, scopes=[Scope.TICKETS_WRITE])

    answer = await client.post(TICKETS, json=PLAIN, headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 201
    assert answer.json()["channel"] == "api"


async def test_the_requesters_hints_are_kept(as_user: SignedIn) -> None:
    hints = {"category": "network", "impact": "high", "urgency": "low"}

    answer = await as_user.post(TICKETS, json={**PLAIN, **hints})

    assert {key: answer.json()[key] for key in hints} == hints
    assert answer.json()["priority"] is None


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "'; DROP TABLE ticket; -- \" OR 1=1",
        "{{7*7}} ${7*7} %s %(x)s {0}",
        "=cmd|' /C calc'!A0",
        "😀 漢字 עברית naïve ﬀ",
        "back\\slash \"quotes\" 'single' `tick`",
    ],
)
async def test_text_comes_back_as_it_was_written(as_user: SignedIn, text: str) -> None:
    opened = (await as_user.post(TICKETS, json={"subject": text, "description": text})).json()

    detail = (await as_user.get(f"{TICKETS}/{opened['id']}")).json()

    assert (detail["subject"], detail["description"]) == (text, text)


async def test_nul_characters_are_dropped(as_user: SignedIn) -> None:
    body = {"subject": "VPN\x00 drops", "description": "a\x00b"}

    answer = await as_user.post(TICKETS, json=body)

    assert answer.status_code == 201
    assert (answer.json()["subject"], answer.json()["description"]) == ("VPN drops", "ab")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": None}, "subject"),
        ({"subject": 7}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"subject": " \u200b "}, "subject"),
        ({"description": {"text": "x"}}, "description"),
        ({"description": "x" * 20_001}, "description"),
        ({"category": "printers"}, "category"),
        ({"urgency": "critical"}, "urgency"),
        ({"tags": ["two words"]}, "tags.0"),
        ({"attachment_ids": "all"}, "attachment_ids"),
        ({"attachment_ids": ["x"]}, "attachment_ids.0"),
        ({"priority": "critical"}, "priority"),
        ({"status": "closed"}, "status"),
        ({"id": NOWHERE}, "id"),
    ],
)
async def test_a_bad_field_is_named_and_nothing_is_kept(
    as_user: SignedIn, db: Database, change: dict[str, Any], field: str
) -> None:
    answer = await as_user.post(TICKETS, json={**PLAIN, **change})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await count(db, Ticket) == 0


async def test_a_lone_surrogate_is_refused(as_user: SignedIn) -> None:
    body = b'{"subject": "broken \\ud800 character", "description": "x"}'

    answer = await as_user.post(TICKETS, content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422


async def test_fifty_at_once_all_get_a_number_of_their_own(as_user: SignedIn, db: Database) -> None:
    answers = await asyncio.gather(
        *(as_user.post(TICKETS, json={**PLAIN, "subject": f"No {n}"}) for n in range(50))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert [answer.json()["subject"] for answer in answers] == [f"No {n}" for n in range(50)]
    assert len({answer.json()["reference"] for answer in answers}) == 50
    assert await count(db, Ticket) == await count(db, Message) == await count(db, OutboxEvent) == 50


async def test_a_bad_one_among_many_harms_none_of_them(as_user: SignedIn, db: Database) -> None:
    bad = {**PLAIN, "attachment_ids": [NOWHERE]}

    answers = await asyncio.gather(
        *(as_user.post(TICKETS, json=bad if n == 3 else PLAIN) for n in range(8))
    )

    assert [answer.status_code for answer in answers] == [422 if n == 3 else 201 for n in range(8)]
    assert answers[3].json()["code"] == "attachment_unknown"
    assert await count(db, Ticket) == 7


class TestIdempotency:
    """The same key stands for the same ticket."""

    async def test_the_same_request_again_gives_the_same_ticket(
        self, as_user: SignedIn, db: Database
    ) -> None:
        headers = {"Idempotency-Key": "form-4711"}

        first = await as_user.post(TICKETS, json=PLAIN, headers=headers)
        again = await as_user.post(TICKETS, json=PLAIN, headers=headers)

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert await count(db, Ticket) == 1

    async def test_another_body_under_the_same_key_is_refused(
        self, as_user: SignedIn, db: Database
    ) -> None:
        headers = {"Idempotency-Key": "form-4711"}
        await as_user.post(TICKETS, json=PLAIN, headers=headers)

        answer = await as_user.post(TICKETS, json={**PLAIN, "subject": "Other"}, headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert await count(db, Ticket) == 1

    async def test_a_key_belongs_to_one_person(self, sign_in_as: SignInAs, db: Database) -> None:
        headers = {"Idempotency-Key": "form-4711"}

        for _ in range(2):
            person = await sign_in_as("user")
            assert (await person.post(TICKETS, json=PLAIN, headers=headers)).status_code == 201

        assert await count(db, Ticket) == 2

    async def test_a_refused_request_uses_up_no_key(self, as_user: SignedIn) -> None:
        headers = {"Idempotency-Key": "form-4711"}
        bad = {**PLAIN, "attachment_ids": [NOWHERE]}
        assert (await as_user.post(TICKETS, json=bad, headers=headers)).status_code == 422

        assert (await as_user.post(TICKETS, json=PLAIN, headers=headers)).status_code == 201

    @pytest.mark.parametrize("key", ["", "x" * 201])
    async def test_a_key_has_a_sound_length(self, as_user: SignedIn, key: str) -> None:
        answer = await as_user.post(TICKETS, json=PLAIN, headers={"Idempotency-Key": key})

        assert answer.status_code == 422

    async def test_at_once_in_one_process(self, as_user: SignedIn, db: Database) -> None:
        headers = {"Idempotency-Key": "double-click"}

        answers = await asyncio.gather(
            *(as_user.post(TICKETS, json=PLAIN, headers=headers) for _ in range(10))
        )

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert await count(db, Ticket) == 1

    async def test_at_once_in_several_processes(
        self, app: FastAPI, settings: Settings, as_user: SignedIn, db: Database
    ) -> None:
        """Applications of their own, as several api processes behind one address have them."""
        others = [create_app(settings) for _ in range(3)]
        headers = {**as_user.client.headers, "Idempotency-Key": "double-click"}

        async def submit(to: FastAPI) -> Any:
            async with AsyncClient(
                transport=ASGITransport(app=to), base_url=BASE_URL, cookies=as_user.client.cookies
            ) as client:
                return await client.post(TICKETS, json=PLAIN, headers=headers)

        async with (
            LifespanManager(others[0]),
            LifespanManager(others[1]),
            LifespanManager(others[2]),
        ):
            answers = await asyncio.gather(*(submit(one) for one in [app, *others] * 5))

        assert [answer.status_code for answer in answers] == [201] * 20
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert await count(db, Ticket) == await count(db, Message) == 1
        assert await count(db, OutboxEvent) == 1


class TestForSomebodyElse:
    """Staff hands in what somebody told them."""

    async def test_staff_opens_a_ticket_for_a_person(
        self, as_technician: SignedIn, as_user: SignedIn
    ) -> None:
        body = {**PLAIN, "requester_id": str(as_user.id)}

        opened = (await as_technician.post(TICKETS, json=body)).json()

        assert opened["requester"] == {"id": str(as_user.id), "name": as_user.user.name}
        assert (await as_user.get(f"{TICKETS}/{opened['id']}")).status_code == 200

    async def test_a_user_does_not(self, sign_in_as: SignInAs, db: Database) -> None:
        one, other = await sign_in_as("user"), await sign_in_as("user")

        answer = await one.post(TICKETS, json={**PLAIN, "requester_id": str(other.id)})

        assert answer.status_code == 403
        assert answer.json()["code"] == "only_staff_opens_for_others"
        assert await count(db, Ticket) == 0

    async def test_a_user_may_name_himself(self, as_user: SignedIn) -> None:
        answer = await as_user.post(TICKETS, json={**PLAIN, "requester_id": str(as_user.id)})

        assert answer.status_code == 201

    async def test_an_unknown_or_inactive_person_is_refused(
        self, as_technician: SignedIn, db: Database
    ) -> None:
        async with db.write() as session:
            gone = await make_user(session, is_active=False)

        for person in (NOWHERE, str(gone.id)):
            answer = await as_technician.post(TICKETS, json={**PLAIN, "requester_id": person})
            assert (answer.status_code, answer.json()["code"]) == (422, "requester_unknown")


async def test_nothing_readable_reaches_the_database(as_user: SignedIn, db: Database) -> None:
    opened = (
        await as_user.post(
            TICKETS, json={"subject": "Zebrawort secret", "description": "Zebrawort again"}
        )
    ).json()
    await as_user.post(
        f"{TICKETS}/{opened['id']}/messages", json={"kind": "reply", "text": "Zebrawort thrice"}
    )

    tables = (
        "ticket",
        "message",
        "ticket_posting",
        "outbox_event",
        "idempotency_key",
        "notification",
    )
    async with db.engine.connect() as connection:
        for table in tables:
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()  # noqa: S608  names from above
            assert "zebrawort" not in repr(rows).lower()
            assert rows or table in {"idempotency_key", "notification"}
    found = (await as_user.get(f"{TICKETS}?q=zebrawort")).json()["items"]
    assert [row["id"] for row in found] == [opened["id"]]
