"""Work of people who are gone: grace for the silent, and leads who are told of what was begun."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from app.assignment import jobs
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.core import clock, events
from app.core.actor import Role
from app.core.db import Database
from app.notifications.models import Notification
from app.people.enums import Presence
from app.people.events import TechnicianWentOffline
from app.people.models import TeamLead, Technician
from app.tickets.enums import Commitment, Priority, TicketStatus
from tests.conftest import FrozenClock, SignInAs
from tests.factories.assignment import count_events, make_held_ticket, ticket_now
from tests.factories.auth import make_user
from tests.factories.people import make_team, make_technician

Drain = Callable[[], Awaitable[int]]
BEGUN = {"status": TicketStatus.IN_PROGRESS, "commitment": Commitment.FIRM}


async def fall_silent(db: Database, technician: Technician) -> None:
    """What the sweep over silent pages does."""
    async with db.write() as session:
        row = await session.get_one(Technician, technician.user_id)
        row.presence = Presence.OFFLINE
        row.presence_since = clock.now()
        row.left_by_silence = True
        session.add(row)
        fact = TechnicianWentOffline(technician_id=row.user_id, by_silence=True)
        events.record(session, fact)


async def test_whoever_only_fell_silent_keeps_his_work_for_the_grace_time(
    db: Database, drain: Drain, frozen_clock: FrozenClock, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        rules = {"offline_grace_minutes": 3}
        session.add(AssignmentSetting(scope=ORGANISATION, version=1, settings=rules))
        person = await make_technician(session, skills={"network": 0.5})
        held = await make_held_ticket(session, person, commitment=Commitment.HELD)
        pinned = await make_held_ticket(session, person, commitment=Commitment.PINNED)
    await fall_silent(db, person)
    await drain()
    frozen_clock.advance(timedelta(minutes=2))
    assert await jobs.look_after_absent(job_context) == 0
    assert (await ticket_now(db, held.id)).assignee_id == person.user_id
    frozen_clock.advance(timedelta(minutes=1))
    assert await jobs.look_after_absent(job_context) == 1
    assert await jobs.look_after_absent(job_context) == 0
    assert (await ticket_now(db, held.id)).assignee_id is None
    assert (await ticket_now(db, pinned.id)).assignee_id == person.user_id


async def told_of_it(db: Database) -> set[UUID]:
    """Who was notified that work was left behind."""
    async with db.read() as session:
        statement = select(Notification.user_id).where(Notification.kind == "left_behind")
        return set(await session.exec(statement))


async def test_of_begun_work_the_lead_is_told_once_and_sees_it_in_a_list(
    db: Database,
    drain: Drain,
    sign_in_as: SignInAs,
    frozen_clock: FrozenClock,
    job_context: dict[str, Any],
) -> None:
    lead, other = await sign_in_as("technician"), await sign_in_as("technician")
    chief = await sign_in_as("administrator")
    async with db.write() as session:
        team = await make_team(session)
        session.add(TeamLead(team_id=team.id, user_id=lead.id))
        gone = await make_technician(
            session,
            name="Ann",
            team_id=team.id,
            presence=Presence.OFFLINE,
            presence_since=clock.now(),
        )
        begun = await make_held_ticket(session, gone, priority=Priority.HIGH, **BEGUN)
        asked = {**BEGUN, "status": TicketStatus.WAITING_ON_REQUESTER}
        await make_held_ticket(session, gone, **asked)
    frozen_clock.advance(timedelta(minutes=119))
    assert await jobs.look_after_absent(job_context) == 0
    frozen_clock.advance(timedelta(minutes=1))
    assert await jobs.look_after_absent(job_context) == 1
    assert await jobs.look_after_absent(job_context) == 0
    await drain()

    assert await count_events(db, "work_left_behind", begun.id) == 1
    assert await told_of_it(db) == {lead.id}
    assert (await ticket_now(db, begun.id)).assignee_id == gone.user_id
    for person, seen in ((lead, 1), (chief, 1), (other, 0)):
        answer = await person.get("/api/v1/assignment/left-behind")
        assert answer.status_code == 200, answer.text
        assert len(answer.json()["items"]) == seen
    (row,) = (await chief.get("/api/v1/assignment/left-behind")).json()["items"]
    assert (row["id"], row["left_by"]["name"]) == (str(begun.id), "Ann")


async def test_without_a_lead_administrators_are_told(
    db: Database, drain: Drain, frozen_clock: FrozenClock, job_context: dict[str, Any]
) -> None:
    async with db.write() as session:
        chief = await make_user(session, role=Role.ADMINISTRATOR)
        # Off shift counts like offline, whatever the switch says.
        gone = await make_technician(session, shift_until=clock.now(), is_on_shift=False)
        begun = [await make_held_ticket(session, gone, **BEGUN) for _ in range(2)]
    frozen_clock.advance(timedelta(hours=2))
    assert await jobs.look_after_absent(job_context) == 2
    await drain()
    assert await told_of_it(db) == {chief.id}
    assert await count_events(db, "work_left_behind", begun[0].id) == 1
