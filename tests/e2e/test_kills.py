"""Processes die in the middle of many submissions: nobody notices, and each ticket is handled exactly once."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.assignment.enums import Outcome
from app.assignment.models import AssignmentDecision
from app.core.db import Database
from app.core.outbox.models import OutboxDelivery, OutboxEvent, OutboxPending
from app.notifications.enums import NotificationKind
from app.notifications.models import Notification
from app.people.models import Technician
from app.tickets.models import Ticket
from tests.e2e.submissions import submit_many
from tests.fixtures.product import Product

SUBMISSIONS = 200
AT_ONCE = 16
KILL_AFTER = 60
BACK_AFTER = 150
QUIET_WITHIN_SECONDS = 90

pytestmark = pytest.mark.timeout(240)


def _kill_triage_worker(product: Product) -> None:
    product.triage_worker.kill()


def _kill_worker(product: Product) -> None:
    product.worker.kill()


def _kill_redis(product: Product) -> None:
    product.redis.kill()


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param([_kill_triage_worker], id="triage worker"),
        pytest.param([_kill_worker], id="worker"),
        pytest.param([_kill_redis], id="redis"),
        pytest.param([_kill_triage_worker, _kill_worker, _kill_redis], id="all three"),
    ],
)
async def test_every_ticket_is_triaged_and_assigned_exactly_once(
    running: Product,
    db: Database,
    tokens: list[str],
    technicians: int,
    kills: Sequence[Callable[[Product], None]],
) -> None:
    assert technicians >= SUBMISSIONS

    def kill() -> None:
        for end in kills:
            end(running)

    def bring_back() -> None:
        if running.redis.answers():
            return
        running.redis.start()

    outcome = await submit_many(
        running.api.url,
        tokens,
        count=SUBMISSIONS,
        at_once=AT_ONCE,
        after={KILL_AFTER: kill, BACK_AFTER: bring_back},
    )
    assert outcome.errors == []
    ids = {UUID(ticket["id"]) for ticket in outcome.tickets}
    assert len(ids) == SUBMISSIONS

    await _until_quiet(running, db)
    await _check_tickets(db, ids)
    await _check_events(db, ids)
    await _check_decisions(db, ids)
    await _check_loads(db)
    await _check_notifications(db, ids)


async def _until_quiet(running: Product, db: Database) -> None:
    """Wait until no row queue holds anything, starting what ended as a restart policy does."""
    deadline = time.monotonic() + QUIET_WITHIN_SECONDS
    while left := await _left(db):
        if time.monotonic() > deadline:
            pytest.fail(f"still waiting: {left}\n{running.logs()}")
        await asyncio.to_thread(running.revive)
        await asyncio.sleep(0.2)


async def _left(db: Database) -> dict[str, int]:
    ticket = select(func.count()).select_from(Ticket)
    waiting = {
        "untriaged": ticket.where(col(Ticket.triaged_at).is_(None)),
        "unassigned": ticket.where(col(Ticket.assignee_id).is_(None)),
        "undispatched": select(func.count()).select_from(OutboxPending),
        "undelivered": select(func.count()).select_from(OutboxDelivery),
    }
    async with db.read() as session:
        counts = {name: (await session.exec(count)).one() for name, count in waiting.items()}
    return {name: count for name, count in counts.items() if count}


async def _check_tickets(db: Database, ids: set[UUID]) -> None:
    async with db.read() as session:
        tickets = (await session.exec(select(Ticket))).all()
    assert {ticket.id for ticket in tickets} == ids
    assert len({ticket.number for ticket in tickets}) == SUBMISSIONS
    assert all(ticket.priority and ticket.category and ticket.assignee_id for ticket in tickets)
    # Opened, scored, assigned: a change that happened twice would have counted twice.
    assert {ticket.version for ticket in tickets} == {3}


async def _check_events(db: Database, ids: set[UUID]) -> None:
    async with db.read() as session:
        rows = (await session.exec(select(OutboxEvent.ticket_id, OutboxEvent.type))).all()
    counted = Counter((ticket_id, type_) for ticket_id, type_ in rows if ticket_id in ids)
    once = ("ticket_opened", "ticket_triaged", "ticket_assigned")
    assert counted == {(id_, type_): 1 for id_ in ids for type_ in once}


async def _check_decisions(db: Database, ids: set[UUID]) -> None:
    async with db.read() as session:
        decisions = (await session.exec(select(AssignmentDecision))).all()
        holders = dict((await session.exec(select(Ticket.id, Ticket.assignee_id))).all())
    assert Counter(decision.ticket_id for decision in decisions) == dict.fromkeys(ids, 1)
    assert {decision.outcome for decision in decisions} == {Outcome.ASSIGNED}
    assert {decision.ticket_id: decision.technician_id for decision in decisions} == holders


async def _check_loads(db: Database) -> None:
    async with db.read() as session:
        technicians = (await session.exec(select(Technician))).all()
        held = Counter((await session.exec(select(Ticket.assignee_id))).all())
    assert {one.user_id: one.active for one in technicians} == {
        one.user_id: held[one.user_id] for one in technicians
    }
    assert all(one.active <= one.capacity for one in technicians)


async def _check_notifications(db: Database, ids: set[UUID]) -> None:
    statement = select(Notification.ticket_id).where(
        Notification.kind == NotificationKind.ASSIGNED_TO_YOU
    )
    async with db.read() as session:
        told = Counter((await session.exec(statement)).all())
    assert told == dict.fromkeys(ids, 1)
