"""Major incidents: many tickets with one cause, told and solved together."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Actor
from app.tickets import service as tickets
from app.tickets import together
from app.tickets.enums import OPEN, TicketStatus
from app.tickets.models import Message, Ticket
from app.workflow.relations import linking, repository, views
from app.workflow.relations.enums import PARENT_KINDS, RelationKind
from app.workflow.relations.errors import RelationRefused
from app.workflow.relations.events import IncidentDeclared, IncidentWithdrawn
from app.workflow.relations.models import MajorIncident, TicketRelation
from app.workflow.relations.schemas import Attached, Refused, SolvedTogether


async def declare(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Let a locked ticket stand for many; doing so twice is no error.

    Raises:
        RelationRefused: it is closed, a child, or was merged.
    """
    if ticket.id in await repository.incidents_among(session, {ticket.id}):
        return
    if ticket.status is TicketStatus.CLOSED:
        raise RelationRefused(f"{ticket.reference} is closed. Reopen it first.")
    for row in await repository.touching(session, {ticket.id}):
        if row.ticket_id == ticket.id and row.kind in PARENT_KINDS:
            raise RelationRefused(f"{ticket.reference} is part of another ticket. Detach it first.")
        if row.other_id == ticket.id and row.kind is RelationKind.CHILD_OF:
            # Its children are part of the incident from now on.
            row.kind = RelationKind.PART_OF_INCIDENT
            session.add(row)
    session.add(MajorIncident(ticket_id=ticket.id, declared_by_id=by.id))
    events.record(session, IncidentDeclared(ticket_id=ticket.id), by=by)


async def withdraw(session: AsyncSession, ticket: Ticket, *, by: Actor) -> None:
    """Let a locked ticket be one like any other again; attached ones stay its children."""
    row = (await repository.incidents_among(session, {ticket.id})).get(ticket.id)
    if row is None:
        return
    for child in await repository.children_of(session, ticket.id):
        child.kind = RelationKind.CHILD_OF
        session.add(child)
    await session.delete(row)
    events.record(session, IncidentWithdrawn(ticket_id=ticket.id), by=by)


async def attach(
    session: AsyncSession, parent_id: UUID, ticket_ids: Sequence[UUID], *, by: Actor
) -> Attached:
    """Make tickets part of a major incident; each for itself, those that cannot be are named."""
    found = await repository.lock(session, {parent_id, *ticket_ids})
    parent = found[parent_id]
    attached: list[Ticket] = []
    refused: list[Refused] = []
    for ticket_id in dict.fromkeys(ticket_ids):
        if ticket_id not in found:
            refused.append(
                Refused(ticket_id=ticket_id, reference="", sentence="There is no such ticket.")
            )
            continue
        child = found[ticket_id]
        kind = RelationKind.PART_OF_INCIDENT
        sentence = await linking.refusal(session, child, parent, kind)
        if sentence is None:
            linking.relate(session, child, parent, kind, by=by)
            attached.append(child)
        else:
            refused.append(_refused(child, sentence))
    return Attached(attached=await views.other_tickets(session, attached), refused=refused)


async def tell(session: AsyncSession, parent_id: UUID, *, text: str, by: Actor) -> int:
    """Write one reply on the incident and on everything attached that is open; returns how many."""
    parent, children = await _locked(session, parent_id)
    told = [one for one in (parent, *children.values()) if one.status in OPEN]
    if not told:
        raise RelationRefused("Nothing of this incident is open any more.")
    await together.reply_to_all(session, told, by=by, text=text)
    return len(told)


async def solve(
    session: AsyncSession, parent_id: UUID, *, resolution: str, by: Actor
) -> SolvedTogether:
    """Solve the incident, unless it is, and everything attached; every requester reads how.

    A child whose requester wrote last stays open: somebody has to read that first.

    Raises:
        RelationRefused: the ticket is not a major incident.
        MoveRefused: the incident is somebody else's or nobody's.
    """
    parent, children = await _locked(session, parent_id)
    if parent.id not in await repository.incidents_among(session, {parent.id}):
        raise RelationRefused(f"{parent.reference} is not a major incident.")
    links = {row.ticket_id: row for row in await repository.children_of(session, parent.id)}
    still = [one for one in children.values() if one.status in OPEN]
    newest = await repository.newest_replies(session, [one.id for one in still])
    waiting = {one.id for one in still if _wrote_last(one, links[one.id], newest)}
    done = [one for one in still if one.id not in waiting]
    if parent.status in OPEN:
        await tickets.solve(session, parent, by=by, resolution=resolution)
    messages = await together.reply_to_all(session, done, by=by, text=resolution) if done else {}
    for child in done:
        together.solve_with_parent(session, child, by=by, message_id=messages[child.id].id)
    return SolvedTogether(
        solved=await views.other_tickets(session, done),
        stayed_open=[
            _refused(one, f"The requester of {one.reference} wrote after it was attached.")
            for one in still
            if one.id in waiting
        ],
    )


async def _locked(session: AsyncSession, parent_id: UUID) -> tuple[Ticket, Mapping[UUID, Ticket]]:
    """The parent and its children, locked in the order of their ids."""
    rows = await repository.children_of(session, parent_id)
    found = await repository.lock(session, {parent_id, *(row.ticket_id for row in rows)})
    parent = found.pop(parent_id)
    return parent, found


def _wrote_last(child: Ticket, link: TicketRelation, newest: Mapping[UUID, Message]) -> bool:
    message = newest.get(child.id)
    return (
        message is not None
        and message.author_id == child.requester_id
        and message.created_at > link.made_at
    )


def _refused(ticket: Ticket, sentence: str) -> Refused:
    return Refused(ticket_id=ticket.id, reference=ticket.reference, sentence=sentence)
