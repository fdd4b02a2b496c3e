"""Use cases after a solution: ask the requester to rate it, and choose what happens by itself."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.calendars import service as calendars
from app.core import clock, events
from app.core.actor import Actor, Cause
from app.core.errors import StaleEdit
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.workflow.events import LifecycleChanged, SurveyAsked
from app.workflow.surveys import links, planning, repository
from app.workflow.surveys.models import LifecycleSetting, SolutionFollowUp
from app.workflow.surveys.schemas import LifecycleSettings, SetLifecycle, TicketClosing

__all__ = ["ask", "change", "closing_of", "find_by_token", "links_for", "settings"]

FINISHED = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})


async def ask(session: AsyncSession, ticket_id: UUID) -> None:
    """Ask the requester of a finished ticket to rate it; once per solution, however often called.

    Nothing happens on an open ticket, and where the requester has rated already.
    """
    ticket = (await repository.tickets_by_id(session, {ticket_id})).get(ticket_id)
    at = None if ticket is None else solution_of(ticket)
    if at is None:
        return
    row = (await repository.by_tickets(session, {ticket_id})).get(ticket_id)
    if row is None or row.solution_at != at:
        if row is not None:
            await repository.forget(session, {ticket_id})
            session.expunge(row)
        row = SolutionFollowUp(ticket_id=ticket_id, solution_at=at)
    if row.asked or row.answered_at is not None:
        return
    speak(session, row, await current(session))


def speak(session: AsyncSession, row: SolutionFollowUp, setting: LifecycleSetting) -> None:
    """Ask once more: the first time a question, the second a reminder, and no third."""
    row.asked += 1
    row.asked_at = clock.now()
    row.ask_at = planning.reminder_at(setting, row.asked, row.asked_at)
    session.add(row)
    events.record(
        session,
        SurveyAsked(ticket_id=row.ticket_id, survey_id=row.survey_id, is_reminder=row.asked > 1),
        cause=Cause.SYSTEM,
    )


def solution_of(ticket: Ticket) -> datetime | None:
    """The moment of the solution that stands; of a ticket closed without one its closing."""
    if ticket.status not in FINISHED:
        return None
    return ticket.solved_at or ticket.closed_at


async def links_for(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, str]:
    """The link token of each ticket whose requester is being asked."""
    found = await repository.by_tickets(session, ticket_ids)
    return {id_: links.token_of(row.survey_id) for id_, row in found.items()}


async def find_by_token(session: AsyncSession, token: str) -> SolutionFollowUp | None:
    """What a mailed link names; `None` when it is not ours, too old, or of an earlier solution."""
    survey_id = links.survey_of(token)
    row = None if survey_id is None else await repository.by_survey(session, survey_id)
    if row is None or row.solution_at + links.LASTS < clock.now():
        return None
    return row


async def closing_of(session: AsyncSession, ticket: Ticket) -> TicketClosing:
    """When a ticket closes by itself, and when its requester was asked."""
    row = (await repository.by_tickets(session, {ticket.id})).get(ticket.id)
    if row is None or row.solution_at != solution_of(ticket):
        return TicketClosing(closes_at=None, asked_at=None)
    return TicketClosing(closes_at=row.close_at, asked_at=row.asked_at)


async def current(session: AsyncSession) -> LifecycleSetting:
    """The settings that hold."""
    return await repository.find_setting(session) or LifecycleSetting()


async def settings(session: AsyncSession) -> LifecycleSettings:
    """The settings that hold, as an administrator sees them."""
    return await _view(session, await current(session))


async def change(session: AsyncSession, wanted: SetLifecycle, *, by: Actor) -> LifecycleSettings:
    """Let other settings hold for tickets that are solved from now on.

    Raises:
        StaleEdit: somebody else changed them meanwhile; with those that hold.
        CalendarNotFound: there is no such calendar.
    """
    row = await repository.find_setting_locked(session) or LifecycleSetting()
    if row.version != wanted.version:
        raise StaleEdit(current=await _view(session, row))
    if wanted.calendar_id is not None:
        await calendars.get(session, wanted.calendar_id)
    row.close_after_days = wanted.close_after_days
    row.calendar_id = wanted.calendar_id
    row.asks = wanted.asks
    row.ask_after_hours = wanted.ask_after_hours
    row.remind_after_days = wanted.remind_after_days
    row.version += 1
    row.changed_by_id = by.id
    row.changed_at = clock.now()
    session.add(row)
    events.record(session, LifecycleChanged(version=row.version), by=by)
    return await _view(session, row)


async def _view(session: AsyncSession, row: LifecycleSetting) -> LifecycleSettings:
    names = await auth.names_of(session, {row.changed_by_id})
    return LifecycleSettings(
        version=row.version,
        close_after_days=row.close_after_days,
        calendar_id=row.calendar_id,
        asks=row.asks,
        ask_after_hours=row.ask_after_hours,
        remind_after_days=row.remind_after_days,
        changed_by=None if row.changed_by_id is None else names.get(row.changed_by_id),
        changed_at=row.changed_at if row.version else None,
        sentence=planning.sentence(row),
    )
