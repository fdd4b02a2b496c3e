"""A person is erased: nothing of the words is left, and the history is as provable as before."""

from sqlmodel import col, select

from app.audit.models import AuditSeal
from app.auth.models import User
from app.core.db import Database
from app.tickets.models import Attachment, Message, Ticket, TicketPosting
from app.triage.models import TicketEmbedding
from tests.api.audit.damage import Drain, make_history, sign, tamper, verify
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn


async def switch_off(admin: SignedIn, person: SignedIn) -> None:
    """Nobody signs in with the account any more."""
    url = f"/api/v1/people/{person.user.id}"
    assert (await admin.patch(url, json={"is_active": False})).status_code == 200


async def erase(admin: SignedIn, person: SignedIn) -> int:
    """Ask for the erasure; gives the status."""
    url = f"/api/v1/privacy/people/{person.user.id}/erase"
    return (await admin.post(url, json={"email": person.user.email})).status_code


async def test_an_erased_person_leaves_the_chain_valid(
    db: Database, drain: Drain, sign_in_as: SignInAs, as_admin: SignedIn
) -> None:
    person = await sign_in_as("user", name="Petra Vanish", email="petra@vanish.example")
    tickets = await make_history(db, drain, person)
    file = await person.post(
        "/api/v1/attachments", files={"file": ("secret.txt", b"My secret.", "text/plain")}
    )
    url = f"/api/v1/tickets/{tickets[0]}/messages"
    sent = {"text": "See the file.", "attachment_ids": [file.json()["id"]]}
    assert (await person.post(url, json=sent)).status_code == 201
    answer = {"text": "We look into the driver.", "kind": "reply"}
    assert (await as_admin.post(url, json=answer)).status_code == 201
    await drain()
    await sign(db)
    assert (await verify(db)).findings == []
    assert await erase(as_admin, person) == 409
    await switch_off(as_admin, person)
    await drain()
    assert await erase(as_admin, person) == 200
    # At once, while the erasure itself waits for its seal, and when it is sealed.
    assert (await verify(db)).findings == []
    await drain()
    await sign(db)
    report = await verify(db)
    assert (report.findings, report.waiting) == ([], 0)
    async with db.read() as session:
        texts = (await session.exec(select(Message.text))).all()
        assert sorted(text for text in texts if text) == ["We look into the driver."]
        assert set(await session.exec(select(Ticket.subject))) == {"(erased)"}
        user = await session.get(User, person.user.id)
        assert user is not None
        assert (user.name, user.email.endswith(".invalid")) == ("Erased person", True)
        assert list(await session.exec(select(TicketEmbedding))) == []
        kept = select(Attachment).where(col(Attachment.message_id).is_not(None))
        assert list(await session.exec(kept)) == []
        salted = select(AuditSeal).where(col(AuditSeal.words_salt).is_not(None))
        assert len(list(await session.exec(salted))) == 1
        assert len(list(await session.exec(select(TicketPosting)))) > 0
    found = (await as_admin.get("/api/v1/tickets", params={"q": "printer"})).json()["items"]
    assert found == []
    found = (await as_admin.get("/api/v1/tickets", params={"q": "driver"})).json()["items"]
    assert [ticket["id"] for ticket in found] == [tickets[0]]


async def test_words_that_are_put_back_in_do_not_count_as_sealed(
    db: Database, drain: Drain, as_user: SignedIn, as_admin: SignedIn
) -> None:
    tickets = await make_history(db, drain, as_user)
    await switch_off(as_admin, as_user)
    assert await erase(as_admin, as_user) == 200
    await drain()
    shown = (await as_admin.get(f"/api/v1/audit/tickets/{tickets[0]}/events")).json()["items"]
    assert {event["words"] for event in shown} == {"none", "erased"}
    await sign(db)
    proof = await as_admin.get(f"/api/v1/audit/tickets/{tickets[0]}/proof?words=true")
    assert proof.status_code == 200
    assert all("words" not in event for event in proof.json()["events"])
    # Whoever takes the record of the erasure away is found.
    await tamper(db, "DELETE FROM outbox_event WHERE type = 'words_erased'")
    assert len((await verify(db)).findings) == len(tickets)


async def test_somebody_else_is_not_erased_by_a_slip(
    sign_in_as: SignInAs, as_admin: SignedIn
) -> None:
    person = await sign_in_as("user")
    await switch_off(as_admin, person)
    url = f"/api/v1/privacy/people/{person.user.id}/erase"
    slip = await as_admin.post(url, json={"email": "another@firm.example"})
    assert (slip.status_code, slip.json()["code"]) == (409, "address_differs")
