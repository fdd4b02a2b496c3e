"""What is known of technicians besides their tickets, and how it acts when tickets are handed out."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.assignment import dispatch, jobs, rosters, standing
from app.assignment.engine.roster import TechnicianView
from app.assignment.models import AssignmentDecision
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.assignment.standing_models import TechnicianStanding
from app.auth.models import User
from app.core import clock
from app.core.db import Database
from app.people.enums import Presence
from app.tickets.enums import Category, Priority
from tests.conftest import FrozenClock, SignInAs
from tests.factories.assignment import (
    make_backlog,
    make_held_ticket,
    make_waiting_ticket,
    ticket_now,
)
from tests.factories.auth import SignedIn, make_user
from tests.factories.feedback import solve_ticket
from tests.factories.people import make_technician
from tests.workers.test_stream import BEGUN
from tests.workers.test_waiting import solve

NETWORK = {"network": 0.8}
Drain = Callable[[], Awaitable[int]]
MINUTES = standing.EVERY.total_seconds() / 60.0


async def view_of(db: Database, user_id: UUID) -> TechnicianView:
    """Somebody as a pass sees him."""
    async with db.read() as session:
        views = await rosters.load(session, clock.now())
    return next(view for view in views if view.id == user_id)


async def factors_of(db: Database, ticket_id: UUID) -> dict[str, float]:
    """Points of whoever got the ticket."""
    statement = select(AssignmentDecision).where(AssignmentDecision.ticket_id == ticket_id)
    async with db.read() as session:
        decision = (await session.exec(statement)).one()
    return {name: points for name, points, _ in decision.explanation["factors"]}


async def standing_of(db: Database, user_id: UUID) -> TechnicianStanding | None:
    """What is kept of somebody."""
    async with db.read() as session:
        return await session.get(TechnicianStanding, user_id)


async def test_who_is_at_work_is_seen_by_the_clock(
    db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        ann = await make_technician(session, stays_online=True)
        ben = await make_technician(session, stays_online=True)
        cat = await make_technician(session, presence=Presence.OFFLINE)
        await make_held_ticket(session, ann, **BEGUN)
        await make_held_ticket(session, ben)
        await make_held_ticket(session, cat, **BEGUN)
    assert await jobs.look_who_is_busy(job_context) == 2
    # Another worker's clock struck at the same moment.
    assert await jobs.look_who_is_busy(job_context) == 0
    frozen_clock.advance(standing.EVERY)
    assert await jobs.look_who_is_busy(job_context) == 2

    busy, idle = await view_of(db, ann.user_id), await view_of(db, ben.user_id)
    assert busy.busy_share == pytest.approx(1.0)
    assert busy.recent_minutes == pytest.approx(2 * MINUTES, rel=0.02)
    assert (idle.busy_share, idle.recent_minutes) == (0.0, 0.0)
    assert await standing_of(db, cat.user_id) is None


async def test_what_was_done_long_ago_fades_and_the_share_stays(
    db: Database, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    async with db.write() as session:
        person = await make_technician(session, presence=Presence.OFFLINE)
        session.add(
            TechnicianStanding(
                user_id=person.user_id,
                busy_minutes=300.0,
                present_minutes=600.0,
                recent_minutes=1.2,
            )
        )
    for _ in range(24):
        frozen_clock.advance(standing.EVERY)
        await jobs.look_who_is_busy(job_context)
    seen = await view_of(db, person.user_id)
    assert seen.recent_minutes == 0.0
    assert seen.busy_share == 0.5
    # Nothing is left to note, so nothing is written.
    assert await jobs.look_who_is_busy(job_context) == 0


async def test_the_newest_ratings_are_known_to_the_roster(
    db: Database, drain: Drain, as_user: SignedIn, sign_in_as: SignInAs
) -> None:
    ann, ben = await sign_in_as("technician"), await sign_in_as("technician")
    async with db.write() as session:
        solved = await solve_ticket(session, requester=as_user.user, technician=ann.user)
    for score in (5, 1):
        answer = await as_user.put(f"/api/v1/tickets/{solved.id}/rating", json={"score": score})
        assert answer.status_code in {200, 201}, answer.text
        await drain()
        row = await standing_of(db, ann.id)
        assert row is not None
        assert (row.rating_count, row.rating_total) == (1, score)
    assert (await view_of(db, ben.id)).rating == 75.0
    assert (await view_of(db, ann.id)).rating == pytest.approx(100 * (21 / 6 - 1) / 4)


async def test_whoever_solved_the_requesters_last_ticket_gets_the_next(
    db: Database, drain: Drain
) -> None:
    async with db.write() as session:
        ann, ben = [await make_technician(session, skills=NETWORK) for _ in range(2)]
        requester = await make_user(session)
        solved = await make_held_ticket(session, ben, requester=requester, **BEGUN)
    await solve(db, solved.id)
    await drain()
    async with db.write() as session:
        strangers = await make_waiting_ticket(session)
    await drain()
    assert (await ticket_now(db, strangers.id)).assignee_id == ann.user_id
    await solve(db, strangers.id)
    await drain()
    async with db.write() as session:
        again = await make_waiting_ticket(session, requester=requester)
    await drain()
    assert (await ticket_now(db, again.id)).assignee_id == ben.user_id
    assert (await factors_of(db, again.id))["continuity"] == 100.0


async def test_whoever_was_busier_gets_less(db: Database, drain: Drain) -> None:
    async with db.write() as session:
        ann, ben = [await make_technician(session, skills=NETWORK) for _ in range(2)]
        session.add(
            TechnicianStanding(user_id=ann.user_id, busy_minutes=540.0, present_minutes=600.0)
        )
        ticket = await make_waiting_ticket(session)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ben.user_id
    assert (await factors_of(db, ticket.id))["fairness"] == 100.0


@pytest.mark.parametrize(
    ("strategy", "facts"),
    [
        ("priority_aware", {"recent_minutes": 300.0}),
        ("skill_first", {"rating_count": 100, "rating_total": 200}),
    ],
)
async def test_teams_weigh_recent_work_and_ratings(
    db: Database, drain: Drain, strategy: str, facts: dict[str, Any]
) -> None:
    async with db.write() as session:
        ann, ben = [await make_technician(session, skills=NETWORK) for _ in range(2)]
        session.add(TechnicianStanding(user_id=ann.user_id, **facts))
        session.add(
            AssignmentSetting(scope=ORGANISATION, version=1, settings={"strategy": strategy})
        )
        ticket = await make_waiting_ticket(session)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ben.user_id


async def test_a_ticket_goes_to_somebody_who_speaks_its_requesters_language(
    db: Database, drain: Drain, as_user: SignedIn
) -> None:
    async with db.write() as session:
        await make_technician(session, skills=NETWORK, languages=["en"])
        ben = await make_technician(session, skills=NETWORK, languages=["de"])
    chosen = await as_user.put("/api/v1/me/language", json={"language": "de"})
    assert chosen.json() == {"language": "de", "spoken": ["de", "en"]}
    async with db.write() as session:
        requester = await session.get_one(User, as_user.id)
        ticket = await make_waiting_ticket(session, requester=requester)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ben.user_id


async def test_a_ticket_in_nobodys_language_waits_until_its_requester_takes_any(
    db: Database, drain: Drain, as_user: SignedIn
) -> None:
    async with db.write() as session:
        ann = await make_technician(session, skills=NETWORK, languages=["en"])
    await as_user.put("/api/v1/me/language", json={"language": "fr"})
    async with db.write() as session:
        requester = await session.get_one(User, as_user.id)
        ticket = await make_waiting_ticket(session, requester=requester)
    await drain()
    waiting = await ticket_now(db, ticket.id)
    assert waiting.waiting_reason is not None
    assert waiting.waiting_reason["counts"] == {"no_language": 1}

    await as_user.put("/api/v1/me/language", json={"language": None})
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ann.user_id


async def test_a_changed_language_undoes_what_was_decided_on_the_old_one(
    db: Database, as_user: SignedIn
) -> None:
    async with db.write() as session:
        await make_technician(session, skills=NETWORK, languages=["en"])
        requester = await session.get_one(User, as_user.id)
        ticket = await make_waiting_ticket(session, requester=requester)
    now = clock.now()
    async with db.read() as session:
        desk = await dispatch.look(session, now)
    changes = desk.engine.settle(at=now.timestamp())
    assert [change.move.ticket for change in changes] == [ticket.id]
    await as_user.put("/api/v1/me/language", json={"language": "de"})
    assert await dispatch.carry_out(db, changes, desk.premises) == (0, 1)
    assert (await ticket_now(db, ticket.id)).assignee_id is None


async def test_a_long_queue_in_a_language_that_nobody_here_speaks_hides_nothing(
    db: Database, drain: Drain, as_user: SignedIn
) -> None:
    await as_user.put("/api/v1/me/language", json={"language": "de"})
    async with db.write() as session:
        ann = await make_technician(session, skills=NETWORK, languages=["en"])
    await make_backlog(db, 600, category=Category.NETWORK, requester_id=as_user.id)
    async with db.write() as session:
        ticket = await make_waiting_ticket(session, priority=Priority.CRITICAL)
    await drain()
    assert (await ticket_now(db, ticket.id)).assignee_id == ann.user_id
