"""Stories of tickets that nobody answers: who is told, when, and what stops it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from app.core import events
from app.core.db import Database
from app.core.ids import new_id
from app.notifications.models import Notification
from app.people.models import TeamLead, Technician
from app.tickets.enums import Priority
from app.tickets.events import TicketOpened
from app.tickets.models import Ticket
from app.workflow.escalation import jobs, service
from app.workflow.escalation.enums import EscalationState
from app.workflow.escalation.models import TicketEscalation
from tests.conftest import FrozenClock, SignInAs
from tests.factories.auth import SignedIn
from tests.factories.people import make_team
from tests.factories.tickets import make_ticket
from tests.factories.workflow import facts_of, make_calendar

Drain = Callable[[], Awaitable[int]]
BERLIN = ZoneInfo("Europe/Berlin")
PLAN = "/api/v1/escalation-plan"
TOLD = "ticket_escalated"


def berlin(*parts: int) -> datetime:
    """A moment, by the clock in Berlin."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


async def make_plan(
    admin: SignedIn,
    *levels: dict[str, Any],
    rotas: list[dict[str, Any]] | None = None,
    **facts: Any,
) -> None:
    """One policy for critical tickets, fifteen minutes unless told."""
    policy = {
        "name": "Critical",
        "conditions": {"priorities": ["critical"]},
        "unanswered_minutes": 15,
        "levels": list(levels),
        **facts,
    }
    version = (await admin.get(PLAN)).json()["version"]
    body = {"version": version, "policies": [policy], "rotas": rotas or []}
    answer = await admin.put(PLAN, json=body)
    assert answer.status_code == 200, answer.text


def rota(people: list[SignedIn], **facts: Any) -> dict[str, Any]:
    """People who take turns, Mondays at nine in Berlin."""
    return {
        "id": str(new_id()),
        "name": "Night",
        "zone": "Europe/Berlin",
        "people": [str(one.id) for one in people],
        "hand_over": "weekly",
        "weekday": "monday",
        "at": "09:00",
        "starts_on": "2026-03-16",
        **facts,
    }


async def open_critical(db: Database, at: FrozenClock, **facts: Any) -> Ticket:
    """A critical ticket that was handed in now."""
    async with db.write() as session:
        ticket = await make_ticket(
            session,
            priority=Priority.CRITICAL,
            set_by_person=["priority"],
            triaged_at=None,
            created_at=at.at,
            **facts,
        )
        events.record(
            session,
            TicketOpened(
                ticket_id=ticket.id, requester_id=ticket.requester_id, channel=ticket.channel
            ),
        )
    return ticket


async def told(db: Database, person_id: UUID) -> list[str]:
    """Titles of somebody's calls, oldest first."""
    statement = (
        select(Notification)
        .where(Notification.user_id == person_id, Notification.kind == "escalated")
        .order_by(col(Notification.id))
    )
    async with db.read() as session:
        return [row.title for row in await session.exec(statement)]


async def row_of(db: Database, ticket: Ticket) -> TicketEscalation:
    """How far it has come."""
    async with db.read() as session:
        return await session.get_one(TicketEscalation, ticket.id)


def path(ticket: Ticket, rest: str = "/escalation") -> str:
    """An address of a ticket."""
    return f"/api/v1/tickets/{ticket.id}{rest}"


async def test_critical_at_night_goes_up_once_each_and_late_is_said(
    db: Database, drain: Drain, frozen_clock: FrozenClock, sign_in_as: SignInAs
) -> None:
    frozen_clock.at = berlin(2026, 3, 18, 2)
    admin, night, lead = [await sign_in_as(role) for role in ("administrator", *["technician"] * 2)]
    async with db.write() as session:
        team = await make_team(session)
        session.add(TeamLead(team_id=team.id, user_id=lead.id))
    on_duty = rota([night])
    await make_plan(
        admin,
        {"rota_id": on_duty["id"], "timeout_minutes": 10},
        {"team_leads": True, "timeout_minutes": 20},
        rotas=[on_duty],
    )
    ticket = await open_critical(db, frozen_clock, team_id=team.id)
    await drain()

    frozen_clock.advance(timedelta(minutes=14, seconds=59))
    await drain()
    assert await told(db, night.id) == []
    frozen_clock.advance(timedelta(seconds=1))
    await drain()
    assert await told(db, night.id) == [f"{ticket.reference} needs you: escalation level 1"]

    # The workers are down when the second level is due, for an hour and a half.
    frozen_clock.advance(timedelta(minutes=100))
    await drain()
    await drain()
    facts = await facts_of(db, ticket.id, TOLD)
    assert [(fact["level"], fact["seen_late_seconds"]) for fact in facts] == [(1, 0), (2, 90 * 60)]
    assert [fact["told_ids"] for fact in facts] == [[str(night.id)], [str(lead.id)]]
    assert len(await told(db, lead.id)) == 1

    # The second level has its whole time from when it was told; after it there is nobody left.
    frozen_clock.advance(timedelta(minutes=19))
    await drain()
    assert (await row_of(db, ticket)).state is EscalationState.RUNNING
    frozen_clock.advance(timedelta(minutes=1))
    await drain()
    assert (await row_of(db, ticket)).state is EscalationState.EXHAUSTED
    frozen_clock.advance(timedelta(days=1))
    await drain()
    assert len(await facts_of(db, ticket.id, TOLD)) == 2
    assert (len(await told(db, night.id)), len(await told(db, lead.id))) == (1, 1)


