"""Closed tickets lose their words or their names in time, by category, unless they are on hold."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.core import clock
from app.core.db import Database
from app.privacy.jobs import AT_ONCE, keep_to_retention
from app.privacy.retention import LEGAL_HOLD, months_before
from app.tickets.enums import Category, TicketStatus
from app.tickets.models import FORMER_REQUESTER_ID, Message, Ticket
from tests.api.audit.damage import Drain, make_history, sign, verify
from tests.factories.auth import SignedIn
from tests.factories.tickets import make_message, make_ticket

URL = "/api/v1/privacy/retention"
TICKETS = "/api/v1/tickets"
LONG = timedelta(days=400)
# Hypothesis takes bounds without a zone.
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (2020, 2100))


async def closed(db: Database, *, ago: timedelta = LONG, **facts: Any) -> Ticket:
    """A ticket that was closed so long ago."""
    async with db.write() as session:
        return await make_ticket(
            session, status=TicketStatus.CLOSED, closed_at=clock.now() - ago, **facts
        )


def rule(action: str, category: str | None = None, months: int = 12) -> dict[str, Any]:
    """One rule."""
    return {"category": category, "months": months, "action": action}


async def keep(admin: SignedIn, *rules: dict[str, Any], version: int = 0) -> Any:
    """Let these rules count."""
    body = {"version": version, "rules": list(rules), "archive_after_days": None}
    return await admin.put(URL, json=body)


async def subject_of(db: Database, ticket_id: UUID) -> str:
    """What the ticket is called now."""
    async with db.read() as session:
        return (await session.get_one(Ticket, ticket_id)).subject


async def test_words_of_one_category_go_and_nothing_else(
    db: Database, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    old = await closed(db, category=Category.HR, subject="Salary of Zed")
    young = await closed(db, category=Category.HR, ago=timedelta(days=30))
    other = await closed(db, category=Category.NETWORK)
    held = await closed(db, category=Category.HR, tags=(LEGAL_HOLD,))
    async with db.write() as session:
        ticket = await make_ticket(session, category=Category.HR, created_at=clock.now() - LONG)
    rules = [rule("delete_words", "hr")]
    looked = await as_admin.post(
        f"{URL}/preview", json={"rules": rules, "archive_after_days": None}
    )
    assert looked.json() == {
        "effects": [{"category": "hr", "action": "delete_words", "tickets": 1}],
        "archived": 0,
        "held": 1,
    }
    assert (await keep(as_admin, *rules)).status_code == 200

    assert await keep_to_retention(job_context) == 1
    assert await keep_to_retention(job_context) == 0

    assert await subject_of(db, old.id) == "(deleted)"
    for one in (young, other, held, ticket):
        assert await subject_of(db, one.id) == "The printer hums"
    async with db.read() as session:
        texts = await session.exec(select(Message.text).where(Message.ticket_id == old.id))
        assert list(texts) == [""]
    found = (await as_admin.get(TICKETS, params={"q": "salary"})).json()["items"]
    assert found == []
    after = await as_admin.post(f"{URL}/preview", json={"rules": rules, "archive_after_days": None})
    assert after.json()["effects"][0]["tickets"] == 0


async def test_a_rule_without_a_category_takes_what_no_other_names(
    db: Database, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    hr, network, nothing = [
        await closed(db, category=category) for category in (Category.HR, Category.NETWORK, None)
    ]
    await keep(as_admin, rule("anonymise", "hr"), rule("delete_words"))

    assert await keep_to_retention(job_context) == 3

    subjects = [await subject_of(db, one.id) for one in (hr, network, nothing)]
    assert subjects == ["The printer hums", "(deleted)", "(deleted)"]


async def test_an_anonymised_ticket_tells_nobody_whose_it_was(
    db: Database,
    drain: Drain,
    as_user: SignedIn,
    as_admin: SignedIn,
    as_technician: SignedIn,
    job_context: dict[str, Any],
) -> None:
    ticket = await closed(db, requester_id=as_user.id)
    url = f"{TICKETS}/{ticket.id}"
    async with db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        await make_message(session, row, text="From me")
    await as_user.post(f"{url}/status", json={"version": 1, "status": "reopened", "note": "Again"})
    await as_admin.post(f"{url}/status", json={"version": 3, "status": "closed"})
    async with db.write() as session:
        row = await session.get_one(Ticket, ticket.id)
        assert row.status is TicketStatus.CLOSED
        row.closed_at = clock.now() - LONG
        session.add(row)
    await keep(as_admin, rule("anonymise"))

    assert await keep_to_retention(job_context) == 1

    assert (await as_user.get(url)).status_code == 404
    shown = (await as_technician.get(url)).json()
    assert shown["requester"] == {"id": str(FORMER_REQUESTER_ID), "name": "Former requester"}
    messages = (await as_technician.get(f"{url}/messages")).json()["items"]
    assert [one["text"] for one in messages] == ["From me", "Again"]
    assert {one["author"]["name"] for one in messages} == {"Former requester"}
    await drain()
    history = (await as_technician.get(f"{url}/history")).text
    assert as_user.user.name not in history
    assert str(as_user.id) not in history
    assert as_admin.user.name in history
    # Deleting the words later is still possible, taking the name again is not needed.
    await keep(as_admin, rule("delete_words"), version=1)
    assert await keep_to_retention(job_context) == 1


async def test_the_history_stays_provable(
    db: Database,
    drain: Drain,
    as_user: SignedIn,
    as_admin: SignedIn,
    job_context: dict[str, Any],
) -> None:
    ids = await make_history(db, drain, as_user)
    async with db.write() as session:
        for ticket_id in ids:
            row = await session.get_one(Ticket, UUID(str(ticket_id)))
            row.status, row.closed_at = TicketStatus.CLOSED, clock.now() - LONG
            session.add(row)
    await keep(as_admin, rule("delete_words"))

    assert await keep_to_retention(job_context) == len(ids)

    assert (await verify(db)).findings == []
    await drain()
    await sign(db)
    report = await verify(db)
    assert (report.findings, report.waiting) == ([], 0)


async def test_many_are_done_in_small_steps(
    db: Database, as_admin: SignedIn, job_context: dict[str, Any]
) -> None:
    for _ in range(AT_ONCE + 3):
        await closed(db)
    await keep(as_admin, rule("delete_words"))

    assert await keep_to_retention(job_context) == AT_ONCE + 3


@pytest.mark.parametrize(
    ("rules", "version", "status"),
    [
        ([rule("delete_words", "hr"), rule("anonymise", "hr")], 0, 422),
        ([rule("delete_words", months=0)], 0, 422),
        ([rule("burn")], 0, 422),
        ([rule("anonymise")], 3, 409),
        ([rule("anonymise")], 0, 200),
    ],
)
async def test_which_rules_can_be(
    rules: list[dict[str, Any]], version: int, status: int, as_admin: SignedIn
) -> None:
    assert (await keep(as_admin, *rules, version=version)).status_code == status


@given(
    now=st.datetimes(min_value=FIRST, max_value=LAST),
    months=st.integers(1, 240),
)
def test_months_back_is_the_same_day_or_the_last_of_its_month(now: datetime, months: int) -> None:
    now = now.replace(tzinfo=UTC)
    then = months_before(now, months)

    assert (now.year - then.year) * 12 + now.month - then.month == months
    assert then.day == now.day or (then + timedelta(days=1)).month != then.month
    assert months_before(now + timedelta(days=1), months) >= then
