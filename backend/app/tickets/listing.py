"""Lists of tickets: filters, sort orders and counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_
from sqlalchemy import select as core_select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Actor
from app.core.models import EnumRank
from app.core.pagination import CursorInvalid, PageRequest
from app.tickets import access, repository, search
from app.tickets.enums import OPEN, UNHELD, Category, DueState, Priority, TicketStatus
from app.tickets.errors import FilterInvalid
from app.tickets.models import OPEN_RANK, Ticket, TicketDue, TicketTag
from app.tickets.schemas import TicketRow, folded_tag

_RANKS = EnumRank(Priority)


class Sort(StrEnum):
    """Orders of a list; a leading minus means the last first."""

    NEWEST = "-created"
    OLDEST = "created"
    UPDATED = "-updated"
    PRIORITY = "-priority"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list keeps; empty fields keep everything."""

    status: Sequence[TicketStatus] = ()
    priority: Sequence[Priority] = ()
    category: Sequence[Category] = ()
    assignee: str | None = None
    requester: str | None = None
    team_id: UUID | None = None
    needs_review: bool | None = None
    tag: str | None = None
    due: Sequence[DueState] = ()
    query: str | None = None
    # Look in the archive, and nowhere else.
    archived: bool = False
    sort: Sort = field(default=Sort.NEWEST)


def _person(value: str, actor: Actor, name: str) -> UUID:
    if value == "me":
        return actor.id
    try:
        return UUID(value)
    except ValueError as error:
        allowed = "'me', 'none' or an id" if name == "assignee" else "'me' or an id"
        raise FilterInvalid(f"{name} must be {allowed}.") from error


def select_tickets(filters: Filters, actor: Actor) -> Select[Any]:
    """The statement of a list, without words, order and limit."""
    statement: Select[Any] = core_select(Ticket)
    visible = access.visible_to(actor)
    if visible is not None:
        statement = statement.where(visible)
    if filters.status:
        status = col(Ticket.status)
        # Another index gives the order already; wrapped, the status is only compared.
        ordered = _is_queue(filters) or filters.sort is Sort.DUE
        compared = func.coalesce(status, status) if ordered else status
        statement = statement.where(compared.in_(filters.status))
    statement = _of_archive_or_not(statement, filters)
    if filters.priority:
        statement = statement.where(col(Ticket.priority).in_(filters.priority))
    if filters.category:
        statement = statement.where(col(Ticket.category).in_(filters.category))
    if filters.assignee == "none":
        statement = statement.where(col(Ticket.assignee_id).is_(None))
    elif filters.assignee is not None:
        person = _person(filters.assignee, actor, "assignee")
        statement = statement.where(col(Ticket.assignee_id) == person)
    if filters.requester is not None:
        person = _person(filters.requester, actor, "requester")
        statement = statement.where(col(Ticket.requester_id) == person)
    if filters.team_id is not None:
        statement = statement.where(col(Ticket.team_id) == filters.team_id)
    if filters.needs_review is not None:
        statement = statement.where(col(Ticket.needs_review).is_(filters.needs_review))
    if filters.tag is not None:
        has_tag = exists().where(
            col(TicketTag.ticket_id) == col(Ticket.id),
            col(TicketTag.tag) == folded_tag(filters.tag),
        )
        statement = statement.where(has_tag)
    if filters.due:
        statement = statement.join(TicketDue, col(TicketDue.ticket_id) == col(Ticket.id))
        statement = statement.where(col(TicketDue.state).in_(filters.due))
    return statement


def _of_archive_or_not(statement: Select[Any], filters: Filters) -> Select[Any]:
    archived = col(Ticket.is_archived)
    if filters.query is not None and access.number_in(filters.query) is not None:
        # Whoever knows the reference finds the ticket wherever it lies.
        return statement
    if filters.archived:
        # Of one person's tickets another index knows which; the archive is nearly everything.
        is_of_one = filters.requester is not None or filters.assignee is not None
        flag = func.coalesce(archived, archived) if is_of_one else archived
        return statement.where(flag.is_(True))
    if filters.status and TicketStatus.CLOSED not in filters.status:
        # Only closed tickets are ever archived.
        return statement
    if filters.sort is Sort.OLDEST:
        # The archive holds the oldest: without its index the list would begin by passing over it.
        return statement.where(archived.is_(False))
    # Another index gives the order; wrapped, the flag is only compared.
    return statement.where(func.coalesce(archived, archived).is_(False))


