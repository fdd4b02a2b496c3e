"""The presence switch, the heartbeat of the open page, and silence."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.core.config import Settings
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people import jobs
from app.people.enums import Presence
from tests.factories.auth import SignedIn
from tests.factories.people import make_technician

PRESENCE = "/api/v1/me/presence"
HEARTBEAT = "/api/v1/me/presence/heartbeat"
SignInAs = Callable[..., Awaitable[SignedIn]]


async def _told(db: Database) -> list[tuple[str, bool | None]]:
    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent).order_by(OutboxEvent.id))).all()  # type: ignore[arg-type]
    return [(row.type, row.data.get("by_silence")) for row in rows]


async def test_a_technician_turns_the_switch_and_every_change_is_told_once(
    sign_in_as: SignInAs, db: Database
) -> None:
    tia = await sign_in_as("technician", presence=Presence.OFFLINE)
    for presence in ("online", "online", "away", "away", "online", "offline", "offline"):
        answer = await tia.put(PRESENCE, json={"presence": presence})
        assert (answer.status_code, answer.json()["presence"]) == (200, presence)
        assert (await tia.get(PRESENCE)).json() == answer.json()
    assert await _told(db) == [
        ("technician_came_online", None),
        ("technician_went_away", None),
        ("technician_came_online", None),
        ("technician_went_offline", False),
    ]


async def test_since_tells_when_the_presence_changed(
    as_technician: SignedIn, frozen_clock: Any
) -> None:
    before = (await as_technician.get(PRESENCE)).json()["since"]
    frozen_clock.advance(timedelta(minutes=5))
    same = await as_technician.put(PRESENCE, json={"presence": "online"})
    assert same.json()["since"] == before
    changed = await as_technician.put(PRESENCE, json={"presence": "away"})
    assert changed.json()["since"] > before


async def test_staying_online_is_kept_until_it_is_changed(as_technician: SignedIn) -> None:
    await as_technician.put(PRESENCE, json={"presence": "online", "stays_online": True})
    answer = await as_technician.put(PRESENCE, json={"presence": "away"})
    assert answer.json()["stays_online"] is True
    answer = await as_technician.put(PRESENCE, json={"presence": "away", "stays_online": False})
    assert answer.json()["stays_online"] is False


@pytest.mark.parametrize("body", [{}, {"presence": "asleep"}, {"presence": None}])
async def test_a_presence_that_cannot_be_is_refused(
    as_technician: SignedIn, body: dict[str, Any]
) -> None:
    assert (await as_technician.put(PRESENCE, json=body)).status_code == 422


async def test_somebody_without_a_profile_has_no_presence(as_admin: SignedIn) -> None:
    for answer in (
        await as_admin.get(PRESENCE),
        await as_admin.put(PRESENCE, json={"presence": "online"}),
        await as_admin.post(HEARTBEAT),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_a_technician")


async def test_silence_takes_a_technician_offline(
    as_technician: SignedIn,
    db: Database,
    job_context: dict[str, Any],
    settings: Settings,
    frozen_clock: Any,
) -> None:
    await as_technician.post(HEARTBEAT)
    frozen_clock.advance(timedelta(seconds=settings.presence_timeout_seconds))
    assert await jobs.mark_silent(job_context) == 0
    frozen_clock.advance(timedelta(seconds=1))
    assert await jobs.mark_silent(job_context) == 1
    assert (await as_technician.get(PRESENCE)).json()["presence"] == "offline"
    assert await jobs.mark_silent(job_context) == 0
    assert await _told(db) == [("technician_went_offline", True)]


async def test_an_open_page_keeps_a_technician_online(
    as_technician: SignedIn,
    job_context: dict[str, Any],
    settings: Settings,
    frozen_clock: Any,
) -> None:
    for _ in range(3):
        frozen_clock.advance(timedelta(seconds=settings.presence_timeout_seconds))
        assert (await as_technician.post(HEARTBEAT)).status_code == 204
        assert await jobs.mark_silent(job_context) == 0
    assert (await as_technician.get(PRESENCE)).json()["presence"] == "online"


async def test_turning_the_switch_is_a_sign_of_life(
    sign_in_as: SignInAs, job_context: dict[str, Any], frozen_clock: Any
) -> None:
    tia = await sign_in_as("technician", presence=Presence.OFFLINE)
    frozen_clock.advance(timedelta(hours=8))
    await tia.put(PRESENCE, json={"presence": "online"})
    assert await jobs.mark_silent(job_context) == 0


async def test_a_heartbeat_takes_nobody_online(sign_in_as: SignInAs) -> None:
    tia = await sign_in_as("technician", presence=Presence.OFFLINE)
    assert (await tia.post(HEARTBEAT)).status_code == 204
    assert (await tia.get(PRESENCE)).json()["presence"] == "offline"


async def test_silence_takes_only_those_offline_who_are_silent(
    db: Database, job_context: dict[str, Any], frozen_clock: Any, settings: Settings
) -> None:
    long_ago = frozen_clock.at - timedelta(seconds=settings.presence_timeout_seconds + 1)
    async with db.write() as session:
        await make_technician(session, name="silent", heartbeat_at=long_ago)
        await make_technician(session, name="never heard", heartbeat_at=None)
        await make_technician(
            session, name="silent and away", heartbeat_at=long_ago, presence=Presence.AWAY
        )
        await make_technician(session, name="heard")
        await make_technician(session, name="stays", heartbeat_at=long_ago, stays_online=True)
        await make_technician(
            session, name="offline", heartbeat_at=long_ago, presence=Presence.OFFLINE
        )
    assert await jobs.mark_silent(job_context) == 3
    assert await _told(db) == [("technician_went_offline", True)] * 3
