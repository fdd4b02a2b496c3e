"""A person's data as a zip file: made by a worker, whole, fetched by whom it concerns, and gone in time."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.core.config import Settings
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.privacy import exports, sealed_file
from app.privacy.jobs import forget_exports, make_next_export
from app.privacy.models import PersonExport
from app.tickets.enums import MessageKind
from app.tickets.models import Ticket
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message, make_ticket

EXPORTS = "/api/v1/privacy/exports"
MINE = "/api/v1/me/exports"


async def fetch(person: SignedIn, url: str) -> zipfile.ZipFile:
    """Download and open an export."""
    answer = await person.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    return zipfile.ZipFile(io.BytesIO(answer.content))


async def ready(person: SignedIn, context: dict[str, Any]) -> dict[str, Any]:
    """Ask for one's own data and wait for it."""
    asked = (await person.post(MINE)).json()
    assert (asked["state"], asked["url"]) == ("waiting", None)
    assert await make_next_export(context) == 1
    rows = (await person.get(MINE)).json()["items"]
    row: dict[str, Any] = rows[0]
    assert (row["id"], row["state"]) == (asked["id"], "ready")
    return row


async def story(db: Database, person: SignedIn, technician: SignedIn) -> Ticket:
    """A ticket with a file, an answer and a note about the person."""
    file = await person.post(
        "/api/v1/attachments", files={"file": ("plan <b>.txt", b"My plan.", "text/plain")}
    )
    opened = await person.post(
        "/api/v1/tickets",
        json={
            "subject": "Über <script>",
            "description": "Mine & only mine",
            "attachment_ids": [file.json()["id"]],
        },
    )
    async with db.write() as session:
        ticket = await session.get_one(Ticket, opened.json()["id"])
        await make_message(session, ticket, author_id=technician.id, text="We look into it.")
        await make_message(
            session, ticket, author_id=technician.id, kind=MessageKind.NOTE, text="He shouts."
        )
        other = await make_ticket(session, subject="Somebody else's")
        await make_message(session, other, author_id=person.id, text="I have that too.")
    return ticket


async def test_everything_of_the_person_and_nothing_of_others(
    db: Database, job_context: dict[str, Any], as_user: SignedIn, as_technician: SignedIn
) -> None:
    await story(db, as_user, as_technician)

    row = await ready(as_user, job_context)

    assert (row["done"], row["total"]) == (2, 2)
    archive = await fetch(as_user, row["url"])
    assert archive.testzip() is None
    data = json.loads(archive.read("data.json"))
    assert data["person"]["email"] == as_user.user.email
    assert "password_hash" not in data["person"]
    assert all("token_hash" not in one for one in data["signed_in"])
    assert data["acts"]["ticket_opened"] == 1
    mine, others = sorted(data["tickets"], key=lambda one: not one["yours"])
    assert mine["subject"] == "Über <script>"
    assert [one["text"] for one in mine["messages"]] == ["Mine & only mine", "We look into it."]
    assert [one["text"] for one in others["messages"]] == ["I have that too."]
    assert "subject" not in others
    name = mine["messages"][0]["files"][0]
    assert archive.read(name) == b"My plan."
    page = archive.read("index.html").decode()
    assert "Über &lt;script&gt;" in page
    assert "Mine &amp; only mine" in page
    whole = b"".join(archive.read(one) for one in archive.namelist())
    assert b"He shouts." not in whole
    assert b"<script>" not in page.encode()


async def test_a_staff_members_own_notes_are_his(
    db: Database, job_context: dict[str, Any], as_user: SignedIn, as_technician: SignedIn
) -> None:
    await story(db, as_user, as_technician)

    row = await ready(as_technician, job_context)

    data = json.loads((await fetch(as_technician, row["url"])).read("data.json"))
    said = [message["text"] for one in data["tickets"] for message in one["messages"]]
    assert said == ["We look into it.", "He shouts."]
    assert data["technician"] is not None


