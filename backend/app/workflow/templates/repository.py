"""Statements on templates, macros and their runs, and on what texts may mention of a ticket."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, update
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core import dialect
from app.people.models import Team, Technician
from app.tickets.models import Ticket
from app.workflow.templates.enums import Audience
from app.workflow.templates.models import Macro, MacroRun, ReplyTemplate

Kept = TypeVar("Kept", ReplyTemplate, Macro)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for templates or macros: those of his team are his to use, too."""

    id: UUID
    team_id: UUID | None
    manages: bool


async def team_of(session: AsyncSession, user_id: UUID) -> UUID | None:
    """The team that a technician belongs to."""
    found = await session.exec(select(Technician.team_id).where(Technician.user_id == user_id))
    return found.one_or_none()


async def find(session: AsyncSession, table: type[Kept], id_: UUID) -> Kept | None:
    """A template or macro, removed or not."""
    return await session.get(table, id_)


async def find_locked(session: AsyncSession, table: type[Kept], id_: UUID) -> Kept | None:
    """The same, locked until the transaction ends."""
    statement = dialect.for_update(session, select(table).where(col(table.id) == id_))
    return (await session.exec(statement)).one_or_none()


async def find_all(
    session: AsyncSession, table: type[Kept], ids: Collection[UUID]
) -> dict[UUID, Kept]:
    """Those of the templates or macros that are there and not removed."""
    if not ids:
        return {}
    statement = select(table).where(col(table.id).in_(ids), col(table.removed_at).is_(None))
    return {row.id: row for row in await session.exec(statement)}


async def list_kept(
    session: AsyncSession,
    table: type[Kept],
    reader: Reader,
    *,
    words: str | None,
    after: tuple[str, str, UUID] | None,
    limit: int,
) -> Sequence[Kept]:
    """What somebody may use or change, by folder and name."""
    statement = select(table).where(col(table.removed_at).is_(None), _usable(table, reader))
    if words:
        like = f"%{_escaped(words.lower())}%"
        statement = statement.where(
            or_(
                func.lower(col(table.name)).like(like, escape="!"),
                func.lower(col(table.folder)).like(like, escape="!"),
            )
        )
    if after is not None:
        folder, name, id_ = after
        statement = statement.where(
            or_(
                col(table.folder) > folder,
                and_(col(table.folder) == folder, col(table.name) > name),
                and_(col(table.folder) == folder, col(table.name) == name, col(table.id) > id_),
            )
        )
    ordered = statement.order_by(col(table.folder), col(table.name), col(table.id))
    return (await session.exec(ordered.limit(limit))).all()


def _usable(table: type[ReplyTemplate] | type[Macro], reader: Reader) -> Any:
    own = and_(col(table.audience) == Audience.OWN, col(table.owner_id) == reader.id)
    everybodys = col(table.audience) == Audience.EVERYBODY
    if reader.manages:
        return or_(own, everybodys, col(table.audience) == Audience.TEAM)
    if reader.team_id is None:
        return or_(own, everybodys)
    return or_(own, everybodys, col(table.team_id) == reader.team_id)


def _escaped(words: str) -> str:
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")


async def note_use(
    session: AsyncSession, table: type[Kept], ids: Collection[UUID], *, at: datetime
) -> None:
    """Count one use of each."""
    if ids:
        statement = update(table).where(col(table.id).in_(ids))
        await session.exec(statement.values(uses=col(table.uses) + 1, last_used_at=at))


async def teams_by_id(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of teams."""
    if not ids:
        return {}
    return dict((await session.exec(select(Team.id, Team.name).where(col(Team.id).in_(ids)))).all())


async def ticket_facts(session: AsyncSession, ticket_id: UUID) -> Row[Any] | None:
    """What a text may mention of a ticket: itself, its requester, its holder and its team."""
    requester, holder = aliased(User), aliased(User)
    statement: Any = (
        core_select(
            col(Ticket.number),
            col(Ticket.subject),
            col(Ticket.status),
            col(Ticket.priority),
            col(Ticket.category),
            requester.name.label("requester"),  # type: ignore[attr-defined]
            holder.name.label("assignee"),  # type: ignore[attr-defined]
            col(Team.name).label("team"),
        )
        .join(requester, col(requester.id) == col(Ticket.requester_id))
        .join(holder, col(holder.id) == col(Ticket.assignee_id), isouter=True)
        .join(Team, col(Team.id) == col(Ticket.team_id), isouter=True)
        .where(col(Ticket.id) == ticket_id)
    )
    connection = await session.connection()
    found: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return found


async def ticket_id_of(session: AsyncSession, number: int) -> UUID | None:
    """The ticket with a number."""
    return (await session.exec(select(Ticket.id).where(Ticket.number == number))).one_or_none()


async def find_run_locked(session: AsyncSession, run_id: UUID) -> MacroRun | None:
    """A run of a macro, locked until the transaction ends."""
    statement = dialect.for_update(session, select(MacroRun).where(MacroRun.id == run_id))
    return (await session.exec(statement)).one_or_none()
