"""What is next for somebody: accept it, decline it with a reason, or let it go on by itself."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from app.assignment import jobs
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.core.db import Database
from app.people.models import Technician
from app.tickets.enums import Commitment, Priority, TicketStatus
from tests.conftest import FrozenClock, SignInAs
from tests.factories.assignment import (
    make_held_ticket,
    make_waiting_ticket,
    technician_now,
    ticket_now,
)
from tests.factories.auth import SignedIn

Drain = Callable[[], Awaitable[int]]


async def with_offers(db: Database, **facts: Any) -> None:
    """An organisation in which an offer stands for ten minutes."""
    async with db.write() as session:
        settings = {"offer_timeout_minutes": 10, **facts}
        session.add(AssignmentSetting(scope=ORGANISATION, version=1, settings=settings))


async def two_technicians(sign_in_as: SignInAs) -> tuple[SignedIn, SignedIn]:
    """The first one knows more of networks."""
    return (
        await sign_in_as("technician", skills={"network": 0.9}),
        await sign_in_as("technician", skills={"network": 0.3}),
    )


async def test_what_is_accepted_moves_no_more(
    db: Database,
    sign_in_as: SignInAs,
    drain: Drain,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
) -> None:
    await with_offers(db)
    ann, _ = await two_technicians(sign_in_as)
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    await drain()
    offered = await ticket_now(db, ticket.id)
    assert offered.assignee_id == ann.id
    queue = (await ann.get("/api/v1/me/queue")).json()
    assert [offer["ticket_id"] for offer in queue["offers"]] == [str(ticket.id)]
    assert (queue["active"], queue["capacity"]) == (1, 8)

    path, body = f"/api/v1/tickets/{ticket.id}/accept", {"version": offered.version}
    answer = await ann.post(path, json=body)

    assert (answer.status_code, answer.json()["version"]) == (200, offered.version + 1)
    assert (await ticket_now(db, ticket.id)).commitment is Commitment.FIRM
    assert (await ann.get("/api/v1/me/queue")).json()["offers"] == []
    frozen_clock.advance(timedelta(hours=2))
    assert await jobs.pass_lapsed_offers_on(job_context) == 0
    again = await ann.post(path, json={"version": offered.version + 1})
    assert again.json()["version"] == offered.version + 1
    told = (await ann.get(f"/api/v1/tickets/{ticket.id}/assignment")).json()
    assert told["history"][0]["sentence"].endswith("accepted it.")


async def test_what_is_declined_goes_to_the_next_with_the_reason_kept(
    db: Database, sign_in_as: SignInAs, as_admin: SignedIn, drain: Drain
) -> None:
    await with_offers(db)
    ann, ben = await two_technicians(sign_in_as)
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    await drain()
    version = (await ticket_now(db, ticket.id)).version
    body = {"version": version, "reason": "I am in a meeting with them."}
    assert (await ann.post(f"/api/v1/tickets/{ticket.id}/release", json=body)).status_code == 200
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ben.id
    told = (await as_admin.get(f"/api/v1/tickets/{ticket.id}/assignment")).json()
    assert "I am in a meeting with them." in told["history"][1]["sentence"]


async def test_an_offer_that_nobody_accepts_goes_to_the_next_and_is_noted(
    db: Database,
    sign_in_as: SignInAs,
    as_admin: SignedIn,
    drain: Drain,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
) -> None:
    await with_offers(db)
    ann, ben = await two_technicians(sign_in_as)
    async with db.write() as session:
        ticket = await make_waiting_ticket(session)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ann.id
    frozen_clock.advance(timedelta(minutes=9))
    assert await jobs.pass_lapsed_offers_on(job_context) == 0
    frozen_clock.advance(timedelta(minutes=1))
    assert await jobs.pass_lapsed_offers_on(job_context) == 1
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ben.id
    assert [(await technician_now(db, one.id)).active for one in (ann, ben)] == [0, 1]
    told = (await as_admin.get(f"/api/v1/tickets/{ticket.id}/assignment")).json()
    assert [entry["outcome"] for entry in told["history"]] == ["assigned", "lapsed", "assigned"]
    assert "did not accept it in time" in told["history"][1]["sentence"]
    # Nobody is left who did not let it pass, until an hour is over.
    frozen_clock.advance(timedelta(minutes=10))
    assert await jobs.pass_lapsed_offers_on(job_context) == 1
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id is None
    frozen_clock.advance(timedelta(minutes=50))
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ann.id


async def test_without_offers_and_of_the_absent_nothing_lapses(
    db: Database,
    sign_in_as: SignInAs,
    drain: Drain,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
) -> None:
    ann, _ = await two_technicians(sign_in_as)
    async with db.write() as session:
        await make_waiting_ticket(session)
    await drain()
    assert (await ann.get("/api/v1/me/queue")).json()["offers"] == []
    frozen_clock.advance(timedelta(days=1))
    assert await jobs.pass_lapsed_offers_on(job_context) == 0


async def test_only_the_holder_accepts_and_only_before_the_work_begins(
    db: Database, sign_in_as: SignInAs, drain: Drain
) -> None:
    ann, ben = await two_technicians(sign_in_as)
    async with db.write() as session:
        profile = await session.get_one(Technician, ann.id)
        held = await make_held_ticket(session, profile)
        begun = await make_held_ticket(
            session, profile, status=TicketStatus.IN_PROGRESS, commitment=Commitment.FIRM
        )
        free = await make_waiting_ticket(session)
    expected = [
        (ben, held, 403, "not_yours"),
        (ann, begun, 409, "work_begun"),
        (ann, free, 409, "ticket_unheld"),
    ]
    for person, ticket, status, code in expected:
        path = f"/api/v1/tickets/{ticket.id}/accept"
        answer = await person.post(path, json={"version": ticket.version})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    stale = await ann.post(f"/api/v1/tickets/{held.id}/accept", json={"version": 99})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_edit")


async def test_lower_work_is_shown_as_paused_while_critical_work_is_at_hand(
    db: Database, sign_in_as: SignInAs
) -> None:
    await with_offers(db, interrupt=True)
    ann, _ = await two_technicians(sign_in_as)
    async with db.write() as session:
        profile = await session.get_one(Technician, ann.id)
        begun = {"status": TicketStatus.IN_PROGRESS, "commitment": Commitment.FIRM}
        lower = await make_held_ticket(session, profile, **begun)
        critical = await make_held_ticket(
            session, profile, priority=Priority.CRITICAL, commitment=Commitment.HELD
        )
    queue = (await ann.get("/api/v1/me/queue")).json()
    assert queue["now"]["id"] == str(critical.id)
    assert queue["paused"] == [str(lower.id)]
    assert [row["id"] for row in queue["next"]] == [str(lower.id)]