async def test_whoever_has_it_stops_it(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn, sign_in_as: SignInAs
) -> None:
    await make_plan(
        as_admin,
        {"administrators": True, "timeout_minutes": 10},
        {"administrators": True, "timeout_minutes": 10},
    )
    technician = await sign_in_as("technician")
    ticket = await open_critical(db, frozen_clock)
    await drain()
    frozen_clock.advance(timedelta(minutes=15))
    await drain()
    shown = (await technician.get(path(ticket))).json()
    assert (shown["state"], shown["level"], shown["levels"]) == ("running", 1, 2)
    assert [one["id"] for one in shown["told"]] == [str(as_admin.id)]
    assert shown["next_names"] == ["administrators"]

    had = await technician.post(path(ticket, "/escalation/acknowledge"), json={})
    assert had.json()["acknowledged_by"]["id"] == str(technician.id)
    again = await technician.post(path(ticket, "/escalation/acknowledge"), json={})
    assert again.json()["code"] == "nothing_escalated"
    frozen_clock.advance(timedelta(hours=2))
    await drain()

    assert len(await told(db, as_admin.id)) == 1
    assert len(await facts_of(db, ticket.id, "escalation_acknowledged")) == 1


async def test_an_answer_stops_it_and_a_colleague_of_the_requester_does_not(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn, sign_in_as: SignInAs
) -> None:
    await make_plan(as_admin, *[{"administrators": True, "timeout_minutes": 10}] * 2)
    colleague, technician = await sign_in_as("user"), await sign_in_as("technician")
    ticket = await open_critical(db, frozen_clock)
    assert (await technician.put(path(ticket, f"/watchers/{colleague.id}"))).status_code < 300
    await drain()
    frozen_clock.advance(timedelta(minutes=5))
    await colleague.post(path(ticket, "/messages"), json={"text": "Any news?", "kind": "reply"})
    frozen_clock.advance(timedelta(minutes=10))
    await drain()
    assert len(await told(db, as_admin.id)) == 1

    frozen_clock.advance(timedelta(minutes=5))
    await technician.post(path(ticket, "/messages"), json={"text": "We look.", "kind": "reply"})
    assert (await technician.get(path(ticket))).json()["state"] == "acknowledged"
    # Answered while no worker ran, though it was looked at after the time was up.
    frozen_clock.advance(timedelta(hours=1))
    await drain()

    row = await row_of(db, ticket)
    assert (row.state, row.acknowledged_by_id) == (EscalationState.ACKNOWLEDGED, technician.id)
    assert len(await told(db, as_admin.id)) == 1


async def test_the_hand_over_across_a_clock_change_decides_who_is_told(
    db: Database, drain: Drain, frozen_clock: FrozenClock, sign_in_as: SignInAs
) -> None:
    # The clocks go forward in the night before this Monday; at nine Ben hands over to Cara.
    frozen_clock.at = berlin(2026, 3, 30, 8, 40)
    admin = await sign_in_as("administrator")
    people = [await sign_in_as("technician") for _ in range(3)]
    _, ben, cara = people
    on_duty = rota(people)
    await make_plan(admin, {"rota_id": on_duty["id"], "timeout_minutes": 10}, rotas=[on_duty])
    first = await open_critical(db, frozen_clock)
    await drain()
    frozen_clock.at = berlin(2026, 3, 30, 8, 55)
    await drain()
    second = await open_critical(db, frozen_clock)
    await drain()
    frozen_clock.at = berlin(2026, 3, 30, 9, 10)
    await drain()

    assert (await facts_of(db, first.id, TOLD))[0]["told_ids"] == [str(ben.id)]
    assert (await facts_of(db, second.id, TOLD))[0]["told_ids"] == [str(cara.id)]
    now = (await ben.get("/api/v1/on-call")).json()["rotas"][0]
    assert (now["now"]["id"], now["next"]["id"]) == (str(cara.id), str(people[0].id))

    body = {
        "rota_id": on_duty["id"],
        "user_id": str(ben.id),
        "starts_at": berlin(2026, 3, 30, 9).isoformat(),
        "ends_at": berlin(2026, 3, 31, 9).isoformat(),
    }
    made = await admin.post("/api/v1/on-call/overrides", json=body)
    assert made.status_code == 201, made.text
    assert (await ben.get("/api/v1/on-call")).json()["rotas"][0]["now"]["id"] == str(ben.id)
    gone = await admin.delete(f"/api/v1/on-call/overrides/{made.json()['id']}")
    assert gone.status_code == 204
    assert (await ben.get("/api/v1/on-call")).json()["rotas"][0]["now"]["id"] == str(cara.id)


