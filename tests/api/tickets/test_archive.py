"""The archive: old tickets leave the lists of every day, and are found, read and brought back."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import Database
from app.privacy.jobs import keep_to_retention
from app.tickets import archive
from app.tickets.enums import MessageKind, TicketStatus
from app.tickets.models import Ticket
from tests.api.tickets.steps import TICKETS, facts, reload, say
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message, make_ticket


@pytest.fixture
async def old(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """A ticket of the user that was closed long ago, with a note."""
    async with db.write() as session:
        ticket = await make_ticket(
            session,
            requester_id=as_user.id,
            subject="Plotter jams",
            status=TicketStatus.CLOSED,
            closed_at=clock.now() - timedelta(days=200),
        )
        await make_message(
            session, ticket, author_id=as_technician.id, kind=MessageKind.NOTE, text="Gearbox"
        )
        return ticket


async def put_away(db: Database) -> int:
    """Archive what was closed half a year ago."""
    async with db.write() as session:
        return await archive.put_away(session, clock.now() - timedelta(days=180), limit=10)


async def found(person: SignedIn, **query: Any) -> list[str]:
    """Ids of a list."""
    answer = await person.get(TICKETS, params=query)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


@pytest.mark.parametrize("sort", ["-created", "created", "-updated", "-priority", "due"])
async def test_it_leaves_the_lists_and_lies_in_the_archive(
    sort: str, db: Database, as_technician: SignedIn, old: Ticket
) -> None:
    async with db.write() as session:
        young = await make_ticket(session, status=TicketStatus.CLOSED)
    assert await put_away(db) == 1
    assert await put_away(db) == 0

    assert await found(as_technician, sort=sort) == [str(young.id)]
    assert await found(as_technician, sort=sort, status="closed") == [str(young.id)]
    assert await found(as_technician, sort=sort, archived=True) == [str(old.id)]
    assert await facts(db, old) == ["ticket_archived"]


async def test_it_is_found_by_those_who_could_find_it(
    sign_in_as: SignInAs, db: Database, as_user: SignedIn, as_technician: SignedIn, old: Ticket
) -> None:
    stranger = await sign_in_as("user")
    await put_away(db)

    for words in ("plotter", "plotter jams"):
        assert await found(as_user, q=words) == []
        assert await found(as_user, q=words, archived=True) == [str(old.id)]
    assert await found(as_technician, q="gearbox", archived=True) == [str(old.id)]
    assert await found(as_user, q="gearbox", archived=True) == []
    assert await found(stranger, q="plotter", archived=True) == []
    # Whoever knows the reference needs not know where the ticket lies.
    assert await found(as_user, q=old.reference) == [str(old.id)]


async def test_it_is_read_as_before(
    db: Database, as_user: SignedIn, as_technician: SignedIn, old: Ticket
) -> None:
    before = (await as_technician.get(f"{TICKETS}/{old.id}")).json()
    messages = (await as_technician.get(f"{TICKETS}/{old.id}/messages")).json()
    await put_away(db)

    after = (await as_technician.get(f"{TICKETS}/{old.id}")).json()

    assert after == {**before, "archived": True}
    assert (await as_technician.get(f"{TICKETS}/{old.id}/messages")).json() == messages
    assert (await as_user.get(f"{TICKETS}/{old.id}")).status_code == 200
    by_name = await as_user.get(f"{TICKETS}/by-reference/{old.reference}")
    assert by_name.json()["id"] == str(old.id)
    history = (await as_user.get(f"{TICKETS}/{old.id}/history")).json()["items"]
    assert [entry["text"] for entry in history] == ["Moved to the archive"]


@pytest.mark.parametrize("how", ["reopen", "status", "note"])
async def test_whoever_goes_on_with_it_brings_it_back(
    how: str, db: Database, as_user: SignedIn, as_technician: SignedIn, old: Ticket
) -> None:
    await put_away(db)
    version = (await reload(db, old)).version

    if how == "note":
        answer = await say(as_technician, old, "Look here again.", "note")
    elif how == "reopen":
        body = {"version": version, "reason": "It jams again."}
        answer = await as_user.post(f"{TICKETS}/{old.id}/reopen", json=body)
    else:
        body = {"version": version, "status": "reopened"}
        answer = await as_user.post(f"{TICKETS}/{old.id}/status", json=body)

    assert answer.status_code < 300, answer.text
    assert await found(as_technician, archived=True) == []
    assert await found(as_user, q="plotter") == [str(old.id)]
    assert await found(as_user, q="plotter", archived=True) == []
    assert await found(as_user, q="gearbox") == []
    assert await found(as_technician, q="gearbox") == [str(old.id)]
    assert (await facts(db, old))[:2] == ["ticket_archived", "ticket_brought_back"]


async def test_the_nightly_work_follows_the_setting(
    db: Database, as_admin: SignedIn, old: Ticket, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        await make_ticket(session)
    assert await keep_to_retention(job_context) == 0
    setting = {"rules": [], "archive_after_days": 150}
    looked = await as_admin.post("/api/v1/privacy/retention/preview", json=setting)
    assert looked.json()["archived"] == 1
    await as_admin.put("/api/v1/privacy/retention", json={**setting, "version": 0})

    assert await keep_to_retention(job_context) == 1

    assert (await reload(db, old)).is_archived
