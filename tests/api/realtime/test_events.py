"""The stream of live updates over a real connection."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from prometheus_client import REGISTRY

from app.auth.permissions import Scope
from app.core.db import Database
from app.realtime import endpoints
from app.realtime.fan_out import MOST_STREAMS_PER_PERSON
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from tests.api.realtime.conftest import EVENTS, Listen, LiveStream
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn, make_api_token
from tests.factories.feedback import hold_ticket

Dispatch = Callable[[], Awaitable[None]]


@pytest.fixture
async def held(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """A ticket of the user that the technician works on."""
    async with db.write() as session:
        return await hold_ticket(
            session,
            requester=as_user.user,
            technician=as_technician.user,
            status=TicketStatus.IN_PROGRESS,
        )


async def write(person: SignedIn, ticket: Ticket, kind: str = "reply") -> None:
    answer = await person.post(
        f"/api/v1/tickets/{ticket.id}/messages", json={"kind": kind, "text": "Words of mine"}
    )
    assert answer.status_code == 201


def open_streams() -> float | None:
    """What the process tells in its metrics."""
    return REGISTRY.get_sample_value("tikify_open_streams")


async def until_next(stream: LiveStream, name: str) -> dict[str, object]:
    """Data of the next event of a name."""
    while (event := await stream.event()).name != name:
        continue
    return event.data


async def test_hello_comes_first(as_user: SignedIn, listen: Listen) -> None:
    async with listen(as_user) as stream:
        assert stream.response.status_code == 200
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["cache-control"] == "no-cache"
        assert stream.response.headers["x-accel-buffering"] == "no"
        hello = await stream.event()
        assert hello.name == "hello"
        assert hello.id.startswith(f"{hello.data['epoch']}:")


async def test_without_a_session_there_is_no_stream(client: AsyncClient) -> None:
    answer = await client.get(EVENTS)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_reply_shows_on_every_page_that_may_see_it(
    held: Ticket,
    as_user: SignedIn,
    as_technician: SignedIn,
    sign_in_as: SignInAs,
    listen: Listen,
    dispatch: Dispatch,
) -> None:
    stranger = await sign_in_as("user")
    async with (
        listen(as_user) as requester,
        listen(as_technician) as assignee,
        listen(stranger) as outside,
    ):
        for stream in (requester, assignee, outside):
            await stream.event()
        await write(as_technician, held)
        await dispatch()
        for stream in (requester, assignee):
            event = await stream.event()
            assert event.name == "ticket"
            assert event.data == {"type": "message_added", "ticket_id": str(held.id)}
        assert await until_next(requester, "notification") == {"unread": 1}
        # Something of his own comes to the stranger, and nothing came before it.
        await stranger.post("/api/v1/tickets", json={"subject": "Mine", "description": "Words"})
        await dispatch()
        first = await outside.event()
        assert first.data["type"] == "ticket_opened"


async def test_a_note_is_heard_of_by_staff_alone(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, listen: Listen, dispatch: Dispatch
) -> None:
    async with listen(as_user) as requester, listen(as_technician) as assignee:
        for stream in (requester, assignee):
            await stream.event()
        await write(as_technician, held, kind="note")
        await write(as_user, held)
        await dispatch()
        assert (await assignee.event()).data["type"] == "message_added"
        assert (await assignee.event()).data["type"] == "message_added"
        assert (await requester.event()).data["type"] == "message_added"
        # What comes next is the next reply: of the two before only one was for the requester.
        await write(as_technician, held)
        await dispatch()
        assert (await requester.event()).data["type"] == "message_added"
        assert (await requester.event()).name == "notification"


async def test_reading_shows_on_the_other_pages(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, listen: Listen, dispatch: Dispatch
) -> None:
    await write(as_technician, held)
    await dispatch()
    async with listen(as_user) as stream:
        await stream.event()
        await as_user.post("/api/v1/notifications/read-all")
        await dispatch()
        assert await until_next(stream, "notification") == {"unread": 0}


async def test_presence_is_for_staff(
    as_user: SignedIn,
    as_technician: SignedIn,
    as_admin: SignedIn,
    listen: Listen,
    dispatch: Dispatch,
) -> None:
    async with listen(as_user) as outside, listen(as_admin) as staff:
        for stream in (outside, staff):
            await stream.event()
        answer = await as_technician.put("/api/v1/me/presence", json={"presence": "away"})
        assert answer.status_code == 200
        await as_user.post("/api/v1/tickets", json={"subject": "Mine", "description": "Words"})
        await dispatch()
        assert await until_next(staff, "presence") == {"technician_id": str(as_technician.id)}
        assert (await outside.event()).name == "ticket"


async def test_whoever_comes_back_gets_what_he_missed(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, listen: Listen, dispatch: Dispatch
) -> None:
    async with listen(as_user) as stream:
        seen = (await stream.event()).id
    async with listen(as_technician) as witness:
        await witness.event()
        await write(as_technician, held)
        await dispatch()
        # The hub has it once somebody heard it.
        await witness.event()
    async with listen(as_user, last_id=seen) as stream:
        assert (await stream.event()).name == "hello"
        assert (await stream.event()).data["type"] == "message_added"


async def test_an_unknown_last_id_is_a_gap(as_user: SignedIn, listen: Listen) -> None:
    async with listen(as_user, last_id="of-another-process:17") as stream:
        assert [(await stream.event()).name for _ in range(2)] == ["hello", "gap"]


async def test_a_token_hears_no_more_than_its_scopes_allow(
    db: Database,
    held: Ticket,
    live_url: str,
    as_user: SignedIn,
    as_technician: SignedIn,
    sign_in_as: SignInAs,
    dispatch: Dispatch,
) -> None:
    colleague = await sign_in_as("technician")
    async with db.write() as session:
        narrow = await make_api_token(session, colleague.user, scopes=[Scope.NOTIFICATIONS])
        other = await make_api_token(session, colleague.user, scopes=[Scope.TICKETS_READ])
    async with AsyncClient(base_url=live_url, timeout=60) as client:
        refused = await client.get(EVENTS, headers={"Authorization": f"Bearer {other}"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        async with client.stream(
            "GET", EVENTS, headers={"Authorization": f"Bearer {narrow}"}
        ) as response:
            stream = LiveStream(response)
            await stream.event()
            await write(as_technician, held)
            await dispatch()
            await as_technician.put(f"/api/v1/tickets/{held.id}/watchers/{colleague.id}")
            await dispatch()
            # The reply passed by; whoever watches hears of the ticket in his own right.
            assert (await stream.event()).data["type"] == "watcher_added"


async def test_the_stream_ends_with_the_session(
    as_user: SignedIn, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "RECHECK_SECONDS", 0.02)
    async with listen(as_user) as stream:
        await stream.event()
        assert (await as_user.post("/api/v1/auth/sign-out-everywhere")).status_code == 204
        assert await stream.has_ended()
    async with listen(as_user) as stream:
        assert stream.response.status_code == 401


async def test_another_role_is_another_stream(
    as_user: SignedIn, as_admin: SignedIn, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "RECHECK_SECONDS", 0.02)
    async with listen(as_user) as stream:
        await stream.event()
        answer = await as_admin.patch(f"/api/v1/people/{as_user.id}", json={"role": "technician"})
        assert answer.status_code == 200
        assert await stream.has_ended()


async def test_silence_is_broken_by_a_comment(
    as_user: SignedIn, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.02)
    async with listen(as_user) as stream:
        await stream.event()
        assert await stream.line() == ": ping"


async def test_a_page_that_left_is_forgotten(
    app: FastAPI, as_user: SignedIn, listen: Listen
) -> None:
    before = open_streams()
    assert before is not None
    async with listen(as_user) as stream:
        await stream.event()
        assert open_streams() == before + 1
    while open_streams() != before:  # noqa: ASYNC110 - a gauge tells nobody when it changes
        await asyncio.sleep(0.01)


async def test_one_person_opens_only_so_many(
    app: FastAPI, as_user: SignedIn, listen: Listen
) -> None:
    hub = app.state.hub
    streams = [
        hub.open(as_user.id, is_staff=False, last_id=None) for _ in range(MOST_STREAMS_PER_PERSON)
    ]
    try:
        async with listen(as_user) as refused:
            await refused.response.aread()
            assert refused.response.status_code == 429
            assert refused.response.json()["code"] == "too_many_streams"
            assert "retry-after" in refused.response.headers
    finally:
        for stream in streams:
            hub.discard(stream)