async def test_who_may_fetch_it(
    db: Database,
    job_context: dict[str, Any],
    sign_in_as: SignInAs,
    as_user: SignedIn,
    as_technician: SignedIn,
    as_admin: SignedIn,
) -> None:
    row = await ready(as_user, job_context)
    asked = await as_admin.post(f"/api/v1/privacy/people/{as_user.id}/exports")
    assert asked.status_code == 201
    assert await make_next_export(job_context) == 1
    theirs = f"{EXPORTS}/{asked.json()['id']}/file"

    for stranger in (await sign_in_as("user"), as_technician):
        assert (await stranger.get(row["url"])).status_code == 404
    await fetch(as_admin, row["url"])
    await fetch(as_admin, theirs)
    # What an administrator asked for is his to give.
    assert (await as_user.get(theirs)).status_code == 404
    assert len((await as_user.get(MINE)).json()["items"]) == 1
    assert len((await as_admin.get(EXPORTS)).json()["items"]) == 2
    async with db.read() as session:
        statement = (
            select(OutboxEvent.type, OutboxEvent.actor_id)
            .where(col(OutboxEvent.type).startswith("export_"))
            .order_by(col(OutboxEvent.id))
        )
        assert list(await session.exec(statement)) == [
            ("export_asked", as_user.id),
            ("export_asked", as_admin.id),
            ("export_fetched", as_admin.id),
            ("export_fetched", as_admin.id),
        ]


async def test_the_link_ends_and_the_file_goes(
    db: Database, job_context: dict[str, Any], as_user: SignedIn, frozen_clock: FrozenClock
) -> None:
    row = await ready(as_user, job_context)
    frozen_clock.advance(exports.KEPT)

    fresh = await as_user.get(row["url"])
    # The session may have ended as well; nobody gets the file either way.
    assert fresh.status_code in {401, 404}
    assert await forget_exports(job_context) == 1
    assert await forget_exports(job_context) == 0
    async with db.read() as session:
        export = (await session.exec(select(PersonExport))).one()
    assert (export.state, export.pieces) == ("expired", 0)


async def test_asking_twice_makes_one(as_user: SignedIn, job_context: dict[str, Any]) -> None:
    first, second = [(await as_user.post(MINE)).json()["id"] for _ in range(2)]

    assert first == second
    assert await make_next_export(job_context) == 1
    assert await make_next_export(job_context) == 0


async def test_a_worker_that_died_leaves_it_to_another(
    db: Database, as_user: SignedIn, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    await as_user.post(MINE)
    async with db.write() as session:
        assert await exports.begin_next(session) is not None
    assert await make_next_export(job_context) == 0

    frozen_clock.advance(exports.LEASE + timedelta(seconds=1))

    assert await make_next_export(job_context) == 1
    assert (await as_user.get(MINE)).json()["items"][0]["state"] == "ready"


async def test_a_lost_file_spoils_nothing_else(
    db: Database,
    job_context: dict[str, Any],
    as_user: SignedIn,
    as_technician: SignedIn,
    settings: Settings,
) -> None:
    await story(db, as_user, as_technician)
    for path in (settings.data_dir / "attachments").rglob("*"):
        if path.is_file():
            path.unlink()

    row = await ready(as_user, job_context)

    archive = await fetch(as_user, row["url"])
    assert "plan" in archive.read("files/missing.txt").decode()


async def test_pieces_are_sealed_and_keep_their_order(
    job_context: dict[str, Any],
    as_user: SignedIn,
    settings: Settings,
    db: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealed_file, "PIECE_BYTES", 64)

    row = await ready(as_user, job_context)

    async with db.read() as session:
        export = await session.get_one(PersonExport, row["id"])
    assert export.pieces > 2
    assert (await fetch(as_user, row["url"])).testzip() is None
    stored = list((settings.data_dir / "attachments").rglob(f"*-{export.id.hex}"))
    assert len(stored) == export.pieces
    assert all(as_user.user.email.encode() not in path.read_bytes() for path in stored)
