"""Changes many tickets, each in a transaction of its own: what is refused holds nothing else up."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import service as assignment
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import Database
from app.core.errors import Forbidden, StaleEdit, TikifyError
from app.tickets import access, rows
from app.tickets import service as tickets
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket
from app.tickets.schemas import EditTicket
from app.workflow.bulk.schemas import ChangedTickets, ChangeOutcome, TicketWish, UndoTicket
from app.workflow.bulk.undo import Look, undo_of


async def change_all(
    database: Database, changes: Sequence[TicketWish], *, by: Actor
) -> ChangedTickets:
    """Carry out each change, one transaction per ticket, in their order.

    On SQLite others may write in between; on MySQL no two tickets are locked at once, so two
    people who change the same tickets in another order do not wait for each other in a ring.

    Raises:
        Forbidden: a change assigns, and the actor may not.
    """
    assigns = any(change.assignee_id or change.unassign for change in changes)
    if assigns and not by.may(Permission.TICKETS_ASSIGN):
        raise Forbidden
    outcomes: list[ChangeOutcome] = []
    undo: list[UndoTicket] = []
    for change in changes:
        outcome, back = await _change_one(database, change, by)
        outcomes.append(outcome)
        if back is not None:
            undo.append(back)
    return ChangedTickets(outcomes=outcomes, undo=undo)


async def _change_one(
    database: Database, change: TicketWish, by: Actor
) -> tuple[ChangeOutcome, UndoTicket | None]:
    try:
        async with database.write() as session:
            ticket = await access.get_locked(session, change.ticket_id, by)
            if change.version is not None and change.version != ticket.version:
                raise StaleEdit
            before = await _look(session, ticket, by)
            await _apply(session, ticket, change, before, by)
            await session.flush()
            after = await _look(session, ticket, by)
            [row] = await rows.rows(session, [ticket], by)
    except TikifyError as error:
        refused = ChangeOutcome(
            ticket_id=change.ticket_id,
            done=False,
            code=error.code,
            detail=error.detail,
            ticket=None,
        )
        return refused, None
    done = ChangeOutcome(ticket_id=ticket.id, done=True, code=None, detail=None, ticket=row)
    return done, undo_of(ticket.id, before, after)


async def _look(session: AsyncSession, ticket: Ticket, by: Actor) -> Look:
    tags = await tickets.tags_of(session, [ticket.id])
    return Look(
        version=ticket.version,
        status=ticket.status,
        priority=ticket.priority,
        category=ticket.category,
        tags=frozenset(tags.get(ticket.id, ())),
        assignee_id=ticket.assignee_id,
        is_watched=await tickets.is_watcher(session, ticket.id, by.id),
    )


async def _apply(
    session: AsyncSession, ticket: Ticket, change: TicketWish, before: Look, by: Actor
) -> None:
    # Reopening comes before a new holder, and beginning work after him.
    if change.status is TicketStatus.REOPENED:
        await tickets.move(session, ticket, TicketStatus.REOPENED, by=by)
    if change.unassign:
        await assignment.return_to_pool(session, ticket, by=by, reason=None)
    elif change.assignee_id is not None and change.assignee_id != ticket.assignee_id:
        await assignment.hand_to(session, ticket, change.assignee_id, by=by, reason=None)
    await _edit(session, ticket, change, before, by)
    if change.watch is True:
        await tickets.follow(session, ticket, by.id, by=by)
    elif change.watch is False:
        await tickets.unfollow(session, ticket, by.id, by=by)
    if change.status is not None and change.status not in {TicketStatus.REOPENED, ticket.status}:
        await tickets.move(session, ticket, change.status, by=by)


async def _edit(
    session: AsyncSession, ticket: Ticket, change: TicketWish, before: Look, by: Actor
) -> None:
    facts: dict[str, object] = {}
    if change.priority not in {None, ticket.priority}:
        facts["priority"] = change.priority
    if change.category not in {None, ticket.category}:
        facts["category"] = change.category
    tags = (before.tags | set(change.add_tags)) - set(change.remove_tags)
    if tags != before.tags:
        facts["tags"] = sorted(tags)
    if facts:
        edit = EditTicket.model_validate({"version": ticket.version, **facts})
        await tickets.edit(session, ticket, by=by, change=edit)