async def test_working_minutes_wait_for_the_morning(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    frozen_clock.at = berlin(2026, 3, 20, 17, 50)
    async with db.write() as session:
        office = await make_calendar(session)
    await make_plan(
        as_admin, {"administrators": True, "timeout_minutes": 10}, calendar_id=str(office.id)
    )
    ticket = await open_critical(db, frozen_clock)
    await drain()

    assert (await row_of(db, ticket)).next_at == berlin(2026, 3, 23, 9, 5)


async def test_escalating_by_hand_goes_up_one_level_at_a_time(
    db: Database, frozen_clock: FrozenClock, as_admin: SignedIn, as_technician: SignedIn
) -> None:
    await make_plan(as_admin, *[{"administrators": True, "timeout_minutes": 10}] * 2)
    async with db.write() as session:
        ticket = await make_ticket(session, priority=Priority.LOW)
    levels = []
    for _ in range(2):
        answer = await as_technician.post(path(ticket), json={"reason": "The office is down."})
        levels.append((answer.json()["level"], answer.json()["started_by"]))
    assert levels == [(1, "person")] * 2
    assert answer.json()["reason"] == "The office is down."

    for level in (2, 2):
        await as_admin.post(path(ticket, "/escalation/acknowledge"), json={})
        frozen_clock.advance(timedelta(minutes=1))
        async with db.write() as session:
            await service.escalate(session, ticket.id, reason="Rule", actor_id=None)
        assert (await row_of(db, ticket)).level == level
    assert len(await facts_of(db, ticket.id, TOLD)) == 3


async def test_a_breach_starts_it_where_the_policy_says_so(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    await make_plan(
        as_admin,
        {"administrators": True, "timeout_minutes": 10},
        unanswered_minutes=None,
        on_sla_breach=True,
    )
    ticket = await open_critical(db, frozen_clock)
    await drain()
    frozen_clock.advance(timedelta(minutes=31))
    await drain()

    facts = await facts_of(db, ticket.id, TOLD)
    assert [fact["started_by"] for fact in facts] == ["sla_breach"]


async def test_what_is_critical_no_more_is_left_alone(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn
) -> None:
    await make_plan(as_admin, {"administrators": True, "timeout_minutes": 10})
    ticket = await open_critical(db, frozen_clock)
    await drain()
    version = (await as_admin.get(path(ticket, ""))).json()["version"]
    changed = await as_admin.patch(path(ticket, ""), json={"version": version, "priority": "low"})
    assert changed.status_code == 200, changed.text
    await drain()
    frozen_clock.advance(timedelta(hours=1))
    await drain()

    assert (await row_of(db, ticket)).state is EscalationState.DROPPED
    assert await told(db, as_admin.id) == []


async def test_two_workers_tell_a_level_once(
    db: Database,
    drain: Drain,
    frozen_clock: FrozenClock,
    as_admin: SignedIn,
    job_context: dict[str, Any],
) -> None:
    await make_plan(as_admin, {"administrators": True, "timeout_minutes": 10}, repeats=2)
    ticket = await open_critical(db, frozen_clock)
    await drain()
    frozen_clock.advance(timedelta(minutes=15))

    await asyncio.gather(*(jobs.serve_escalations(job_context) for _ in range(4)))
    await drain()

    assert len(await facts_of(db, ticket.id, TOLD)) == 1


@pytest.mark.parametrize("reached", [1, 2, 3])
async def test_levels_are_gone_through_again_as_often_as_wanted(
    db: Database, drain: Drain, frozen_clock: FrozenClock, as_admin: SignedIn, reached: int
) -> None:
    await make_plan(as_admin, {"administrators": True, "timeout_minutes": 10}, repeats=reached - 1)
    ticket = await open_critical(db, frozen_clock)
    await drain()
    for minutes in (15, *[10] * 5):
        frozen_clock.advance(timedelta(minutes=minutes))
        await drain()

    assert [fact["round"] for fact in await facts_of(db, ticket.id, TOLD)] == list(
        range(1, reached + 1)
    )
    async with db.read() as session:
        assert (await session.exec(select(Technician))).first() is None
