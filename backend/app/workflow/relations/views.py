"""What people see of relations: the other tickets, as far as the reader may see them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.tickets import access, conversation, rows
from app.tickets.enums import OPEN
from app.tickets.models import Ticket
from app.workflow.relations import repository
from app.workflow.relations.enums import Direction
from app.workflow.relations.models import TicketRelation
from app.workflow.relations.schemas import (
    IncidentView,
    MergedMessage,
    OtherTicket,
    RelationView,
    TicketRelations,
)

# A major incident may have more children than a page shows; its counts tell of all.
MOST_SHOWN = 500


def other_ticket(ticket: Ticket, names: Mapping[UUID, PersonRef]) -> OtherTicket:
    """Shape a ticket at the other end of a relation."""
    return OtherTicket(
        id=ticket.id,
        reference=ticket.reference,
        subject=ticket.subject,
        status=ticket.status,
        priority=ticket.priority,
        requester=rows.person(names, ticket.requester_id),
    )


async def other_tickets(session: AsyncSession, tickets: Iterable[Ticket]) -> list[OtherTicket]:
    """Shape tickets in their order."""
    shown = list(tickets)
    names = await auth.names_of(session, [one.requester_id for one in shown])
    return [other_ticket(one, names) for one in shown]


async def relations_of(session: AsyncSession, ticket: Ticket, actor: Actor) -> TicketRelations:
    """What a ticket has to do with others."""
    known = list(await repository.touching(session, {ticket.id}))[:MOST_SHOWN]
    others = await repository.tickets_by_id(session, {_other(ticket.id, row) for row in known})
    seen = {id_: one for id_, one in others.items() if await _is_visible(session, one, actor)}
    names = await auth.names_of(
        session, [*(row.made_by_id for row in known), *(one.requester_id for one in seen.values())]
    )
    return TicketRelations(
        incident=await _incident(session, ticket, actor),
        relations=[
            RelationView(
                id=row.id,
                kind=row.kind,
                direction=Direction.FROM if row.ticket_id == ticket.id else Direction.TO,
                other=other_ticket(seen[_other(ticket.id, row)], names),
                made_by=names.get(row.made_by_id),
                made_at=row.made_at,
            )
            for row in known
            if _other(ticket.id, row) in seen
        ],
    )


async def _is_visible(session: AsyncSession, ticket: Ticket, actor: Actor) -> bool:
    if access.sees_all(actor) or ticket.requester_id == actor.id:
        return True
    return actor.id in await repository.watchers_of(session, ticket.id)


async def _incident(session: AsyncSession, ticket: Ticket, actor: Actor) -> IncidentView | None:
    if not access.sees_all(actor):
        return None
    row = (await repository.incidents_among(session, {ticket.id})).get(ticket.id)
    if row is None:
        return None
    children = await repository.children_of(session, ticket.id)
    tickets = await repository.tickets_by_id(session, {one.ticket_id for one in children})
    names = await auth.names_of(session, [row.declared_by_id])
    return IncidentView(
        declared_by=names.get(row.declared_by_id),
        declared_at=row.declared_at,
        attached=len(tickets),
        attached_open=sum(one.status in OPEN for one in tickets.values()),
    )


async def merged_messages(
    session: AsyncSession, ticket: Ticket, actor: Actor, page: PageRequest
) -> Page[MergedMessage]:
    """Messages of the tickets that were merged into this one, oldest first, with their origin.

    Whoever may not see one of those tickets does not read its messages here either: two requesters
    who reported the same are still strangers to each other.
    """
    ids = await repository.sources_of(session, {ticket.id})
    sources = await repository.tickets_by_id(session, ids)
    seen = {id_: one for id_, one in sources.items() if await _is_visible(session, one, actor)}
    messages = await repository.list_messages(
        session,
        list(seen),
        notes_too=access.sees_all(actor),
        after=page.after_id(),
        limit=page.limit + 1,
    )
    origins = {message.id: seen[message.ticket_id] for message in messages}
    views = await conversation.views(session, messages)
    merged = [
        MergedMessage(
            **view.model_dump(),
            ticket_id=origins[view.id].id,
            ticket_reference=origins[view.id].reference,
        )
        for view in views
    ]
    return page_of(merged, page.limit, shape=lambda view: view, key=lambda view: (view.id,))


def _other(ticket_id: UUID, row: TicketRelation) -> UUID:
    return row.other_id if row.ticket_id == ticket_id else row.ticket_id
