"""Jobs of the assignment domain: thin wrappers, run by the worker."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError

from app.assignment import (
    absences,
    claim,
    dispatch,
    offers,
    repository,
    service,
    standing,
    technicians,
)
from app.core import clock, dialect
from app.core.bells import Bell, ring
from app.core.db import Database
from app.core.metrics import LOADS_CORRECTED

# A model that is down must not hold up the work: after this long a ticket is handed out
# unscored, as medium. Triage of a healthy installation takes well under a second.
UNSCORED_PATIENCE = timedelta(seconds=30)
UNSCORED_BATCH = 500
RECOUNT_BATCH = 100
ATTEMPTS = 6


@dataclass(slots=True)
class Turn:
    """Whose turn it is in this process: two passes over the same rows would decide the same twice."""

    is_taken: bool = False
    is_wanted: bool = False


async def assign_waiting(context: dict[str, Any]) -> int:
    """Let the engine settle the rows; returns how many tickets it moved or told why they wait.

    While another job of this process does so it is only told to look once more.
    """
    turn: Turn = context.setdefault("assignment_turn", Turn())
    if turn.is_taken:
        turn.is_wanted = True
        return 0
    turn.is_taken = True
    try:
        while True:
            turn.is_wanted = False
            served = await settle(context["database"])
            if served or not turn.is_wanted:
                return served
    finally:
        turn.is_taken = False


async def settle(database: Database) -> int:
    """One pass; returns how many tickets it moved or told why they wait.

    What somebody else changed meanwhile is looked at again at once, and after some tries by the
    next ring.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            served = await dispatch.serve(database)
        except DBAPIError as error:
            if attempt == ATTEMPTS - 1 or not dialect.is_retryable(error):
                raise
        else:
            if served.moved or served.told or not served.dropped:
                return served.moved + served.told
        await asyncio.sleep(0.005 * attempt)
    database.ringer.ring({Bell.ASSIGNMENT})
    return 0


async def release_unscored(context: dict[str, Any]) -> int:
    """Let tickets be assigned that no model has scored in time; they are scored later."""
    database: Database = context["database"]
    total = 0
    while True:
        now = clock.now()
        opened_before = now - UNSCORED_PATIENCE
        async with database.read() as session:
            if not await repository.is_unscored_for_long(session, opened_before=opened_before):
                return total
        async with database.write() as session:
            released = await repository.release_unscored(
                session, opened_before=opened_before, now=now, limit=UNSCORED_BATCH
            )
            if released:
                ring(session, Bell.ASSIGNMENT)
        total += released
        if released < UNSCORED_BATCH:
            return total


async def pass_lapsed_offers_on(context: dict[str, Any]) -> int:
    """Give offers that nobody accepted in time to the next; returns how many."""
    database: Database = context["database"]
    async with database.read() as session:
        lapsed = await offers.lapsed(session, clock.now())
    passed = 0
    for offer in lapsed:
        async with database.write() as session:
            passed += await offers.pass_on(session, offer)
    return passed


async def look_after_absent(context: dict[str, Any]) -> int:
    """Return what people did not begin who are gone, and tell leads of what they began.

    Returns how many tickets that were.
    """
    database: Database = context["database"]
    async with database.read() as session:
        absent = await absences.with_work_not_begun(session, clock.now())
        begun = [
            (ticket.id, team) for ticket, team in await absences.left_behind(session, clock.now())
        ]
    seen = 0
    for technician_id in absent:
        async with database.write() as session:
            seen += await service.return_unstarted(session, technician_id)
    for ticket_id, team_id in begun:
        async with database.write() as session:
            seen += await absences.tell_leads(session, ticket_id, team_id)
    return seen


async def recount_loads(context: dict[str, Any]) -> int:
    """Compare every technician's count with the tickets he holds; returns how many were wrong."""
    database: Database = context["database"]
    async with database.read() as session:
        ids = await technicians.list_ids(session)
    corrected = 0
    for start in range(0, len(ids), RECOUNT_BATCH):
        async with database.write() as session:
            found = await claim.recount(session, ids[start : start + RECOUNT_BATCH])
            if found:
                # A place may have become free.
                ring(session, Bell.ASSIGNMENT)
        corrected += found
    LOADS_CORRECTED.inc(corrected)
    return corrected


async def look_who_is_busy(context: dict[str, Any]) -> int:
    """Note who is here and at work; returns of how many that was noted."""
    return await standing.look(context["database"])
