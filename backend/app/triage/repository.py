"""Statements of the triage domain."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Float, case, func, insert, literal, or_, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.core.models import EnumRank, EnumText, Utc
from app.tickets.enums import OPEN, Category, Level, Priority, Sentiment, TicketStatus
from app.tickets.models import Message, Ticket
from app.triage.models import TriageLabel, TriageResult
from app.triage.priority import Verdict

_TYPES: dict[str, Any] = {
    "priority": EnumRank(Priority),
    "category": EnumText(Category),
    "impact": EnumRank(Level),
    "urgency": EnumRank(Level),
    "sentiment": EnumText(Sentiment),
    "confidence": Float(),
    "needs_review": Boolean(),
}
_TRIAGED = literal(TicketStatus.TRIAGED, EnumText(TicketStatus))
SUGGESTED = ("category", "impact", "urgency")


@dataclass(frozen=True, slots=True)
class UnscoredText:
    """A leased ticket with its words and what its requester suggested."""

    id: UUID
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Unscored:
    """A locked ticket without a score, and the classification it carries so far."""

    id: UUID
    set_by_person: list[str]
    priority: Priority | None
    category: Category | None
    impact: Level | None
    urgency: Level | None

    @property
    def by_person(self) -> dict[str, str | None]:
        """Fields that a person set by hand."""
        return {name: getattr(self, name) for name in self.set_by_person}

    @property
    def suggested(self) -> dict[str, str]:
        """What the requester chose in the form; a hint, not a decision."""
        return {
            name: getattr(self, name).value
            for name in SUGGESTED
            if name not in self.set_by_person and getattr(self, name) is not None
        }


async def claim_untriaged(
    session: AsyncSession, *, now: datetime, until: datetime, limit: int
) -> list[UUID]:
    """Lease up to `limit` unscored tickets, oldest first."""
    statement = (
        select(col(Ticket.id)).where(*_waits_for_score(now)).order_by(col(Ticket.id)).limit(limit)
    )
    claimed = dialect.for_update(session, statement, skip_locked=True)
    ids = list(await session.exec(claimed))
    if ids:
        await lease(session, ids, until=until)
    return ids


def _waits_for_score(now: datetime) -> tuple[Any, Any]:
    free = or_(col(Ticket.claimed_until).is_(None), col(Ticket.claimed_until) < now)
    return col(Ticket.triaged_at).is_(None), free


async def is_untriaged_waiting(session: AsyncSession, *, now: datetime) -> bool:
    """Whether an unscored ticket waits that nobody has leased."""
    statement = select(col(Ticket.id)).where(*_waits_for_score(now)).limit(1)
    return (await session.exec(statement)).first() is not None


async def lease(session: AsyncSession, ids: Collection[UUID], *, until: datetime) -> None:
    """Keep other workers from these tickets until then."""
    await session.exec(update(Ticket).where(col(Ticket.id).in_(ids)).values(claimed_until=until))


async def texts_of(session: AsyncSession, ids: Collection[UUID]) -> list[UnscoredText]:
    """Subject and description (the first message) of tickets, in order of id."""
    first = (
        core_select(func.min(Message.id))
        .where(col(Message.ticket_id) == col(Ticket.id))
        .correlate(Ticket)
        .scalar_subquery()
    )
    statement = (
        core_select(col(Ticket.id), col(Ticket.subject), col(Message.text))
        .join(Message, col(Message.id) == first, isouter=True)
        .where(col(Ticket.id).in_(ids))
        .order_by(col(Ticket.id))
    )
    connection = await session.connection()
    return [
        UnscoredText(id_, subject, text or "")
        for id_, subject, text in await connection.execute(statement)
    ]


async def lock_unscored(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Unscored]:
    """Lock those of the tickets that nobody has scored meanwhile."""
    statement: Any = (
        core_select(
            col(Ticket.id),
            col(Ticket.set_by_person),
            col(Ticket.priority),
            col(Ticket.category),
            col(Ticket.impact),
            col(Ticket.urgency),
        )
        .where(col(Ticket.id).in_(ids), col(Ticket.triaged_at).is_(None))
        .order_by(col(Ticket.id))
    )
    connection = await session.connection()
    found = await connection.execute(dialect.for_update(session, statement))
    return {row[0]: Unscored(*row) for row in found}


async def write_verdicts(
    session: AsyncSession,
    verdicts: Mapping[UUID, Verdict],
    *,
    now: datetime,
    efforts: Mapping[UUID, float],
) -> None:
    """Write all verdicts with one statement; open tickets become assignable by it."""
    columns: dict[str, Any] = {
        name: case(
            *(
                (col(Ticket.id) == ticket_id, literal(getattr(verdict, name), type_))
                for ticket_id, verdict in verdicts.items()
            ),
            else_=getattr(Ticket, name),
        )
        for name, type_ in _TYPES.items()
    }
    if efforts:
        columns["effort_minutes"] = case(
            *((col(Ticket.id) == id_, literal(effort, Float())) for id_, effort in efforts.items()),
            else_=col(Ticket.effort_minutes),
        )
    is_new = col(Ticket.status) == TicketStatus.NEW
    waits = col(Ticket.ready_at).is_(None) & col(Ticket.status).in_(OPEN)
    connection = await session.connection()
    await connection.execute(
        update(Ticket)
        .where(col(Ticket.id).in_(verdicts))
        .values(
            **columns,
            ready_at=case((waits, literal(now, Utc())), else_=col(Ticket.ready_at)),
            status=case((is_new, _TRIAGED), else_=col(Ticket.status)),
            triaged_at=now,
            claimed_until=None,
            updated_at=now,
            version=Ticket.version + 1,
        )
    )


async def insert_results(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write scores with one statement."""
    connection = await session.connection()
    await connection.execute(insert(TriageResult), [dict(row) for row in rows])