async def _matching(
    session: AsyncSession, statement: Select[Any], filters: Filters, actor: Actor
) -> tuple[Select[Any], Any]:
    """Keep what the query finds; returns the column to sort by, too."""
    assert filters.query is not None
    if filters.sort is not Sort.NEWEST:
        raise FilterInvalid("A search is always sorted by newest first; leave out sort.")
    number = access.number_in(filters.query)
    if number is not None:
        return statement.where(col(Ticket.number) == number), col(Ticket.id)
    terms = await search.rarest_first(session, filters.query, archived=filters.archived)
    return search.matching(
        statement, terms, notes_too=access.sees_all(actor), archived=filters.archived
    )


async def list_tickets(
    session: AsyncSession, filters: Filters, actor: Actor, page: PageRequest
) -> Sequence[Ticket]:
    """Tickets of a page and, if there are more, one beyond it."""
    if (filters.due or filters.sort is Sort.DUE) and not access.sees_all(actor):
        raise FilterInvalid("Only staff sees when something is due.")
    statement, ticket_id = select_tickets(filters, actor), col(Ticket.id)
    if filters.query is not None:
        statement, ticket_id = await _matching(session, statement, filters, actor)
    if filters.sort is Sort.DUE:
        return await _by_due(session, statement, filters, page)
    return await _read(session, _after(statement, filters, page, ticket_id), page.limit + 1)


async def _read(session: AsyncSession, statement: Select[Any], limit: int) -> Sequence[Ticket]:
    result = await session.exec(statement.limit(limit))  # type: ignore[call-overload]
    tickets: Sequence[Ticket] = result.scalars().all()
    return tickets


async def _by_due(
    session: AsyncSession, statement: Select[Any], filters: Filters, page: PageRequest
) -> Sequence[Ticket]:
    """What is due first, and after the last of these the tickets on which no time runs, newest first."""
    values, wanted = page.after(2), page.limit + 1
    try:
        due_at = datetime.fromisoformat(values[0]) if values and values[0] else None
        last = UUID(values[1]) if values else None
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error
    timed: Sequence[Ticket] = ()
    if values is None or due_at is not None:
        timed = await _read(session, _timed(statement, filters, due_at, last), wanted)
        last = None
    if len(timed) == wanted:
        return timed
    rest = _untimed(statement, filters).order_by(col(Ticket.id).desc())
    if last is not None:
        rest = rest.where(col(Ticket.id) < last)
    return [*timed, *await _read(session, rest, wanted - len(timed))]


def _timed(
    statement: Select[Any], filters: Filters, due_at: datetime | None, last: UUID | None
) -> Select[Any]:
    moment, ticket_id = col(TicketDue.due_at), col(TicketDue.ticket_id)
    if not filters.due:
        statement = statement.join(TicketDue, ticket_id == col(Ticket.id))
    statement = statement.where(moment.is_not(None))
    if due_at is not None:
        if due_at.tzinfo is None:
            raise CursorInvalid
        statement = statement.where(or_(moment > due_at, and_(moment == due_at, ticket_id > last)))
    return statement.order_by(moment, ticket_id)


def _untimed(statement: Select[Any], filters: Filters) -> Select[Any]:
    if filters.due:
        return statement.where(col(TicketDue.due_at).is_(None))
    on_time = exists().where(
        col(TicketDue.ticket_id) == col(Ticket.id), col(TicketDue.due_at).is_not(None)
    )
    return statement.where(~on_time)


