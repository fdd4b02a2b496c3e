"""Statements on tickets, their tags and watchers."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, insert, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.core.actor import Role
from app.people.models import Team
from app.tickets.models import ReferenceBlock, Ticket, TicketDue, TicketTag, TicketWatcher

COUNTED_AT_MOST = 10_000


async def find(session: AsyncSession, ticket_id: UUID) -> Ticket | None:
    """One ticket."""
    return await session.get(Ticket, ticket_id)


async def find_locked(session: AsyncSession, ticket_id: UUID) -> Ticket | None:
    """One ticket, locked until the transaction ends."""
    statement = select(Ticket).where(Ticket.id == ticket_id)
    return (await session.exec(dialect.for_update(session, statement))).one_or_none()


async def find_by_number(session: AsyncSession, number: int) -> Ticket | None:
    """One ticket by the number of its reference."""
    return (await session.exec(select(Ticket).where(Ticket.number == number))).one_or_none()


async def reserve_numbers(session: AsyncSession, count: int) -> int:
    """Reserve a block of ticket numbers; returns the first of it."""
    table = ReferenceBlock.__table__  # type: ignore[attr-defined]
    await session.exec(
        dialect.insert_ignoring_duplicates(session, table).values(id=1, next_number=10_001)
    )
    await session.exec(
        update(ReferenceBlock)
        .where(col(ReferenceBlock.id) == 1)
        .values(next_number=ReferenceBlock.next_number + count)
    )
    after = (
        await session.exec(select(ReferenceBlock.next_number).where(ReferenceBlock.id == 1))
    ).one()
    return after - count


async def insert_rows(session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Write many rows of one table with one statement."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(table.__table__), list(rows))


async def tags_of(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Tags of each ticket, in alphabetical order."""
    found: dict[UUID, list[str]] = {}
    if not ticket_ids:
        return found
    statement = (
        select(TicketTag.ticket_id, TicketTag.tag)
        .where(col(TicketTag.ticket_id).in_(ticket_ids))
        .order_by(col(TicketTag.tag))
    )
    for ticket_id, tag in await session.exec(statement):
        found.setdefault(ticket_id, []).append(tag)
    return found


async def dues_of(session: AsyncSession, ticket_ids: Collection[UUID]) -> dict[UUID, TicketDue]:
    """What is due on each ticket that anything is or was due on."""
    if not ticket_ids:
        return {}
    statement = select(TicketDue).where(col(TicketDue.ticket_id).in_(ticket_ids))
    return {row.ticket_id: row for row in await session.exec(statement)}


async def replace_tags(session: AsyncSession, ticket_id: UUID, tags: Collection[str]) -> None:
    """Give a ticket exactly these tags."""
    await session.exec(delete(TicketTag).where(col(TicketTag.ticket_id) == ticket_id))
    rows = [{"ticket_id": ticket_id, "tag": tag} for tag in dict.fromkeys(tags)]
    await insert_rows(session, TicketTag, rows)


async def count_tags(
    session: AsyncSession, *, prefix: str, requester_id: UUID | None, limit: int
) -> Sequence[tuple[str, int]]:
    """Tags that begin with a prefix, most used first, among the tickets that the reader may see."""
    number = func.count().label("number")
    statement = (
        core_select(col(TicketTag.tag), number)
        .where(col(TicketTag.tag).startswith(prefix, autoescape=True))
        .group_by(col(TicketTag.tag))
        .order_by(number.desc(), col(TicketTag.tag))
        .limit(limit)
    )
    if requester_id is not None:
        statement = statement.join(Ticket, col(Ticket.id) == col(TicketTag.ticket_id)).where(
            col(Ticket.requester_id) == requester_id
        )
    result = await session.exec(statement)  # type: ignore[call-overload]
    return [(row.tag, row.number) for row in result]


async def watchers_of(session: AsyncSession, ticket_id: UUID) -> Sequence[UUID]:
    """Who follows a ticket."""
    statement = select(TicketWatcher.user_id).where(TicketWatcher.ticket_id == ticket_id)
    return (await session.exec(statement)).all()


async def is_watcher(session: AsyncSession, ticket_id: UUID, user_id: UUID) -> bool:
    """Whether somebody follows a ticket."""
    return await session.get(TicketWatcher, (ticket_id, user_id)) is not None


async def add_watcher(session: AsyncSession, ticket_id: UUID, user_id: UUID) -> bool:
    """Let somebody follow a ticket; false when he does already."""
    if await is_watcher(session, ticket_id, user_id):
        return False
    session.add(TicketWatcher(ticket_id=ticket_id, user_id=user_id))
    return True


async def remove_watcher(session: AsyncSession, ticket_id: UUID, user_id: UUID) -> bool:
    """Let somebody follow a ticket no more; false when he did not."""
    watcher = await session.get(TicketWatcher, (ticket_id, user_id))
    if watcher is None:
        return False
    await session.delete(watcher)
    return True


async def find_active_user(session: AsyncSession, user_id: UUID) -> User | None:
    """A person who can sign in."""
    statement = select(User).where(User.id == user_id, col(User.is_active).is_(True))
    return (await session.exec(statement)).one_or_none()


async def find_team(session: AsyncSession, team_id: UUID) -> Team | None:
    """A team."""
    return await session.get(Team, team_id)


async def staff_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of the people who are no requesters."""
    statement = select(User.id).where(col(User.id).in_(ids), col(User.role) != Role.USER)
    return set(await session.exec(statement))


async def names_of_things(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """What those of the ids that are teams or tickets are called."""
    if not ids:
        return {}
    teams = await session.exec(select(Team.id, Team.name).where(col(Team.id).in_(ids)))
    names = dict(teams.all())
    tickets = select(Ticket.id, Ticket.number).where(col(Ticket.id).in_(ids))
    return names | {id_: f"TK-{number}" for id_, number in await session.exec(tickets)}


async def count_bounded(session: AsyncSession, statement: Select[Any]) -> int:
    """Count rows, but never more than a page would show as “10,000+”."""
    bounded = statement.with_only_columns(col(Ticket.id)).limit(COUNTED_AT_MOST).subquery()
    counted = core_select(func.count()).select_from(bounded)
    result = await session.exec(counted)  # type: ignore[call-overload]
    return int(result.scalar_one())


def watched_by(user_id: UUID) -> Any:
    """Condition: the person follows the ticket."""
    return exists().where(
        col(TicketWatcher.ticket_id) == col(Ticket.id), col(TicketWatcher.user_id) == user_id
    )
