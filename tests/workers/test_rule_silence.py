"""Silence starts rules: reminders, closing, and a word that ends it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from app.core import events
from app.core.db import Database
from app.tickets.enums import TicketStatus
from app.tickets.events import StatusChanged
from app.tickets.models import Message, Ticket
from app.workflow.rules import jobs
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.rules import condition, make_rules, rule, tag, tags_now, ticket_now
from tests.factories.tickets import make_message, make_ticket
from tests.factories.workflow import make_calendar

Drain = Callable[[], Awaitable[int]]


async def waiting_ticket(db: Database, technician: SignedIn) -> Ticket:
    """A ticket whose requester owes an answer."""
    async with db.write() as session:
        ticket = await make_ticket(
            session,
            assignee_id=technician.id,
            status=TicketStatus.WAITING_ON_REQUESTER,
        )
        await make_message(session, ticket, author_id=technician.id, text="Which printer?")
        events.record(
            session,
            StatusChanged(
                ticket_id=ticket.id,
                old=TicketStatus.IN_PROGRESS,
                new=TicketStatus.WAITING_ON_REQUESTER,
            ),
            by=technician.id,
        )
    return ticket


async def test_silence_reminds_twice_and_then_closes(
    db: Database,
    drain: Drain,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
    as_admin: SignedIn,
    as_technician: SignedIn,
) -> None:
    offered = (await as_admin.get("/api/v1/rules/starters")).json()["items"]
    ready = [one["rule"] for one in offered if one["rule"] and one["rule"]["silence"]]
    kept = await as_admin.put("/api/v1/rules", json={"version": 0, "rules": ready})
    assert kept.status_code == 200, kept.text
    ticket = await waiting_ticket(db, as_technician)

    told = []
    for _ in range(12):
        frozen_clock.advance(timedelta(days=1))
        # Twice: what has been said once for a silence is not said again.
        await jobs.notice_silence(job_context)
        await jobs.notice_silence(job_context)
        await drain()
        now = await ticket_now(db, ticket.id)
        told.append((now.message_count, now.status))
    async with db.read() as session:
        last = (
            await session.exec(
                select(Message)
                .where(Message.ticket_id == ticket.id)
                .order_by(col(Message.id).desc())
                .limit(1)
            )
        ).one()
    assert "The printer hums" in last.text
    waiting, closed = TicketStatus.WAITING_ON_REQUESTER, TicketStatus.CLOSED
    assert told[2] == (2, waiting)
    assert told[5] == (3, waiting)
    assert told[8] == (3, closed)
    assert told[11] == (3, closed)


async def test_a_word_of_the_requester_ends_the_silence(
    db: Database,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
    as_technician: SignedIn,
) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule("Quiet", on="silence", silence={"hours": 24}, do=[tag("quiet")]),
        )
    ticket = await waiting_ticket(db, as_technician)
    frozen_clock.advance(timedelta(hours=23))
    async with db.write() as session:
        await make_message(session, await session.get_one(Ticket, ticket.id), text="The blue one.")
    frozen_clock.advance(timedelta(hours=23))
    await jobs.notice_silence(job_context)
    before = await tags_now(db, ticket.id)
    frozen_clock.advance(timedelta(hours=1))
    await jobs.notice_silence(job_context)

    assert (before, await tags_now(db, ticket.id)) == ([], ["quiet"])


async def test_silence_may_be_counted_in_working_hours(
    db: Database,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
    as_technician: SignedIn,
) -> None:
    # A Friday, half past four in Berlin: half an hour of that day counts.
    frozen_clock.at = datetime(2026, 5, 29, 15, 30, tzinfo=UTC)
    async with db.write() as session:
        calendar = await make_calendar(session)
        await make_rules(
            session,
            rule(
                "Quiet",
                on="silence",
                silence={"hours": 2, "calendar_id": str(calendar.id)},
                do=[tag("quiet")],
            ),
        )
    ticket = await waiting_ticket(db, as_technician)
    found = []
    for at in (datetime(2026, 6, 1, 8, 20, tzinfo=UTC), datetime(2026, 6, 1, 8, 40, tzinfo=UTC)):
        frozen_clock.at = at
        await jobs.notice_silence(job_context)
        found.append(await tags_now(db, ticket.id))

    assert found == [[], ["quiet"]]


async def test_a_silent_ticket_that_fits_no_condition_is_left_alone(
    db: Database,
    job_context: dict[str, Any],
    frozen_clock: FrozenClock,
    as_technician: SignedIn,
) -> None:
    async with db.write() as session:
        await make_rules(
            session,
            rule(
                "Quiet",
                on="silence",
                silence={"hours": 1},
                when=[condition("last_writer", "is", "requester")],
                do=[tag("quiet")],
            ),
        )
    ticket = await waiting_ticket(db, as_technician)
    frozen_clock.advance(timedelta(hours=2))

    assert await jobs.notice_silence(job_context) == 0
    assert await tags_now(db, ticket.id) == []
