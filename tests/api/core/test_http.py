"""What every answer of the HTTP process keeps to, whatever the address."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import func, select

from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.tickets.models import SavedView, Ticket
from tests.conftest import BASE_URL
from tests.factories.auth import SignedIn, sign_in
from tests.fixtures.servers import free_port

pytestmark = pytest.mark.usefixtures("job_context")
TICKET = {"subject": "VPN drops", "description": "Every few minutes."}


async def test_a_sound_request_id_comes_back(client: AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"X-Request-Id": "from-the-caller_1.2"})

    assert answer.headers["x-request-id"] == "from-the-caller_1.2"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space 123", "line\tbreak", "ä" * 20])
async def test_an_unsound_request_id_is_replaced(client: AsyncClient, given: str) -> None:
    answer = await client.get("/healthz", headers=[(b"X-Request-Id", given.encode("latin-1"))])

    assert UUID(answer.headers["x-request-id"]).version == 7


async def test_a_problem_names_the_request(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/tickets", headers={"X-Request-Id": "request-4711"})

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Sign in first.",
        "code": "not_signed_in",
        "request_id": "request-4711",
    }


async def test_an_unknown_address_of_the_api_is_a_problem(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_methods_that_callers_make_up_share_one_series(client: AsyncClient) -> None:
    for method in ("MKCOL", "INVENTED-1", "INVENTED-2"):
        assert (await client.request(method, "/healthz")).status_code == 405

    measured = (await client.get("/metrics")).text
    assert 'method="other"' in measured
    assert "INVENTED" not in measured
    assert "MKCOL" not in measured


async def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client: AsyncClient) -> None:
    answer = await client.delete("/healthz")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"{'subject': 'x'}",
        b"\xff\xfe\xfa",
        b'{"subject": "\xe4"}',
        b"[" * 100_000,
        b'{"subject": "x",}',
    ],
)
async def test_a_body_that_cannot_be_read(as_user: SignedIn, body: bytes) -> None:
    answer = await as_user.post(
        "/api/v1/tickets", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == (422 if body == b"" else 400)
    assert answer.json()["code"] == ("invalid_request" if body == b"" else "malformed_json")
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"null", b"NaN"])
async def test_a_body_of_another_kind(as_user: SignedIn, body: bytes) -> None:
    answer = await as_user.post(
        "/api/v1/tickets", content=body, headers={"content-type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_json_under_another_name_is_told_what_to_send(as_user: SignedIn) -> None:
    answer = await as_user.post(
        "/api/v1/tickets",
        content=json.dumps(TICKET),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 422
    assert "Content-Type: application/json" in answer.json()["detail"]


async def test_a_rule_of_ours_speaks_to_people(as_user: SignedIn) -> None:
    answer = await as_user.post("/api/v1/tickets", json={**TICKET, "subject": "\u200b"})

    assert answer.json()["detail"] == "subject: Must hold at least one visible character."


async def test_a_broken_character_in_the_name_of_a_field_is_told_of(as_user: SignedIn) -> None:
    answer = await as_user.post(
        "/api/v1/tickets",
        content=json.dumps({**TICKET, "bro\ud800ken": 1}).encode(),
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"


async def test_each_wrong_field_is_named(as_user: SignedIn) -> None:
    answer = await as_user.post("/api/v1/tickets", json={"subject": "", "tags": [1], "x": 2})

    assert {error["field"] for error in answer.json()["errors"]} == {
        "subject",
        "description",
        "tags.0",
        "x",
    }


async def test_a_body_over_the_limit_is_refused_by_its_header(
    as_user: SignedIn, settings: Settings
) -> None:
    answer = await as_user.post(
        "/api/v1/tickets", json={**TICKET, "description": "x" * settings.max_body_bytes}
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "KiB" in answer.json()["detail"]


async def test_a_body_over_the_limit_is_refused_while_it_arrives(
    as_user: SignedIn, settings: Settings
) -> None:
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"subject": "x", "description": "'
        while sent < 4 * settings.max_body_bytes:
            sent += 65_536
            yield b"x" * 65_536

    answer = await as_user.post(
        "/api/v1/tickets", content=chunks(), headers={"content-type": "application/json"}
    )

    assert "content-length" not in answer.request.headers
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_length_that_is_no_number_is_refused(as_user: SignedIn) -> None:
    answer = await as_user.post("/api/v1/tickets", content=b"{}", headers={"content-length": "-1"})

    assert answer.status_code == 413


async def test_a_failed_commit_is_a_failed_request(
    app_database: Database, as_user: SignedIn, db: Database
) -> None:
    def fail(_: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(app_database.engine.sync_engine, "commit", fail)
    try:
        view = await as_user.post("/api/v1/saved-views", json={"name": "Mine", "filters": {}})
        ticket = await as_user.post("/api/v1/tickets", json=TICKET)
    finally:
        event.remove(app_database.engine.sync_engine, "commit", fail)

    for answer in (view, ticket):
        assert answer.status_code == 500
        assert answer.json()["code"] == "internal_error"
        assert "disk full" not in answer.text
    async with db.read() as session:
        for table in (SavedView, Ticket):
            assert (await session.exec(select(func.count()).select_from(table))).one() == 0
    assert (await as_user.post("/api/v1/tickets", json=TICKET)).status_code == 201


async def test_an_unexpected_error_names_the_request_and_nothing_else(
    app_database: Database, as_user: SignedIn
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("secret detail")

    event.listen(app_database.engine.sync_engine, "commit", fail)
    try:
        answer = await as_user.post(
            "/api/v1/saved-views",
            json={"name": "Mine", "filters": {}},
            headers={"X-Request-Id": "request-4711"},
        )
    finally:
        event.remove(app_database.engine.sync_engine, "commit", fail)

    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "request-4711"
    assert (answer.json()["code"], answer.json()["request_id"]) == (
        "internal_error",
        "request-4711",
    )
    assert "secret" not in answer.text


@pytest.fixture
def app_database(app: object) -> Database:
    """The database of the HTTP process."""
    database: Database = app.state.database  # type: ignore[attr-defined]
    return database


async def test_health_and_readiness(client: AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    answer = await client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}


def _elsewhere(settings: Settings, **changes: object) -> Settings:
    return Settings(**{**settings.model_dump(exclude_unset=True), **changes})


async def test_without_redis_everything_is_taken_and_readiness_says_so(
    settings: Settings, db: Database
) -> None:
    away = _elsewhere(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0", rate_limits=True)
    app = create_app(away)
    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL) as client,
    ):
        ready = await client.get("/readyz")
        person = await sign_in(db, client)
        opened = await person.post("/api/v1/tickets", json=TICKET)

    assert ready.status_code == 200
    assert ready.json() == {"status": "degraded", "checks": {"database": "ok", "redis": "down"}}
    assert opened.status_code == 201
    async with db.read() as session:
        assert await session.get(Ticket, UUID(opened.json()["id"])) is not None


async def test_without_its_database_the_process_is_not_ready(
    settings: Settings, tmp_path: Path, database_kind: str
) -> None:
    url = (
        f"sqlite:///{tmp_path / 'nowhere' / 'x.sqlite3'}"
        if database_kind == "sqlite"
        else f"mysql://nobody:x@127.0.0.1:{free_port()}/nothing"
    )
    app = create_app(_elsewhere(settings, database_url=url))
    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL) as client,
    ):
        ready = await client.get("/readyz")
        alive = await client.get("/healthz")
        asked = await client.get("/api/v1/tickets", headers={"authorization": "Bearer tkf_x"})

    assert ready.status_code == 503
    assert ready.json()["status"] == "down"
    assert alive.status_code == 200
    assert asked.status_code in {500, 503}
    assert asked.headers["content-type"] == "application/problem+json"


async def test_over_the_limit_the_answer_says_when_to_come_back(
    settings: Settings, db: Database
) -> None:
    app = create_app(_elsewhere(settings, rate_limits=True))
    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL) as client,
        AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL) as other_client,
    ):
        person = await sign_in(db, client)
        other = await sign_in(db, other_client)
        body: dict[str, object] = {"filters": {}}
        answers = [
            await person.post("/api/v1/saved-views", json={**body, "name": f"View {number}"})
            for number in range(31)
        ]
        neighbour = await other.post("/api/v1/saved-views", json={**body, "name": "Mine"})
        elsewhere = await person.get("/api/v1/saved-views")

    assert [answer.status_code for answer in answers] == [*[201] * 30, 429]
    refused = answers[-1]
    assert refused.json()["code"] == "rate_limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert neighbour.status_code == 201
    assert elsewhere.status_code == 200


async def test_measurements_name_the_route_and_not_the_id(
    client: AsyncClient, as_user: SignedIn
) -> None:
    unknown = "00000000-0000-0000-0000-00000000abcd"
    await as_user.get(f"/api/v1/tickets/{unknown}")

    text = (await client.get("/metrics")).text

    line = 'tikify_http_requests_total{method="GET",route="/tickets/{ticket_id}",status="404"}'
    assert line in text
    assert unknown not in text


async def test_the_api_document_and_its_page_are_served(client: AsyncClient) -> None:
    assert (await client.get("/openapi.json")).json()["info"]["title"] == "Tikify"
    page = (await client.get("/docs")).text
    assert "/docs/swagger-ui-bundle.js" in page
    assert "//cdn" not in page
