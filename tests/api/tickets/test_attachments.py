"""Files: uploaded first, handed in with a ticket or a message, sealed at rest, seen by the right people."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from app.core.config import Settings
from app.core.db import Database
from app.tickets import jobs
from app.tickets.models import Attachment, Ticket
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn

FILES = "/api/v1/attachments"
TICKETS = "/api/v1/tickets"
WORDS = b"Zebrawort: the whole log.\n" * 40


async def upload(
    person: SignedIn, name: str = "log.txt", data: bytes = WORDS, kind: str = "text/plain"
) -> Any:
    """Upload one file."""
    return await person.post(FILES, files={"file": (name, data, kind)})


async def uploaded(person: SignedIn, **file: Any) -> str:
    """Id of a file just uploaded."""
    answer = await upload(person, **file)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_file_goes_in_and_comes_back(as_user: SignedIn) -> None:
    answer = await upload(as_user, "Größe & Co.txt")

    body = answer.json()
    assert answer.status_code == 201
    assert (body["filename"], body["content_type"], body["size"]) == (
        "Größe & Co.txt",
        "text/plain",
        len(WORDS),
    )
    back = await as_user.get(body["url"])
    assert back.content == WORDS
    assert back.headers["content-type"].startswith("text/plain")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20Co.txt"
    )
    assert "sandbox" in back.headers["content-security-policy"]


async def test_the_type_follows_the_ending_and_never_the_senders_claim(as_user: SignedIn) -> None:
    disguised = (await upload(as_user, "notes.txt", b"<script>", "text/html")).json()
    unknown = (await upload(as_user, "notes.zzz", b"x", "text/html")).json()

    assert disguised["content_type"] == "text/plain"
    assert unknown["content_type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("empty.txt", b"", 422, "attachment_empty"),
        ("setup.exe", b"x", 415, "attachment_type_refused"),
        ("photo.jpg", b"MZ\x90\x00", 415, "attachment_type_refused"),
        ("run.SH", b"x", 415, "attachment_type_refused"),
    ],
)
async def test_refused_files(
    as_user: SignedIn, db: Database, name: str, data: bytes, status: int, code: str
) -> None:
    answer = await upload(as_user, name, data)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    async with db.read() as session:
        assert (await session.exec(select(func.count()).select_from(Attachment))).one() == 0


async def test_the_largest_file_is_taken_and_one_byte_more_is_not(
    as_user: SignedIn, settings: Settings
) -> None:
    most = settings.max_attachment_bytes

    assert (await upload(as_user, data=b"x" * most)).status_code == 201
    over = await upload(as_user, data=b"x" * (most + 1))
    assert (over.status_code, over.json()["code"]) == (413, "attachment_too_large")
    far_over = await upload(as_user, data=b"x" * (most + 1_000_000))
    assert far_over.status_code == 413
    assert "KiB" in far_over.json()["detail"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"json": {"file": "x"}},
        {"data": {"file": "text and no file"}},
        {"files": {"other": ("x.txt", b"x")}},
        {"content": b"--x", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data; boundary=y"}},
    ],
)
async def test_what_is_no_upload(as_user: SignedIn, arguments: dict[str, Any]) -> None:
    answer = await as_user.post(FILES, **arguments)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_file_belongs_to_its_owner_until_it_is_handed_in(
    as_user: SignedIn, as_admin: SignedIn
) -> None:
    file = await uploaded(as_user)

    assert (await as_user.get(f"{FILES}/{file}")).status_code == 200
    assert (await as_admin.get(f"{FILES}/{file}")).status_code == 404


async def test_handed_in_with_a_ticket(
    sign_in_as: SignInAs, as_user: SignedIn, as_technician: SignedIn
) -> None:
    files = [await uploaded(as_user, name=f"{n}.txt") for n in range(3)]
    body = {"subject": "x", "description": "y", "attachment_ids": files}

    opened = (await as_user.post(TICKETS, json=body)).json()

    assert [item["id"] for item in opened["attachments"]] == files
    detail = (await as_technician.get(f"{TICKETS}/{opened['id']}")).json()
    assert detail["attachments"] == opened["attachments"]
    assert (await as_technician.get(f"{FILES}/{files[0]}")).content == WORDS
    stranger = await sign_in_as("user")
    assert (await stranger.get(f"{FILES}/{files[0]}")).status_code == 404


async def test_handed_in_with_a_reply(
    as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
) -> None:
    file = await uploaded(as_technician)
    body = {"text": "See the file.", "attachment_ids": [file]}

    answer = await as_technician.post(f"{TICKETS}/{ticket.id}/messages", json=body)

    assert [item["id"] for item in answer.json()["attachments"]] == [file]
    (message,) = (await as_user.get(f"{TICKETS}/{ticket.id}/messages")).json()["items"]
    assert message["attachments"][0]["filename"] == "log.txt"
    assert (await as_user.get(f"{FILES}/{file}")).status_code == 200


async def test_a_file_of_a_note_is_internal(
    as_user: SignedIn, as_technician: SignedIn, as_admin: SignedIn, ticket: Ticket
) -> None:
    file = await uploaded(as_technician)
    body = {"kind": "note", "text": "Internal.", "attachment_ids": [file]}
    await as_technician.post(f"{TICKETS}/{ticket.id}/messages", json=body)

    assert (await as_admin.get(f"{FILES}/{file}")).status_code == 200
    assert (await as_user.get(f"{FILES}/{file}")).status_code == 404


async def test_only_ones_own_unused_files_are_handed_in(
    as_user: SignedIn, as_technician: SignedIn, ticket: Ticket
) -> None:
    theirs = await uploaded(as_technician)
    used = await uploaded(as_user)
    address = f"{TICKETS}/{ticket.id}/messages"
    first = await as_user.post(address, json={"text": "x", "attachment_ids": [used]})
    assert first.status_code == 201

    for ids in ([theirs], [used], [str(ticket.id)]):
        answer = await as_user.post(address, json={"text": "x", "attachment_ids": ids})
        assert (answer.status_code, answer.json()["code"]) == (422, "attachment_unknown")
    messages = (await as_user.get(address)).json()["items"]
    assert len(messages) == 1


async def test_two_messages_at_once_do_not_share_a_file(as_user: SignedIn, db: Database) -> None:
    file = await uploaded(as_user)
    body = {"subject": "x", "description": "y", "attachment_ids": [file]}

    answers = await asyncio.gather(*(as_user.post(TICKETS, json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_files_are_unreadable_on_disk_and_in_the_database(
    as_user: SignedIn, settings: Settings, db: Database
) -> None:
    file = await uploaded(as_user, name="zebrawort.txt")

    (path,) = (settings.data_dir / "attachments").rglob(file.replace("-", ""))
    assert b"Zebrawort" not in path.read_bytes()
    async with db.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM attachment")).all()
    assert "zebrawort" not in repr(rows).lower()


async def test_a_file_that_was_changed_on_disk_is_not_given_out(
    as_user: SignedIn, settings: Settings
) -> None:
    file = await uploaded(as_user)
    (path,) = (settings.data_dir / "attachments").rglob(file.replace("-", ""))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)

    answer = await as_user.get(f"{FILES}/{file}")

    assert (answer.status_code, answer.json()["code"]) == (500, "attachment_damaged")
    assert b"Zebrawort" not in answer.content


async def test_a_file_that_is_gone(as_user: SignedIn, settings: Settings) -> None:
    file = await uploaded(as_user)
    (path,) = (settings.data_dir / "attachments").rglob(file.replace("-", ""))
    path.unlink()

    answer = await as_user.get(f"{FILES}/{file}")

    assert (answer.status_code, answer.json()["code"]) == (404, "file_missing")


async def test_uploads_that_nobody_hands_in_go_after_a_day(
    as_user: SignedIn,
    settings: Settings,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
) -> None:
    forgotten, used = await uploaded(as_user), await uploaded(as_user)
    body = {"subject": "x", "description": "y", "attachment_ids": [used]}
    await as_user.post(TICKETS, json=body)

    assert await jobs.drop_orphan_attachments(job_context) == 0
    frozen_clock.advance(timedelta(hours=25))
    assert await jobs.drop_orphan_attachments(job_context) == 1

    files = Path(settings.data_dir / "attachments").rglob("*")
    left = {path.name for path in files if path.is_file()}
    assert forgotten.replace("-", "") not in left
    assert used.replace("-", "") in left
