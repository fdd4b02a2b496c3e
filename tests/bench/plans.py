"""What the database does for the statements that matter most, in its own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from app.assignment import repository as assignment
from app.auth.models import User
from app.auth.permissions import permissions_of
from app.core import clock
from app.core.actor import Actor, Role
from app.core.outbox import repository as outbox
from app.core.outbox.repository import Stage
from app.core.pagination import PageRequest
from app.tickets import listing
from app.tickets.enums import DueState, TicketStatus
from app.tickets.listing import Filters, Sort
from app.triage import repository as triage
from tests.bench.installation import Installation

PAGE = PageRequest(cursor=None, limit=25)
OPEN = (TicketStatus.TRIAGED, TicketStatus.ASSIGNED, TicketStatus.IN_PROGRESS)
LISTS = {
    "newest first": Filters(),
    "open, by priority": Filters(status=OPEN, sort=Sort.PRIORITY),
    "open, due first": Filters(status=OPEN, sort=Sort.DUE),
    "late": Filters(due=(DueState.LATE,)),
    "mine, by update": Filters(assignee="me", sort=Sort.UPDATED),
    "search: two common words": Filters(query="laptop update"),
}


async def explain(one: Installation) -> dict[str, list[str]]:
    """The plans of lists, searches and claims."""
    found: dict[str, list[str]] = {}
    actor = await _technician(one)
    for name, filters in LISTS.items():
        with _statements(one) as seen:
            async with one.database.read() as session:
                await listing.list_tickets(session, filters, actor, PAGE)
        # A search looks first which of its words is the rarest.
        found[name] = await _plan(one, seen[-1])
    now = clock.now()
    with _statements(one) as seen:
        async with one.database.write() as session:
            await triage.claim_untriaged(session, now=now, until=now + timedelta(0), limit=32)
    found["claim: unscored"] = await _plan(one, seen[0])
    with _statements(one) as seen:
        async with one.database.read() as session:
            await assignment.oldest_waiting(session, limit=64)
    found["claim: waiting for a technician"] = await _plan(one, seen[0])
    with _statements(one) as seen:
        async with one.database.write() as session:
            await outbox.claim_pending(
                session, stage=Stage.REACTIONS, now=now, until=now + timedelta(0), limit=200
            )
    found["claim: undispatched events"] = await _plan(one, seen[0])
    return found


async def _technician(one: Installation) -> Actor:
    async with one.database.read() as session:
        found = await session.exec(select(User).where(User.role == Role.TECHNICIAN).limit(1))
        user = found.one()
    return Actor(
        id=user.id, name=user.name, email=user.email, role=user.role,
        permissions=permissions_of(user.role, None),
    )  # fmt: skip


@contextmanager
def _statements(one: Installation) -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that run within the block, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    engines = (one.database.engine.sync_engine, one.database.read_engine.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def _plan(one: Installation, seen: tuple[str, Any]) -> list[str]:
    statement, parameters = seen
    word = "EXPLAIN QUERY PLAN" if one.kind == "sqlite" else "EXPLAIN"
    # A claim locks, which a read connection refuses even to explain.
    async with one.database.engine.connect() as connection:
        rows = (await connection.exec_driver_sql(f"{word} {statement}", parameters)).mappings()
        return [_line(dict(row)) for row in rows]


def _line(row: dict[str, Any]) -> str:
    if "detail" in row:
        return str(row["detail"])
    return (
        f"{row['table']}: {row['type']}, key {row['key']}, about {row['rows']} rows, {row['Extra']}"
    )
