"""Links between two tickets: what is checked under lock, made, and taken back."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import events
from app.core.actor import Actor
from app.tickets.errors import TicketNotFound
from app.tickets.models import Ticket
from app.workflow.relations import policy, repository
from app.workflow.relations.enums import BY_HAND, Direction, RelationKind
from app.workflow.relations.errors import RelationRefused, RelationUnknown
from app.workflow.relations.events import TicketLinked, TicketUnlinked
from app.workflow.relations.models import TicketRelation
from app.workflow.relations.policy import End, Link


async def lock_both(session: AsyncSession, one_id: UUID, other_id: UUID) -> tuple[Ticket, Ticket]:
    """Two tickets, locked in the order of their ids: whoever relates them the other way round waits.

    Raises:
        TicketNotFound: one of them is gone.
    """
    found = await repository.lock(session, {one_id, other_id})
    if len(found) < len({one_id, other_id}):
        raise TicketNotFound
    return found[one_id], found[other_id]


async def refusal(
    session: AsyncSession, one: Ticket, other: Ticket, kind: RelationKind
) -> str | None:
    """Why the one cannot be that to the other."""
    ids = {one.id, other.id}
    known = [
        Link(row.ticket_id, row.other_id, row.kind)
        for row in await repository.touching(session, ids)
    ]
    incidents = await repository.incidents_among(session, ids)
    ends = [End(end.id, end.reference, end.status, end.id in incidents) for end in (one, other)]
    return policy.refusal(ends[0], ends[1], kind, known)


async def link(
    session: AsyncSession, one_id: UUID, other_id: UUID, kind: RelationKind, *, by: Actor
) -> TicketRelation:
    """Let one ticket be something to another.

    Raises:
        TicketNotFound: one of them is gone.
        RelationRefused: they cannot be that to each other.
    """
    one, other = await lock_both(session, one_id, other_id)
    sentence = await refusal(session, one, other, kind)
    if sentence is not None:
        raise RelationRefused(sentence)
    return relate(session, one, other, kind, by=by)


def relate(
    session: AsyncSession, one: Ticket, other: Ticket, kind: RelationKind, *, by: Actor
) -> TicketRelation:
    """Keep a relation of two locked tickets that was found to be possible."""
    kept = policy.ordered(Link(one.id, other.id, kind))
    row = TicketRelation(
        ticket_id=kept.ticket_id, other_id=kept.other_id, kind=kind, made_by_id=by.id
    )
    session.add(row)
    for end, far, direction in ((one, other, Direction.FROM), (other, one, Direction.TO)):
        events.record(
            session,
            TicketLinked(
                ticket_id=end.id,
                other_id=far.id,
                other_number=far.number,
                kind=kind,
                direction=direction,
            ),
            by=by,
        )
    return row


async def unlink(session: AsyncSession, ticket_id: UUID, relation_id: UUID, *, by: Actor) -> None:
    """Take a link back that people make by hand, or a ticket out of a major incident.

    Raises:
        RelationUnknown: the ticket has no such link.
        RelationRefused: merging and splitting are taken back in another way.
    """
    row = await repository.find(session, relation_id)
    if row is None or ticket_id not in {row.ticket_id, row.other_id}:
        raise RelationUnknown
    if row.kind not in BY_HAND | {RelationKind.PART_OF_INCIDENT}:
        raise RelationRefused("This link tells where the tickets come from and stays.")
    one, other = await lock_both(session, row.ticket_id, row.other_id)
    # Somebody may have been faster while we waited for the locks.
    row = await repository.find(session, relation_id)
    if row is None:
        raise RelationUnknown
    await session.delete(row)
    for end, far, direction in ((one, other, Direction.FROM), (other, one, Direction.TO)):
        events.record(
            session,
            TicketUnlinked(
                ticket_id=end.id,
                other_id=far.id,
                other_number=far.number,
                kind=row.kind,
                direction=direction,
            ),
            by=by,
        )
