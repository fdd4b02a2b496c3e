"""What happens to a ticket ends up in the right inboxes."""

from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import select

from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.core.outbox.models import OutboxDelivery
from app.notifications.models import Notification
from app.tickets.enums import MessageKind, TicketStatus
from app.tickets.events import MessageAdded, TicketSolved
from app.tickets.models import Ticket
from tests.conftest import SignInAs
from tests.factories.auth import SignedIn
from tests.factories.feedback import hold_ticket, solve_ticket

Drain = Callable[[], Awaitable[int]]


@pytest.fixture
async def held(db: Database, as_user: SignedIn, as_technician: SignedIn) -> Ticket:
    """A ticket of the user that the technician works on."""
    async with db.write() as session:
        return await hold_ticket(
            session,
            requester=as_user.user,
            technician=as_technician.user,
            status=TicketStatus.IN_PROGRESS,
            subject="Printer jams",
        )


async def kinds(person: SignedIn) -> list[str]:
    """What somebody was told of, oldest first."""
    rows = (await person.get("/api/v1/notifications")).json()["items"]
    return [row["kind"] for row in reversed(rows)]


async def write(person: SignedIn, ticket: Ticket, text: str, kind: str = "reply") -> None:
    answer = await person.post(
        f"/api/v1/tickets/{ticket.id}/messages", json={"kind": kind, "text": text}
    )
    assert answer.status_code == 201


async def version_of(person: SignedIn, ticket: Ticket) -> int:
    version: int = (await person.get(f"/api/v1/tickets/{ticket.id}")).json()["version"]
    return version


