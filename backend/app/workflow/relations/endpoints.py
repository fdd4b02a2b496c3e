"""HTTP edge of relations between tickets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import access
from app.tickets.dependencies import LockedTicket, Reader, VisibleTicket, Worker
from app.tickets.errors import MoveRefused, TicketNotFound
from app.workflow.relations import incidents, linking, merging, splitting, views
from app.workflow.relations.enums import BY_HAND, Direction
from app.workflow.relations.errors import MessageUnknown, RelationRefused, RelationUnknown
from app.workflow.relations.schemas import (
    Attached,
    AttachTickets,
    LinkTickets,
    MergedMessage,
    MergePreview,
    MergeTicket,
    OtherTicket,
    SolvedTogether,
    SolveTogether,
    SplitResult,
    SplitTicket,
    TellEverybody,
    TicketRelations,
    ToldEverybody,
)

router = APIRouter(
    prefix="/tickets/{ticket_id}",
    tags=["relations"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests, TicketNotFound),
)


@router.get("/relations", dependencies=[limit("300/minute")])
async def read_relations(
    ticket: VisibleTicket, actor: Reader, session: ReadSession
) -> TicketRelations:
    """Read what a ticket has to do with others: links, parent and children, merged and split ones."""
    return await views.relations_of(session, ticket, actor)


@router.post(
    "/relations",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def link_tickets(
    ticket_id: UUID, body: LinkTickets, actor: Worker, session: Session
) -> TicketRelations:
    """Link two tickets. A child has one parent, and a parent has none."""
    if body.kind not in BY_HAND:
        raise RelationRefused("Tickets are merged, split and attached in their own ways.")
    ends = (ticket_id, body.other_id)
    one, other = ends if body.direction is Direction.FROM else ends[::-1]
    await linking.link(session, one, other, body.kind, by=actor)
    ticket = await access.get_visible(session, ticket_id, actor)
    return await views.relations_of(session, ticket, actor)


@router.delete(
    "/relations/{relation_id}",
    dependencies=[limit("120/minute")],
    responses=documented(CsrfFailed, RelationUnknown, RelationRefused),
)
async def unlink_tickets(
    ticket_id: UUID, relation_id: UUID, actor: Worker, session: Session
) -> TicketRelations:
    """Take a link back, or a ticket out of its major incident."""
    await linking.unlink(session, ticket_id, relation_id, by=actor)
    ticket = await access.get_visible(session, ticket_id, actor)
    return await views.relations_of(session, ticket, actor)


@router.get("/merge-preview", dependencies=[limit("120/minute")])
async def preview_merge(
    ticket: VisibleTicket,
    _: Worker,
    actor: Reader,
    session: ReadSession,
    into_id: Annotated[UUID, Query(description="The ticket that this one would go on as.")],
) -> MergePreview:
    """Read what merging would do. Nothing is changed."""
    target = await access.get_visible(session, into_id, actor)
    return await merging.preview(session, ticket, target)


@router.post(
    "/merge",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def merge_ticket(
    ticket_id: UUID, body: MergeTicket, actor: Worker, session: Session
) -> OtherTicket:
    """Let this ticket go on as another one, and close it.

    Nothing is moved: messages and files stay here, the other ticket shows them to whoever may read
    both. Its requester hears when the other ticket is solved.
    """
    target = await merging.merge(session, ticket_id, body.into_id, by=actor)
    return (await views.other_tickets(session, [target]))[0]


@router.post(
    "/unmerge",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def unmerge_ticket(ticket_id: UUID, actor: Worker, session: Session) -> OtherTicket:
    """Take a merge of this ticket back, while nothing was written on either since."""
    source = await merging.unmerge(session, ticket_id, by=actor)
    return (await views.other_tickets(session, [source]))[0]


@router.get(
    "/merged-messages", dependencies=[limit("300/minute")], responses=documented(CursorInvalid)
)
async def list_merged_messages(
    ticket: VisibleTicket, actor: Reader, session: ReadSession, page: PageParams
) -> Page[MergedMessage]:
    """List the messages of tickets that were merged into this one, with their origin.

    A requester reads those of his own tickets only.
    """
    return await views.merged_messages(session, ticket, actor, page)


@router.post(
    "/split",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, MessageUnknown, RelationRefused),
)
async def split_ticket(
    ticket: LockedTicket, body: SplitTicket, actor: Worker, session: Session
) -> SplitResult:
    """Open a ticket of the same requester with a message of this one, or with all from it on.

    The messages are copied; files stay with the message that they came with.
    """
    made = await splitting.split(
        session, ticket, body.message_id, what=body.what, subject=body.subject, by=actor
    )
    return SplitResult(ticket=(await views.other_tickets(session, [made]))[0])


@router.put(
    "/incident",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def declare_incident(
    ticket: LockedTicket, actor: Worker, session: Session
) -> TicketRelations:
    """Make a ticket a major incident: others can be attached, told and solved with it."""
    await incidents.declare(session, ticket, by=actor)
    return await views.relations_of(session, ticket, actor)


@router.delete("/incident", dependencies=[limit("60/minute")], responses=documented(CsrfFailed))
async def withdraw_incident(
    ticket: LockedTicket, actor: Worker, session: Session
) -> TicketRelations:
    """Let a major incident be a ticket like any other again. What was attached stays its child."""
    await incidents.withdraw(session, ticket, by=actor)
    return await views.relations_of(session, ticket, actor)


@router.post(
    "/incident/tickets",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def attach_tickets(
    ticket: VisibleTicket, body: AttachTickets, actor: Worker, session: Session
) -> Attached:
    """Attach tickets to a major incident. Those that cannot be are named with the reason."""
    return await incidents.attach(session, ticket.id, body.ticket_ids, by=actor)


@router.post(
    "/incident/updates",
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, RelationRefused),
)
async def tell_everybody(
    ticket: VisibleTicket, body: TellEverybody, actor: Worker, session: Session
) -> ToldEverybody:
    """Write one reply on a major incident and on every open ticket attached to it."""
    return ToldEverybody(tickets=await incidents.tell(session, ticket.id, text=body.text, by=actor))


@router.post(
    "/incident/solve",
    dependencies=[limit("30/minute")],
    responses=documented(CsrfFailed, RelationRefused, MoveRefused),
)
async def solve_together(
    ticket: VisibleTicket, body: SolveTogether, actor: Worker, session: Session
) -> SolvedTogether:
    """Solve a major incident and every ticket attached to it.

    A ticket whose requester wrote after it was attached stays open and is named.
    """
    return await incidents.solve(session, ticket.id, resolution=body.resolution, by=actor)