def cursor_values(ticket: TicketRow, sort: Sort) -> Sequence[object]:
    """The sort values of a row, for the cursor after it."""
    if sort is Sort.UPDATED:
        return (ticket.updated_at.isoformat(), ticket.id)
    if sort is Sort.PRIORITY:
        return (ticket.priority, ticket.id)
    if sort is Sort.DUE:
        return (ticket.due_at and ticket.due_at.isoformat(), ticket.id)
    return (ticket.id,)


def _after(
    statement: Select[Any], filters: Filters, page: PageRequest, ticket_id: Any
) -> Select[Any]:
    sort = filters.sort
    if sort in {Sort.NEWEST, Sort.OLDEST}:
        last = page.after_id()
        descending = sort is Sort.NEWEST
        if last is not None:
            statement = statement.where(ticket_id < last if descending else ticket_id > last)
        return statement.order_by(ticket_id.desc() if descending else ticket_id.asc())
    values = page.after(2)
    try:
        if sort is Sort.UPDATED:
            return _after_updated(statement, values)
        if _is_queue(filters):
            return _after_open_rank(statement, values)
        return _after_priority(statement, values)
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error


def _after_updated(statement: Select[Any], values: list[Any] | None) -> Select[Any]:
    updated, ticket_id = col(Ticket.updated_at), col(Ticket.id)
    if values is not None:
        at, last = datetime.fromisoformat(values[0]), UUID(values[1])
        if at.tzinfo is None:
            raise ValueError("a time of ours knows its zone")
        statement = statement.where(or_(updated < at, and_(updated == at, ticket_id < last)))
    return statement.order_by(updated.desc(), ticket_id.desc())


def _after_priority(statement: Select[Any], values: list[Any] | None) -> Select[Any]:
    priority, ticket_id = col(Ticket.priority), col(Ticket.id)
    if values is not None:
        last = UUID(values[1])
        if values[0] is None:
            statement = statement.where(priority.is_(None), ticket_id < last)
        else:
            rank = Priority(values[0])
            # Both dialects sort NULL (not yet scored) below every rank, so they come last here.
            lower = or_(priority < rank, priority.is_(None))
            statement = statement.where(or_(lower, and_(priority == rank, ticket_id < last)))
    return statement.order_by(priority.desc(), ticket_id.desc())


def _is_queue(filters: Filters) -> bool:
    """Open tickets by priority: what technicians look at all day."""
    return (
        filters.sort is Sort.PRIORITY and bool(filters.status) and OPEN.issuperset(filters.status)
    )


def _after_open_rank(statement: Select[Any], values: list[Any] | None) -> Select[Any]:
    ticket_id = col(Ticket.id)
    statement = statement.where(OPEN_RANK >= 0)
    if values is not None:
        rank = 0 if values[0] is None else _RANKS.rank(Priority(values[0]))
        last = UUID(values[1])
        statement = statement.where(
            or_(rank > OPEN_RANK, and_(rank == OPEN_RANK, ticket_id < last))
        )
    return statement.order_by(OPEN_RANK.desc(), ticket_id.desc())


async def counts(session: AsyncSession, actor: Actor) -> dict[str, int]:
    """Numbers for the navigation, each bounded."""
    if access.sees_all(actor):
        wanted = {
            "unassigned": _of(actor, Filters(assignee="none", status=sorted(UNHELD))),
            "needs_review": _of(actor, Filters(needs_review=True)),
            "mine_open": _of(actor, Filters(assignee="me", status=sorted(OPEN))),
            "open": _of(actor, Filters(status=sorted(OPEN))),
        }
    else:
        waiting = [TicketStatus.WAITING_ON_REQUESTER]
        wanted = {
            "open": _of(actor, Filters(requester="me", status=sorted(OPEN))),
            "waiting_on_me": _of(actor, Filters(requester="me", status=waiting)),
            "solved": _of(actor, Filters(requester="me", status=[TicketStatus.SOLVED])),
        }
    return {
        name: await repository.count_bounded(session, statement)
        for name, statement in wanted.items()
    }


def _of(actor: Actor, filters: Filters) -> Select[Any]:
    return select_tickets(filters, actor)
