"""Offers: what is next for somebody may be accepted or given back, and goes on when nobody says anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlmodel
from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import claim, letting_go, settings_service, technicians
from app.assignment.enums import Outcome
from app.assignment.errors import NotYours, TicketUnheld, WorkBegun
from app.assignment.events import TicketAccepted
from app.assignment.models import AssignmentDecision, AssignmentExclusion
from app.assignment.settings import SettingsBook
from app.core import clock, dialect, events
from app.core.actor import Actor
from app.people.enums import Presence
from app.people.models import Technician
from app.tickets import service as tickets
from app.tickets.enums import HELD, Commitment, TicketStatus
from app.tickets.models import Ticket

# For so long whoever let an offer pass is not offered the ticket again.
PASSED_OVER = timedelta(hours=1)
LAPSED_REASON = "The offer was not accepted in time."
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket that is next for somebody who has not said yet that he does it."""

    ticket_id: UUID
    technician_id: UUID
    team_id: UUID | None
    since: datetime

    def lapses_at(self, book: SettingsBook) -> datetime | None:
        """When it goes on to the next; never in a team without offers."""
        timeout = book.of(self.team_id).offer_timeout
        return None if timeout is None else self.since + timeout


async def accept(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Say about a locked ticket that one does it; from now on only a person moves it.

    Doing so twice is no error.

    Raises:
        TicketUnheld: nobody holds it.
        NotYours: somebody else holds it.
        WorkBegun: there is nothing to accept any more.
    """
    if ticket.assignee_id is None or ticket.status not in HELD:
        raise TicketUnheld
    if ticket.assignee_id != by.id:
        raise NotYours
    if ticket.status is not TicketStatus.ASSIGNED:
        raise WorkBegun
    if ticket.commitment in {Commitment.FIRM, Commitment.PINNED}:
        return
    ticket.commitment = Commitment.FIRM
    tickets.touch(ticket)
    session.add(ticket)
    session.add(
        letting_go.decision(ticket, by.id, Outcome.ACCEPTED, by=by, reason=None, explanation={})
    )
    events.record(session, TicketAccepted(ticket_id=ticket.id, technician_id=by.id), by=by)


async def offers_to(session: AsyncSession, technician_id: UUID) -> list[Offer]:
    """What somebody is offered right now; at most his capacity."""
    return await _offers(session, col(Ticket.assignee_id) == technician_id)


async def lapsed(session: AsyncSession, now: datetime) -> list[Offer]:
    """Offers to people who are online that ran out of time; the oldest first, a bounded number."""
    book = await settings_service.load(session)
    timeouts = [
        own.offer_timeout
        for own in (book.organisation, *book.teams.values())
        if own.offer_timeout is not None
    ]
    if not timeouts:
        return []
    found = await _offers(
        session, col(Technician.presence) == Presence.ONLINE, before=now - min(timeouts)
    )
    return [offer for offer in found if (at := offer.lapses_at(book)) is not None and at <= now]


async def _offers(
    session: AsyncSession, who: Any, *, before: datetime | None = None
) -> list[Offer]:
    since = func.max(col(AssignmentDecision.at)).label("since")
    statement = (
        select(col(Ticket.id), col(Ticket.assignee_id), col(Technician.team_id), since)
        .join(Technician, col(Technician.user_id) == col(Ticket.assignee_id))
        .join(AssignmentDecision, col(AssignmentDecision.ticket_id) == col(Ticket.id))
        .where(
            who,
            col(Ticket.status) == TicketStatus.ASSIGNED,
            col(Ticket.commitment) == Commitment.HELD,
        )
        .group_by(col(Ticket.id), col(Ticket.assignee_id), col(Technician.team_id))
        .order_by(since)
        .limit(MOST_AT_ONCE)
    )
    if before is not None:
        statement = statement.having(since <= before)
    connection = await session.connection()
    found: list[Any] = list(await connection.execute(statement))
    return [Offer(*row) for row in found]


async def pass_on(session: AsyncSession, offer: Offer) -> bool:
    """Take a lapsed offer back, unless something happened to it; the engine finds the next."""
    statement = sqlmodel.select(Ticket).where(col(Ticket.id) == offer.ticket_id)
    locked = dialect.for_update(session, statement, skip_locked=True)
    ticket = (await session.exec(locked)).one_or_none()
    if (
        ticket is None
        or ticket.assignee_id != offer.technician_id
        or ticket.status is not TicketStatus.ASSIGNED
        or ticket.commitment is not Commitment.HELD
    ):
        return False
    here = (await technicians.lock(session, {offer.technician_id})).get(offer.technician_id)
    if here is None or here.presence is not Presence.ONLINE or not here.on_shift:
        # Whoever is gone loses what he did not begin in another way.
        return False
    await session.merge(
        AssignmentExclusion(
            ticket_id=ticket.id,
            technician_id=offer.technician_id,
            reason=LAPSED_REASON,
            until=clock.now() + PASSED_OVER,
        )
    )
    letting_go.give_up(session, ticket, outcome=Outcome.LAPSED, by=None, reason=None)
    await claim.recount(session, {offer.technician_id})
    return True