async def insert_labels(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write labels with one statement."""
    if rows:
        connection = await session.connection()
        await connection.execute(insert(TriageLabel), [dict(row) for row in rows])


async def find_result(session: AsyncSession, ticket_id: UUID) -> TriageResult | None:
    """The scores of one ticket."""
    return await session.get(TriageResult, ticket_id)


async def scores_of(
    session: AsyncSession, ticket_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """The scores of several tickets."""
    statement = core_select(col(TriageResult.ticket_id), col(TriageResult.scores)).where(
        col(TriageResult.ticket_id).in_(ticket_ids)
    )
    connection = await session.connection()
    return {row.ticket_id: row.scores for row in await connection.execute(statement)}


async def list_labels(session: AsyncSession, ticket_id: UUID) -> Sequence[TriageLabel]:
    """What people said about a ticket, oldest first."""
    statement = (
        select(TriageLabel)
        .where(col(TriageLabel.ticket_id) == ticket_id)
        .order_by(col(TriageLabel.id))
    )
    return list(await session.exec(statement))


async def list_for_review(
    session: AsyncSession, *, after: UUID | None, limit: int
) -> Sequence[Ticket]:
    """Tickets whose classification is uncertain, newest first."""
    statement = select(Ticket).where(col(Ticket.needs_review))
    if after is not None:
        statement = statement.where(col(Ticket.id) < after)
    statement = statement.order_by(col(Ticket.id).desc()).limit(limit)
    return list(await session.exec(statement))


async def list_tickets(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Tickets by their ids."""
    if not ids:
        return {}
    found = await session.exec(select(Ticket).where(col(Ticket.id).in_(ids)))
    return {ticket.id: ticket for ticket in found}


async def list_solved(
    session: AsyncSession, ids: Collection[UUID]
) -> dict[UUID, tuple[Ticket, Message]]:
    """Those of the tickets that carry a solution, with the message that holds it."""
    if not ids:
        return {}
    statement = (
        select(Ticket, Message)
        .join(Message, col(Message.id) == col(Ticket.solution_id))
        .where(col(Ticket.id).in_(ids))
    )
    return {ticket.id: (ticket, message) for ticket, message in await session.exec(statement)}
