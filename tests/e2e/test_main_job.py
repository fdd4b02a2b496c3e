"""The main job from end to end over HTTP: submit, score, assign, tell, reply, solve, rate, look back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from app.core.config import Settings
from app.core.db import Database
from app.people.models import Technician
from tests.conftest import SignInAs
from tests.e2e.conftest import EVERY_SKILL
from tests.factories.auth import SignedIn
from tests.fixtures.push_service import Browser, PushService, push_service

API = "/api/v1"
Drain = Callable[[], Awaitable[int]]


@pytest.fixture
async def pushes() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


async def _subscribe(person: SignedIn, service: PushService) -> Browser:
    key = (await person.get(f"{API}/push/key")).json()["public_key"]
    browser = service.browser(key)
    answer = await person.post(f"{API}/push/subscriptions", json=browser.subscription)
    assert answer.status_code == 201, answer.text
    return browser


def _mails_to(folder: Path, address: str) -> list[EmailMessage]:
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in sorted(folder.glob("*.eml"))
    ]
    return [mail for mail in mails if mail["To"] == address]


async def _inbox(person: SignedIn) -> list[str]:
    rows = (await person.get(f"{API}/notifications")).json()["items"]
    return [row["kind"] for row in reversed(rows)]


async def _ticket(person: SignedIn, ticket_id: str) -> dict[str, Any]:
    answer = await person.get(f"{API}/tickets/{ticket_id}")
    assert answer.status_code == 200, answer.text
    ticket: dict[str, Any] = answer.json()
    return ticket


async def test_a_ticket_from_submission_to_rating(
    sign_in_as: SignInAs, drain: Drain, db: Database, settings: Settings, pushes: PushService
) -> None:
    ann = await sign_in_as("user", name="Ann Archer")
    ben = await sign_in_as("technician", name="Ben Baker", skills=EVERY_SKILL, capacity=5)
    ada = await sign_in_as("administrator", name="Ada Adams")
    bens_browser = await _subscribe(ben, pushes)
    anns_browser = await _subscribe(ann, pushes)

    ticket_id = await _submit(ann)
    await drain()

    ticket = await _ticket(ann, ticket_id)
    assert ticket["priority"] in {"critical", "high", "medium", "low"}
    assert ticket["category"] is not None
    assert ticket["status"] == "assigned"
    assert ticket["assignee"] == {"id": str(ben.id), "name": "Ben Baker"}
    await _check_told(ben, bens_browser, settings, ticket)
    await _check_explained(ben, ann, ticket_id)

    await _work(ben, ann, ticket_id)
    await drain()
    assert await _inbox(ann) == ["somebody_has_it", "reply", "solved"]
    # Pushes of one batch leave side by side.
    assert f"{ticket['reference']} is solved" in {
        push.payload["title"] for push in anns_browser.messages
    }
    assert len(_mails_to(settings.data_dir / "mail", ann.user.email)) == 3

    rating = {"score": 5, "comment": "Quick and kind."}
    assert (await ann.put(f"{API}/tickets/{ticket_id}/rating", json=rating)).status_code == 201
    await drain()
    await _check_history(ann, ticket_id)
    await _check_administrator_sees_all(ada, ticket_id, ben)
    async with db.read() as session:
        technician = await session.get(Technician, ben.id)
    assert technician is not None
    assert technician.active == 0
    assert pushes.refusals == []


async def _submit(ann: SignedIn) -> str:
    file = {"file": ("router.txt", b"lost carrier at 09:14", "text/plain")}
    attachment = await ann.post(f"{API}/attachments", files=file)
    assert attachment.status_code == 201, attachment.text
    body = {
        "subject": "VPN drops every few minutes",
        "description": "Since this morning the VPN disconnects all of accounting. Nobody can work.",
        "attachment_ids": [attachment.json()["id"]],
    }
    opened = await ann.post(f"{API}/tickets", json=body)
    assert opened.status_code == 201, opened.text
    ticket = opened.json()
    assert (ticket["status"], ticket["priority"], ticket["assignee"]) == ("new", None, None)
    [attached] = ticket["attachments"]
    assert (await ann.get(attached["url"])).content == b"lost carrier at 09:14"
    return str(ticket["id"])


async def _check_told(
    ben: SignedIn, browser: Browser, settings: Settings, ticket: dict[str, Any]
) -> None:
    assert await _inbox(ben) == ["assigned_to_you"]
    [push] = browser.messages
    assert push.payload["title"] == f"{ticket['reference']} is yours"
    assert push.payload["url"] == f"/tickets/{ticket['id']}"
    [mail] = _mails_to(settings.data_dir / "mail", ben.user.email)
    assert mail["Subject"] == f"{ticket['reference']} is yours"
    assert f"/tickets/{ticket['id']}" in mail.get_content()


async def _check_explained(ben: SignedIn, ann: SignedIn, ticket_id: str) -> None:
    seen_by_staff = (await ben.get(f"{API}/tickets/{ticket_id}/assignment")).json()
    assert seen_by_staff["state"] == "assigned"
    assert "Ben Baker" in seen_by_staff["sentence"]
    assert seen_by_staff["factors"]
    seen_by_requester = (await ann.get(f"{API}/tickets/{ticket_id}/assignment")).json()
    assert seen_by_requester["candidates"] == []
    triage = (await ben.get(f"{API}/tickets/{ticket_id}/triage")).json()
    assert triage["state"] == "scored"
    assert triage["words"]


async def _work(ben: SignedIn, ann: SignedIn, ticket_id: str) -> None:
    queue = (await ben.get(f"{API}/me/queue")).json()
    assert ticket_id in str(queue)
    reply = {"kind": "reply", "text": "I look at the gateway now."}
    assert (await ben.post(f"{API}/tickets/{ticket_id}/messages", json=reply)).status_code == 201
    note = {"kind": "note", "text": "The certificate ran out again."}
    assert (await ben.post(f"{API}/tickets/{ticket_id}/messages", json=note)).status_code == 201
    ticket = await _ticket(ben, ticket_id)
    assert ticket["status"] == "in_progress"
    solved = await ben.post(
        f"{API}/tickets/{ticket_id}/solve",
        json={"version": ticket["version"], "resolution": "The gateway has a new certificate."},
    )
    assert solved.status_code == 200, solved.text
    texts = [
        m["text"] for m in (await ann.get(f"{API}/tickets/{ticket_id}/messages")).json()["items"]
    ]
    assert "The gateway has a new certificate." in texts
    assert "The certificate ran out again." not in texts


async def _check_history(ann: SignedIn, ticket_id: str) -> None:
    entries = (await ann.get(f"{API}/tickets/{ticket_id}/history")).json()["items"]
    types = [entry["type"] for entry in entries]
    order = ["ticket_opened", "ticket_triaged", "ticket_assigned", "ticket_solved", "ticket_rated"]
    assert [type_ for type_ in types if type_ in order] == order
    assert [entry["seq"] for entry in entries] == sorted(entry["seq"] for entry in entries)


async def _check_administrator_sees_all(ada: SignedIn, ticket_id: str, ben: SignedIn) -> None:
    listed = (await ada.get(f"{API}/tickets", params={"q": "accounting VPN"})).json()["items"]
    assert [row["id"] for row in listed] == [ticket_id]
    rating = (await ada.get(f"{API}/tickets/{ticket_id}/rating")).json()
    assert (rating["score"], rating["comment"]) == (5, "Quick and kind.")
    summary = (await ada.get(f"{API}/feedback/summary")).json()
    assert (summary["count"], summary["average"]) == (1, 5)
    [technician] = (await ada.get(f"{API}/technicians")).json()["items"]
    assert (technician["id"], technician["active"]) == (str(ben.id), 0)
    parked = (await ada.get(f"{API}/operations/parked")).json()["items"]
    assert parked == []
