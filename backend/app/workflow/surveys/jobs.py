"""Work that the clock starts after solutions: asking, reminding, closing."""

from typing import Any

from app.core import clock
from app.core.db import Database
from app.tickets import service as tickets
from app.tickets.enums import TicketStatus
from app.workflow.surveys import repository, service

BATCH = 100


async def follow_up_solutions(context: dict[str, Any]) -> int:
    """Ask, remind and close whatever is due; returns how many tickets were served."""
    database: Database = context["database"]
    served = 0
    while count := await _close(database):
        served += count
    while count := await _ask(database):
        served += count
    return served


async def _close(database: Database) -> int:
    async with database.read() as session:
        due = await repository.due_to_close(session, now=clock.now(), limit=BATCH)
    if not due:
        return 0
    solutions = {row.ticket_id: row.solution_at for row in due}
    async with database.write() as session:
        # The ticket first, as everywhere; whatever somebody is at comes next time.
        locked = await repository.lock_tickets(session, solutions.keys())
        for ticket in locked.values():
            unchanged = ticket.solved_at == solutions[ticket.id]
            if ticket.status is TicketStatus.SOLVED and unchanged:
                tickets.close_unanswered(session, ticket)
        await repository.keep_open(session, locked.keys())
    return len(locked)


async def _ask(database: Database) -> int:
    async with database.read() as session:
        if not await repository.is_due_to_ask(session, now=clock.now()):
            return 0
    async with database.write() as session:
        due = await repository.lock_due_to_ask(session, now=clock.now(), limit=BATCH)
        setting = await service.current(session)
        standing = await repository.tickets_by_id(session, {row.ticket_id for row in due})
        for row in due:
            # Reopened a moment ago: the plan is about to be dropped.
            if service.solution_of(standing[row.ticket_id]) == row.solution_at:
                service.speak(session, row, setting)
            else:
                row.ask_at = None
                session.add(row)
    return len(due)
