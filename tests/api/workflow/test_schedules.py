"""Schedules over HTTP and by the clock: each date becomes one ticket, also after an outage."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from app.auth.models import AuthSession
from app.core.db import Database
from app.core.ids import new_id
from app.tickets.models import Ticket
from app.workflow.schedules.jobs import make_due_tickets
from app.workflow.schedules.models import ScheduleDate, TicketSchedule
from tests.conftest import FrozenClock
from tests.factories.auth import SignedIn
from tests.factories.workflow import make_calendar

Drain = Callable[[], Awaitable[int]]
PATH = "/api/v1/schedules"
START = datetime(2026, 11, 30, 8, tzinfo=UTC)


def body(**facts: Any) -> dict[str, Any]:
    """A schedule as a client writes it: daily at 09:00 in Berlin from 1 December 2026."""
    return {
        "name": "Backup",
        "subject": "Test the backup",
        "description": "Bring one file back.",
        "starts": "2026-12-01T09:00",
        "zone": "Europe/Berlin",
        "rule": "FREQ=DAILY",
        **facts,
    }


@pytest.fixture
def at_start(frozen_clock: FrozenClock) -> FrozenClock:
    """It is 30 November 2026."""
    frozen_clock.at = START
    return frozen_clock


@pytest.fixture
async def planner(at_start: FrozenClock, as_technician: SignedIn, db: Database) -> SignedIn:
    """A technician who plans, at that time, and stays signed in while days pass."""
    async with db.write() as session:
        await session.exec(update(AuthSession).values(expires_at=at_start.at + timedelta(days=99)))
    return as_technician


async def keep(person: SignedIn, **facts: Any) -> dict[str, Any]:
    """A new schedule of somebody."""
    answer = await person.post(PATH, json=body(**facts))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def made(db: Database) -> list[Ticket]:
    """The tickets, oldest first."""
    async with db.read() as session:
        return list((await session.exec(select(Ticket).order_by(col(Ticket.number)))).all())


async def test_a_date_becomes_a_ticket_once(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    await keep(planner, tags=["backup"], category="storage")

    assert await make_due_tickets(job_context) == 0
    at_start.at = datetime(2026, 12, 1, 8, 0, 5, tzinfo=UTC)
    assert await make_due_tickets(job_context) == 1
    assert await make_due_tickets(job_context) == 0

    tickets = await made(db)
    assert [(one.subject, one.requester_id, one.category) for one in tickets] == [
        ("Test the backup", planner.id, "storage")
    ]
    listed = (await planner.get(PATH)).json()["items"][0]
    assert listed["next_at"] == "2026-12-02T08:00:00Z"
    assert listed["last"]["ticket_id"] == str(tickets[0].id)
    assert listed["last"]["late_seconds"] == 0


@pytest.mark.parametrize(("missed", "count", "stands_for"), [("one", 1, 3), ("all", 4, 0)])
async def test_after_an_outage_missed_dates_are_made_up_as_wished(
    db: Database,
    planner: SignedIn,
    at_start: FrozenClock,
    job_context: dict[str, Any],
    missed: str,
    count: int,
    stands_for: int,
) -> None:
    await keep(planner, missed=missed)
    at_start.at = datetime(2026, 12, 4, 12, tzinfo=UTC)

    await make_due_tickets(job_context)
    await make_due_tickets(job_context)

    tickets = await made(db)
    assert len(tickets) == count
    async with db.read() as session:
        dates = (await session.exec(select(ScheduleDate).order_by(col(ScheduleDate.due_at)))).all()
    assert dates[-1].late_seconds == 4 * 3600
    assert dates[0].stands_for == stands_for
    tags = (await planner.get(f"/api/v1/tickets/{tickets[-1].id}")).json()["tags"]
    assert tags == ["late"]


async def test_several_workers_make_one_ticket(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    await keep(planner)
    at_start.at = datetime(2026, 12, 1, 9, tzinfo=UTC)

    await asyncio.gather(*(make_due_tickets({"database": db}) for _ in range(4)))

    assert len(await made(db)) == 1


async def test_a_worker_that_died_halfway_leaves_no_second_ticket(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    await keep(planner)
    at_start.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await make_due_tickets(job_context)
    async with db.write() as session:
        date = (await session.exec(select(ScheduleDate))).one()
        date.made_at = None
        session.add(date)

    await make_due_tickets(job_context)

    assert len(await made(db)) == 1
    async with db.read() as session:
        assert (await session.exec(select(ScheduleDate))).one().made_at is not None


async def test_a_pause_is_not_made_up(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    schedule = await keep(planner)
    state = f"{PATH}/{schedule['id']}/state"
    assert (await planner.put(state, json={"is_active": False})).json()["is_active"] is False

    at_start.at += timedelta(days=3, hours=-1)
    await make_due_tickets(job_context)
    going = await planner.put(state, json={"is_active": True})
    await make_due_tickets(job_context)

    assert going.json()["next_at"] == "2026-12-03T08:00:00Z"
    assert await made(db) == []


async def test_a_removed_schedule_makes_nothing_until_it_is_back(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    schedule = await keep(planner)
    await planner.delete(f"{PATH}/{schedule['id']}")
    at_start.at += timedelta(days=2)
    await make_due_tickets(job_context)
    assert (await planner.get(PATH)).json()["items"] == []

    back = await planner.post(f"{PATH}/{schedule['id']}/restore")
    await make_due_tickets(job_context)

    assert back.json()["next_at"] > at_start.at.isoformat()
    assert await made(db) == []


async def test_a_schedule_that_is_over_stays_and_is_due_no_more(
    db: Database, planner: SignedIn, at_start: FrozenClock, job_context: dict[str, Any]
) -> None:
    await keep(planner, rule=None)
    at_start.at += timedelta(days=2)

    await make_due_tickets(job_context)

    assert len(await made(db)) == 1
    async with db.read() as session:
        assert (await session.exec(select(TicketSchedule))).one().next_at is None


async def test_the_preview_names_ten_dates_in_words(db: Database, planner: SignedIn) -> None:
    async with db.write() as session:
        calendar = await make_calendar(session, closed=("2026-12-31",))
    when = {
        "starts": "2026-12-01T09:00",
        "zone": "Europe/Berlin",
        "rule": "FREQ=MONTHLY;BYMONTHDAY=-1",
        "calendar_id": str(calendar.id),
        "closed_days": "previous",
    }

    seen = (await planner.post(f"{PATH}/preview", json=when)).json()

    assert seen["sentence"] == (
        "Every month on the last day at 09:00 (Europe/Berlin), from 1 December 2026; "
        "on the working day before when closed."
    )
    assert len(seen["dates"]) == 10
    assert seen["dates"][0]["words"] == (
        "Wednesday 30 December 2026, 09:00 (instead of Thursday 31 December, which is closed)"
    )


@pytest.mark.parametrize(
    ("facts", "status", "word"),
    [
        ({"rule": "FREQ=HOURLY"}, 422, "FREQ must be"),
        ({"rule": None, "starts": "2026-11-01T09:00"}, 422, "No date is left"),
        ({"zone": "Mars/Base"}, 422, ""),
        ({"starts": "2026-13-01T09:00"}, 422, ""),
        ({"calendar_id": str(new_id())}, 404, "calendar"),
        ({"requester_id": str(new_id())}, 422, ""),
    ],
)
async def test_what_cannot_be_is_refused(
    planner: SignedIn, facts: dict[str, Any], status: int, word: str
) -> None:
    answer = await planner.post(PATH, json=body(**facts))

    assert answer.status_code == status
    assert word in answer.json()["detail"]


async def test_others_see_a_schedule_and_do_not_change_it(
    planner: SignedIn, sign_in_as: Any
) -> None:
    schedule = await keep(planner)
    colleague, admin = await sign_in_as("technician"), await sign_in_as("administrator")
    path = f"{PATH}/{schedule['id']}"

    assert (await colleague.get(PATH)).json()["items"][0]["may_change"] is False
    assert (await colleague.delete(path)).status_code == 403
    changed = await admin.put(path, json=body(name="Nightly", version=1))
    stale = await admin.put(path, json=body(name="Again", version=1))

    assert (changed.json()["name"], changed.json()["owner"]["id"]) == ("Nightly", str(planner.id))
    assert stale.status_code == 409
