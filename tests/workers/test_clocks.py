"""Due times of real tickets: stories along their history, workers that are away, races."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, func, select

from app.calendars.events import CalendarChanged
from app.calendars.models import BusinessCalendar
from app.core import events
from app.core.bells import Bell
from app.core.db import Database
from app.core.outbox.models import OutboxEvent
from app.people.models import TeamLead, Technician
from app.tickets import conversation
from app.tickets import service as tickets
from app.tickets.enums import DueKind, DueState, MessageKind, Priority, TicketStatus
from app.tickets.events import TicketOpened
from app.tickets.models import Ticket, TicketDue
from app.tickets.repository import find_locked
from app.tickets.schemas import EditTicket
from app.wiring import jobs as wired
from app.workflow.enums import Outcome
from app.workflow.models import SlaTrack
from app.workflow.sla import jobs
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.tickets import actor_of, make_ticket
from tests.factories.workflow import clocks_now, facts_of, make_calendar, make_policies, policy

Drain = Callable[[], Awaitable[int]]
BERLIN = ZoneInfo("Europe/Berlin")
BREACH = "sla_breached"


def berlin(*parts: int) -> datetime:
    """A moment, by the clock in Berlin."""
    year, month, day, hour, minute = (*parts, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


async def open_ticket(db: Database, **facts: Any) -> Ticket:
    """A ticket with the event that says so."""
    async with db.write() as session:
        ticket = await make_ticket(session, triaged_at=None, **facts)
        events.record(
            session,
            TicketOpened(
                ticket_id=ticket.id, requester_id=ticket.requester_id, channel=ticket.channel
            ),
        )
    return ticket


async def reply(db: Database, ticket: Ticket, author: SignedIn) -> None:
    """A public reply of staff."""
    async with db.write() as session:
        locked = await find_locked(session, ticket.id)
        assert locked is not None
        await conversation.write(
            session, locked, by=actor_of(author.user), kind=MessageKind.REPLY, text="We look."
        )


async def due_now(db: Database, ticket: Ticket) -> TicketDue:
    """What lists show."""
    async with db.read() as session:
        return await session.get_one(TicketDue, ticket.id)


@pytest.fixture
async def office(db: Database) -> BusinessCalendar:
    """Nine to six in Berlin, with Whit Monday of 2026 closed."""
    async with db.write() as session:
        return await make_calendar(session, closed=("2026-05-25",))


async def test_critical_at_17_55_on_a_friday_before_a_holiday(
    db: Database, drain: Drain, frozen_clock: FrozenClock, office: BusinessCalendar
) -> None:
    frozen_clock.at = berlin(2026, 5, 22, 17, 55)
    async with db.write() as session:
        await make_policies(
            session,
            policy(
                "Critical",
                conditions={"priorities": ["critical"]},
                calendar_id=str(office.id),
                first_response=30,
                solution=240,
                warnings={"percents": [], "minutes_before": [10]},
            ),
        )
    ticket = await open_ticket(db, priority=Priority.CRITICAL, set_by_person=["priority"])
    await drain()

    clocks = await clocks_now(db, ticket.id)
    assert clocks[DueKind.FIRST_RESPONSE].due_at == berlin(2026, 5, 26, 9, 25)
    assert clocks[DueKind.SOLUTION].due_at == berlin(2026, 5, 26, 12, 55)

    # All through the long weekend nobody is told anything.
    frozen_clock.at = berlin(2026, 5, 26, 9, 14)
    await drain()
    assert await facts_of(db, ticket.id, "sla_warned", BREACH) == []
    frozen_clock.at = berlin(2026, 5, 26, 9, 15)
    await drain()
    assert [fact["minutes_left"] for fact in await facts_of(db, ticket.id, "sla_warned")] == [10]
    frozen_clock.at = berlin(2026, 5, 26, 9, 25)
    await drain()
    await drain()
    assert [fact["kind"] for fact in await facts_of(db, ticket.id, BREACH)] == ["first_response"]
    assert (await due_now(db, ticket)).state is DueState.LATE


async def test_a_priority_raised_in_mid_flight(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_policies(
            session,
            policy("Critical", conditions={"priorities": ["critical"]}, solution=240),
            policy("Others", solution=2880),
        )
    opened_at = frozen_clock.at
    ticket = await open_ticket(db, priority=Priority.LOW, set_by_person=["priority"])
    await drain()
    frozen_clock.advance(timedelta(hours=3))
    async with db.write() as session:
        locked = await find_locked(session, ticket.id)
        assert locked is not None
        change = EditTicket(version=locked.version, priority=Priority.CRITICAL)
        await tickets.edit(session, locked, by=actor_of(as_admin.user), change=change)
    await drain()

    due = await due_now(db, ticket)
    assert (due.kind, due.due_at) == (DueKind.SOLUTION, opened_at + timedelta(hours=4))


async def test_a_breach_while_all_workers_are_down_is_told_once_and_marked_late(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60, warnings={"percents": [50]}))
    ticket = await open_ticket(db)
    await drain()
    frozen_clock.advance(timedelta(hours=5))

    await drain()
    await drain()

    told = await facts_of(db, ticket.id, "sla_warned", BREACH)
    assert [(fact["type"], fact["seen_late_seconds"]) for fact in told] == [(BREACH, 4 * 3600)]


async def test_a_ticket_opened_and_late_while_all_workers_are_down_is_told_once(
    db: Database, drain: Drain, frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    ticket = await open_ticket(db)
    frozen_clock.advance(timedelta(hours=2))

    await drain()

    told = await facts_of(db, ticket.id, BREACH)
    assert [fact["seen_late_seconds"] for fact in told] == [3600]


async def test_what_was_done_in_time_while_all_workers_were_down_was_in_time(
    db: Database,
    drain: Drain,
    frozen_clock: FrozenClock,
    as_technician: SignedIn,
    job_context: dict[str, Any],
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    ticket = await open_ticket(db)
    await drain()
    frozen_clock.advance(timedelta(minutes=50))
    await reply(db, ticket, as_technician)
    frozen_clock.advance(timedelta(hours=3))

    # The clocks' job runs before anybody has been told of the reply.
    await jobs.serve_clocks(job_context)
    await drain()

    assert await facts_of(db, ticket.id, BREACH) == []
    clock = (await clocks_now(db, ticket.id))[DueKind.FIRST_RESPONSE]
    assert clock.outcome is Outcome.MET
    assert [fact["type"] for fact in await facts_of(db, ticket.id, "sla_met")] == ["sla_met"]


async def test_workers_that_meet_over_the_same_clocks_speak_once(
    db: Database, drain: Drain, frozen_clock: FrozenClock, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    opened = [await open_ticket(db) for _ in range(12)]
    await drain()
    frozen_clock.advance(timedelta(minutes=61))

    await asyncio.gather(*(jobs.serve_clocks(job_context) for _ in range(4)))
    await drain()

    told = [len(await facts_of(db, ticket.id, BREACH)) for ticket in opened]
    assert told == [1] * 12


async def test_more_breaches_than_a_batch_holds_are_all_seen_in_one_run(
    db: Database,
    drain: Drain,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 5)
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    opened = [await open_ticket(db) for _ in range(12)]
    await drain()
    frozen_clock.advance(timedelta(minutes=61))

    await wired.SERVE[Bell.CLOCKS](job_context)

    assert [(await due_now(db, ticket)).state for ticket in opened] == [DueState.LATE] * 12


async def test_waiting_on_the_requester_pauses_and_solving_ends(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60, solution=240))
    ticket = await open_ticket(db, assignee_id=as_admin.id)
    actor = actor_of(as_admin.user)
    await drain()
    await reply(db, ticket, as_admin)
    async with db.write() as session:
        locked = await find_locked(session, ticket.id)
        assert locked is not None
        await tickets.move(session, locked, TicketStatus.WAITING_ON_REQUESTER, by=actor)
    await drain()
    paused = await due_now(db, ticket)
    frozen_clock.advance(timedelta(days=2))
    await drain()
    async with db.write() as session:
        locked = await find_locked(session, ticket.id)
        assert locked is not None
        await tickets.move(session, locked, TicketStatus.IN_PROGRESS, by=actor)
    await drain()
    resumed = await due_now(db, ticket)
    async with db.write() as session:
        locked = await find_locked(session, ticket.id)
        assert locked is not None
        await tickets.solve(session, locked, by=actor, resolution="A new cable.")
    await drain()

    assert (paused.state, paused.due_at, paused.kind) == (DueState.PAUSED, None, DueKind.SOLUTION)
    assert resumed.due_at == frozen_clock.at + timedelta(hours=4)
    assert (await due_now(db, ticket)).state is DueState.MET
    async with db.read() as session:
        assert (await session.get_one(SlaTrack, ticket.id)).next_at is None


async def test_other_hours_plan_what_runs_anew(
    db: Database, drain: Drain, frozen_clock: FrozenClock, office: BusinessCalendar
) -> None:
    frozen_clock.at = berlin(2026, 11, 23, 16, 0)
    async with db.write() as session:
        await make_policies(session, policy(solution=240, calendar_id=str(office.id)))
    ticket = await open_ticket(db)
    await drain()
    before = (await due_now(db, ticket)).due_at

    async with db.write() as session:
        calendar = await session.get_one(BusinessCalendar, office.id)
        calendar.closed_days = [{"date": "2026-11-24", "name": "Works outing"}]
        session.add(calendar)
        events.record(session, CalendarChanged(calendar_id=office.id))
    await drain()

    assert before == berlin(2026, 11, 24, 11, 0)
    assert (await due_now(db, ticket)).due_at == berlin(2026, 11, 25, 11, 0)


async def test_a_ticket_from_before_there_were_clocks_is_followed_from_its_beginning(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_technician: SignedIn
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=600, solution=6000))
        ticket = await make_ticket(session)
    opened_at = frozen_clock.at
    frozen_clock.advance(timedelta(hours=1))

    await reply(db, ticket, as_technician)
    await drain()

    clocks = await clocks_now(db, ticket.id)
    assert clocks[DueKind.FIRST_RESPONSE].outcome is Outcome.MET
    assert clocks[DueKind.SOLUTION].due_at == opened_at + timedelta(minutes=6000)


async def kinds_told(person: SignedIn) -> list[str]:
    """What somebody was told of, oldest first."""
    items = (await person.get("/api/v1/notifications")).json()["items"]
    return [item["kind"] for item in reversed(items)]


async def test_the_holder_is_warned_and_of_a_breach_the_lead_hears_too(
    db: Database, drain: Drain, frozen_clock: FrozenClock, sign_in_as: SignInAs
) -> None:
    holder, lead, administrator = [
        await sign_in_as(role) for role in ("technician", "technician", "administrator")
    ]
    async with db.write() as session:
        await make_policies(session, policy(first_response=60, warnings={"percents": [50]}))
        team = await make_team(session)
        session.add(TeamLead(team_id=team.id, user_id=lead.id))
        (await session.get_one(Technician, holder.id)).team_id = team.id
    await open_ticket(db, assignee_id=holder.id)
    await drain()

    frozen_clock.advance(timedelta(minutes=30))
    await drain()
    frozen_clock.advance(timedelta(minutes=30))
    await drain()

    assert (await kinds_told(holder))[-2:] == ["due_soon", "overdue"]
    assert await kinds_told(lead) == ["overdue"]
    assert "overdue" not in await kinds_told(administrator)


async def test_the_history_tells_staff_what_was_late_and_spares_the_requester(
    db: Database,
    drain: Drain,
    frozen_clock: FrozenClock,
    as_user: SignedIn,
    as_technician: SignedIn,
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    ticket = await open_ticket(db, requester_id=as_user.id)
    await drain()
    frozen_clock.advance(timedelta(minutes=61))
    await drain()

    path = f"/api/v1/tickets/{ticket.id}/history"
    told = {entry["text"] for entry in (await as_technician.get(path)).json()["items"]}
    own = {entry["type"] for entry in (await as_user.get(path)).json()["items"]}

    assert "First response is late" in told
    assert BREACH not in own


async def test_without_holder_and_leads_administrators_hear_of_a_breach(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    async with db.write() as session:
        await make_policies(session, policy(first_response=60))
    await open_ticket(db)
    await drain()

    frozen_clock.advance(timedelta(minutes=61))
    await drain()

    assert "overdue" in await kinds_told(as_admin)


async def test_open_pages_hear_which_tickets_have_other_times(db: Database, drain: Drain) -> None:
    ticket = await open_ticket(db)

    await drain()

    async with db.read() as session:
        statement = select(OutboxEvent.data).where(col(OutboxEvent.type) == "due_times_changed")
        named = [data["ticket_ids"] for data in await session.exec(statement)]
        count = select(func.count()).select_from(SlaTrack)
        assert (await session.exec(count)).one() == 1
    assert [str(ticket.id)] in named
