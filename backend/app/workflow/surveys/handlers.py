"""Reactions to solutions, reopenings, ends and ratings."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.calendars import service as calendars
from app.core import clock
from app.core.events import Event, Recorded
from app.tickets.enums import TicketStatus
from app.workflow.surveys import planning, repository, service
from app.workflow.surveys.models import SolutionFollowUp


async def follow_solutions(session: AsyncSession, batch: Sequence[Recorded[Any]]) -> None:
    """Plan what follows a solution, and drop the plans of what is open again.

    Goes by how the tickets stand now, so late and repeated calls change nothing.
    """
    ids = {item.event.ticket_id for item in batch}
    tickets = await repository.tickets_by_id(session, ids)
    known = await repository.by_tickets(session, ids)
    closed = {
        id_
        for id_, row in known.items()
        if tickets[id_].status is TicketStatus.CLOSED and row.close_at is not None
    }
    solved = [ticket for ticket in tickets.values() if ticket.status is TicketStatus.SOLVED]
    fresh = [
        (ticket.id, ticket.solved_at)
        for ticket in solved
        if ticket.solved_at is not None
        and (ticket.id not in known or known[ticket.id].solution_at != ticket.solved_at)
    ]
    gone = {id_ for id_ in known if service.solution_of(tickets[id_]) is None}
    stale = gone | {id_ for id_, _ in fresh if id_ in known}
    if stale:
        await repository.forget(session, stale)
        for id_ in stale:
            session.expunge(known[id_])
    if closed:
        await repository.keep_open(session, closed)
    if not fresh:
        return
    setting = await service.current(session)
    hours = None
    if setting.calendar_id is not None:
        found = await calendars.hours_by_id(session, {setting.calendar_id}, at=clock.now())
        hours = found.get(setting.calendar_id)
    for id_, solution_at in fresh:
        session.add(
            SolutionFollowUp(
                ticket_id=id_,
                solution_at=solution_at,
                ask_at=planning.asks_at(setting, solution_at),
                close_at=planning.closes_at(setting, hours, solution_at),
            )
        )


async def note_ratings(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Whoever has rated is not asked again."""
    ids = {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    found = await repository.by_tickets(session, ids)
    open_ones = {id_ for id_, row in found.items() if row.answered_at is None}
    if open_ones:
        await repository.note_answered(session, open_ones, at=clock.now())
