"""The inbox over HTTP."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxEvent
from app.notifications import jobs
from app.notifications.enums import NotificationKind
from app.notifications.events import NotificationsRead
from app.notifications.models import Notification
from app.notifications.service import KEPT_AFTER_READING
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.notifications import make_notification

INBOX = "/api/v1/notifications"


async def fill(db: Database, *people: SignedIn) -> list[str]:
    """One notification for each of these; returns their ids."""
    async with db.write() as session:
        made = [
            await make_notification(session, person.user, title=f"Number {number}")
            for number, person in enumerate(people)
        ]
    return [str(notification.id) for notification in made]


async def unread(person: SignedIn) -> int:
    answer = await person.get(f"{INBOX}/unread-count")
    count: int = answer.json()["unread"]
    return count


async def reads_recorded(db: Database) -> int:
    async with db.read() as session:
        statement = select(OutboxEvent).where(OutboxEvent.type == NotificationsRead.type)
        return len((await session.exec(statement)).all())


async def test_an_empty_inbox(as_user: SignedIn) -> None:
    answer = await as_user.get(INBOX)
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next_cursor": None})
    assert await unread(as_user) == 0


async def test_newest_first_in_pages_and_only_ones_own(
    db: Database, as_user: SignedIn, as_technician: SignedIn
) -> None:
    ids = await fill(db, as_user, as_technician, as_user, as_user)
    first = (await as_user.get(INBOX, params={"limit": 2})).json()
    assert [row["id"] for row in first["items"]] == [ids[3], ids[2]]
    rest = (await as_user.get(INBOX, params={"cursor": first["next_cursor"]})).json()
    assert [row["id"] for row in rest["items"]] == [ids[0]]
    assert rest["next_cursor"] is None
    assert await unread(as_user) == 3


async def test_a_row_says_what_it_is(db: Database, as_user: SignedIn) -> None:
    async with db.write() as session:
        await make_notification(
            session, as_user.user, kind=NotificationKind.SOLVED, title="TK-7 is solved", body="Fine"
        )
    [row] = (await as_user.get(INBOX)).json()["items"]
    del row["id"], row["created_at"]
    assert row == {
        "kind": "solved",
        "title": "TK-7 is solved",
        "body": "Fine",
        "ticket_id": None,
        "ticket_reference": None,
        "read_at": None,
    }


async def test_reading_one(db: Database, as_user: SignedIn) -> None:
    older, newer = await fill(db, as_user, as_user)
    for _ in range(2):
        assert (await as_user.post(f"{INBOX}/{newer}/read")).status_code == 204
    assert await unread(as_user) == 1
    left = (await as_user.get(INBOX, params={"unread": True})).json()["items"]
    assert [row["id"] for row in left] == [older]
    everything = (await as_user.get(INBOX)).json()["items"]
    assert [row["read_at"] is None for row in everything] == [False, True]
    assert await reads_recorded(db) == 1


async def test_reading_all(db: Database, as_user: SignedIn, as_technician: SignedIn) -> None:
    await fill(db, as_user, as_user, as_technician)
    for _ in range(2):
        assert (await as_user.post(f"{INBOX}/read-all")).status_code == 204
    assert await unread(as_user) == 0
    assert await unread(as_technician) == 1
    assert await reads_recorded(db) == 1


async def test_somebody_elses_is_not_there(
    db: Database, as_user: SignedIn, as_technician: SignedIn
) -> None:
    [theirs] = await fill(db, as_technician)
    for notification_id in (theirs, str(new_id())):
        answer = await as_user.post(f"{INBOX}/{notification_id}/read")
        assert (answer.status_code, answer.json()["code"]) == (404, "notification_not_found")
    assert (await as_user.post(f"{INBOX}/never/read")).status_code == 422
    assert await unread(as_technician) == 1


async def test_texts_are_sealed(db: Database, as_user: SignedIn) -> None:
    await fill(db, as_user)
    async with db.read() as session:
        connection = await session.connection()
        stored = (await connection.exec_driver_sql("SELECT title, body FROM notification")).one()
    assert not any(b"Number" in bytes(value) or b"Printer" in bytes(value) for value in stored)


async def test_everybody_is_told_in_every_way_until_he_chooses(
    as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    url = "/api/v1/me/notification-settings"
    assert (await as_user.get(url)).json() == {"email": True, "push": True}
    for choice in ({"email": False, "push": True}, {"email": True, "push": False}):
        answer = await as_user.put(url, json=choice)
        assert (answer.status_code, answer.json()) == (200, choice)
        assert (await as_user.get(url)).json() == choice
    other = await sign_in_as("user")
    assert (await other.get(url)).json() == {"email": True, "push": True}


@pytest.mark.parametrize("body", [{}, {"email": True}, {"email": "maybe", "push": True}, []])
async def test_half_a_choice_is_refused(as_user: SignedIn, body: object) -> None:
    answer = await as_user.put("/api/v1/me/notification-settings", json=body)
    assert answer.status_code == 422


async def test_read_ones_are_dropped_after_a_while(
    db: Database, as_user: SignedIn, frozen_clock: FrozenClock
) -> None:
    unread_id, read_id = await fill(db, as_user, as_user)
    await as_user.post(f"{INBOX}/{read_id}/read")
    frozen_clock.advance(KEPT_AFTER_READING)
    assert await jobs.forget_old_notifications({"database": db}) == 0
    frozen_clock.advance(timedelta(seconds=1))
    assert await jobs.forget_old_notifications({"database": db}) == 1
    async with db.read() as session:
        left = (await session.exec(select(Notification.id))).all()
    assert [str(notification_id) for notification_id in left] == [unread_id]
