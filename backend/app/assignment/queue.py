"""Tells people what is on their desk, and leads what was left behind."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import (
    absences,
    desk,
    dispatch,
    holdings,
    offers,
    settings_service,
    sightings,
    technicians,
)
from app.assignment.schemas import LeftBehindRow, MyQueue, Offer
from app.auth import service as auth
from app.core import clock
from app.core.actor import Actor, Role
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.tickets import rows
from app.tickets.schemas import TicketRow


async def of(session: AsyncSession, actor: Actor) -> MyQueue:
    """A technician's own tickets, in the order in which the engine would have them done."""
    now = clock.now()
    held = await holdings.list_held(session, actor.id)
    view = (await technicians.find(session, {actor.id}))[actor.id]
    book = await settings_service.load(session)
    known = [dispatch.known_of(seen) for seen in await sightings.held_by(session, {actor.id})]
    laid_out = desk.lay_out(view, known, book.of(view.team), at=now)
    shaped = {row.id: row for row in await rows.rows(session, held, actor)}

    def some(ids: tuple[UUID, ...]) -> list[TicketRow]:
        # Read one after the other: what left the list in between is passed over.
        return [shaped[id_] for id_ in ids if id_ in shaped]

    return MyQueue(
        now=None if laid_out.now is None else shaped.get(laid_out.now),
        next=some(laid_out.next),
        likely=some(laid_out.likely),
        waiting_on_requester=some(laid_out.waiting_on_requester),
        paused=sorted(laid_out.paused),
        offers=[
            Offer(ticket_id=offer.ticket_id, until=until)
            for offer in await offers.offers_to(session, actor.id)
            if (until := offer.lapses_at(book)) is not None
        ],
        active=view.active,
        capacity=view.capacity,
    )


async def left_behind(
    session: AsyncSession, actor: Actor, page: PageRequest
) -> Page[LeftBehindRow]:
    """Begun tickets of people who are gone: all for an administrator, else those of led teams."""
    led = (
        None if actor.role is Role.ADMINISTRATOR else await absences.teams_led_by(session, actor.id)
    )
    found = await absences.list_left_behind(
        session, now=clock.now(), team_ids=led, after=_after(page), limit=page.limit + 1
    )
    shaped = {row.id: row for row in await rows.rows(session, found, actor)}
    names = await auth.names_of(session, {ticket.assignee_id for ticket in found})
    items = [
        LeftBehindRow(**shaped[ticket.id].model_dump(), left_by=names[ticket.assignee_id])
        for ticket in found
        if ticket.assignee_id in names
    ]
    return page_of(items, page.limit, shape=lambda row: row, key=lambda row: (row.id,))


def _after(page: PageRequest) -> UUID | None:
    values = page.after(1)
    if values is None:
        return None
    try:
        return UUID(str(values[0]))
    except ValueError as error:
        raise CursorInvalid from error