async def test_from_submission_to_rating(
    as_user: SignedIn, as_admin: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    technician = await sign_in_as(
        "technician",
        skills=dict.fromkeys(
            ("hardware", "software", "network", "access", "email", "general", "security"), 0.9
        ),
    )
    opened = await as_user.post(
        "/api/v1/tickets",
        json={"subject": "VPN drops", "description": "The VPN of all accounting drops."},
    )
    assert opened.status_code == 201
    path = f"/api/v1/tickets/{opened.json()['id']}"
    await drain()
    assert await kinds(as_user) == ["somebody_has_it"]
    assert await kinds(technician) == ["assigned_to_you"]
    [row] = (await technician.get("/api/v1/notifications")).json()["items"]
    assert row["ticket_id"] == opened.json()["id"]
    assert row["ticket_reference"] == opened.json()["reference"]
    assert row["title"] == f"{opened.json()['reference']} is yours"
    assert "VPN drops" in row["body"]

    version = (await technician.get(path)).json()["version"]
    started = await technician.post(
        f"{path}/status", json={"version": version, "status": "in_progress"}
    )
    solved = await technician.post(
        f"{path}/solve", json={"version": started.json()["version"], "resolution": "New router."}
    )
    assert solved.status_code == 200
    await drain()
    # A resolution is a reply too; it is told once, as the solution.
    assert await kinds(as_user) == ["somebody_has_it", "solved"]

    before = await kinds(as_admin)
    rated = await as_user.put(f"{path}/rating", json={"score": 1, "comment": "Broken again"})
    assert rated.status_code == 201
    await as_user.put(f"{path}/rating", json={"score": 2})
    await drain()
    # Changing a bad rating is no second piece of news.
    assert (await kinds(technician))[-1:] == ["rated_low"]
    assert await kinds(technician) == ["assigned_to_you", "rated_low"]
    assert await kinds(as_admin) == [*before, "rated_low"]


async def test_replies_go_to_the_other_side(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    await write(as_technician, held, "Which floor?")
    await write(as_user, held, "The third.")
    await drain()
    assert await kinds(as_user) == ["reply"]
    assert await kinds(as_technician) == ["reply"]
    [row] = (await as_user.get("/api/v1/notifications")).json()["items"]
    assert row["title"] == f"{as_technician.user.name} replied to TK-{held.number}"


async def test_notes_stay_among_staff(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    colleague, outsider = await sign_in_as("technician"), await sign_in_as("user")
    for watcher in (colleague, outsider):
        await as_technician.put(f"/api/v1/tickets/{held.id}/watchers/{watcher.id}")
    await write(as_technician, held, "He is always like that.", kind="note")
    await drain()
    assert await kinds(colleague) == ["note"]
    assert await kinds(outsider) == []
    assert await kinds(as_user) == []
    assert await kinds(as_technician) == []


async def test_a_reply_to_a_solution_reopens_and_is_told_once(
    db: Database, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        ticket = await solve_ticket(session, requester=as_user.user, technician=as_technician.user)
    await write(as_user, ticket, "It jams again.")
    await drain()
    assert (await kinds(as_technician))[:1] == ["reopened"]
    assert "reply" not in await kinds(as_technician)


async def test_a_person_takes_a_ticket_from_another(
    held: Ticket, as_technician: SignedIn, as_admin: SignedIn, sign_in_as: SignInAs, drain: Drain
) -> None:
    colleague = await sign_in_as("technician")
    handed = await as_admin.post(
        f"/api/v1/tickets/{held.id}/assign",
        json={"version": await version_of(as_admin, held), "technician_id": str(as_technician.id)},
    )
    assert handed.status_code == 200
    moved = await as_admin.post(
        f"/api/v1/tickets/{held.id}/assign",
        json={"version": handed.json()["version"], "technician_id": str(colleague.id)},
    )
    assert moved.status_code == 200
    await drain()
    assert await kinds(as_technician) == ["assigned_to_you", "taken_from_you"]
    assert await kinds(colleague) == ["assigned_to_you"]


async def test_waiting_for_the_requester_asks_him(
    held: Ticket, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    await as_technician.post(
        f"/api/v1/tickets/{held.id}/status",
        json={
            "version": await version_of(as_technician, held),
            "status": "waiting_on_requester",
        },
    )
    await drain()
    assert await kinds(as_user) == ["answer_wanted"]


async def test_whoever_was_switched_off_is_not_told(
    db: Database, held: Ticket, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    async with db.write() as session:
        user = await session.merge(as_user.user)
        user.is_active = False
    await write(as_technician, held, "Which floor?")
    await drain()
    async with db.read() as session:
        assert (await session.exec(select(Notification))).all() == []


async def test_the_history_of_a_ticket_does_not_tell_of_notifications(
    held: Ticket, as_technician: SignedIn, drain: Drain
) -> None:
    await write(as_technician, held, "Which floor?")
    await drain()
    history = (await as_technician.get(f"/api/v1/tickets/{held.id}/history")).json()["items"]
    assert [entry["type"] for entry in history] == ["message_added", "sla_met"]


async def test_nothing_is_left_to_deliver(
    db: Database, held: Ticket, as_technician: SignedIn, drain: Drain
) -> None:
    await write(as_technician, held, "Which floor?")
    await drain()
    async with db.read() as session:
        assert (await session.exec(select(OutboxDelivery))).all() == []


async def test_a_solution_whose_message_was_told_before_is_told_as_a_solution(
    db: Database, held: Ticket, as_user: SignedIn, as_technician: SignedIn, drain: Drain
) -> None:
    message_id = new_id()
    said = MessageAdded(
        ticket_id=held.id, message_id=message_id, kind=MessageKind.REPLY, by_requester=False
    )
    solved = TicketSolved(
        ticket_id=held.id,
        solved_by=as_technician.id,
        technician_id=as_technician.id,
        message_id=message_id,
    )
    # In two batches, as it happens when the first one is full.
    for event in (said, solved):
        async with db.write() as session:
            events.record(session, event, by=as_technician.id)
        await drain()
    [row] = (await as_user.get("/api/v1/notifications")).json()["items"]
    assert (row["kind"], row["title"]) == ("solved", f"TK-{held.number} is solved")
