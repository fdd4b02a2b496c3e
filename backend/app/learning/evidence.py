"""Statements about what models said and what people made of it: labels, weeks, shadow results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.core.outbox.models import OutboxEvent
from app.learning.models import TriageShadowResult
from app.tickets.enums import Category
from app.tickets.models import Message, Ticket
from app.triage.events import TicketTriaged
from app.triage.models import TriageLabel, TriageResult

TENTHS = 10
# So many tickets are read at once where texts are opened.
CHUNK = 500
# A shadow does not read further back than this: it is a sample, not an archive.
SHADOW_LOOKS_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """A person's newest verdict on one field of a ticket, beside what the model had said."""

    ticket_id: UUID
    field: str
    model_value: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A ticket's words."""

    ticket_id: UUID
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class ScoredWeek:
    """What the model did in some time: how many, how sure, how many were flagged."""

    scored: int
    flagged: int
    confidence_sum: float
    histogram: list[int]
    mix: dict[str, int]


async def newest_labels(
    session: AsyncSession,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    ticket_ids: Collection[UUID] | None = None,
) -> list[Look]:
    """The newest label of each ticket and field, oldest ticket first."""
    statement = select(TriageLabel).where(col(TriageLabel.value).is_not(None))
    if since is not None:
        statement = statement.where(col(TriageLabel.at) >= since)
    if until is not None:
        statement = statement.where(col(TriageLabel.at) < until)
    if ticket_ids is not None:
        statement = statement.where(col(TriageLabel.ticket_id).in_(ticket_ids))
    found: dict[tuple[UUID, str], Look] = {}
    for label in await session.exec(statement.order_by(col(TriageLabel.id))):
        assert label.value is not None
        key = (label.ticket_id, label.field)
        found[key] = Look(label.ticket_id, label.field, label.model_value, label.value)
    return [found[key] for key in sorted(found)]


async def texts_of(session: AsyncSession, ids: Sequence[UUID]) -> list[Text]:
    """Subject and first message of tickets, in order of id."""
    first = (
        core_select(func.min(Message.id))
        .where(col(Message.ticket_id) == col(Ticket.id))
        .correlate(Ticket)
        .scalar_subquery()
    )
    connection = await session.connection()
    found: list[Text] = []
    for start in range(0, len(ids), CHUNK):
        statement = (
            core_select(col(Ticket.id), col(Ticket.subject), col(Message.text))
            .join(Message, col(Message.id) == first, isouter=True)
            .where(col(Ticket.id).in_(ids[start : start + CHUNK]))
        )
        found += [
            Text(id_, subject, text or "")
            for id_, subject, text in await connection.execute(statement)
        ]
    return sorted(found, key=lambda text: text.ticket_id)


async def scored_between(session: AsyncSession, since: datetime, until: datetime) -> ScoredWeek:
    """Count the tickets that were scored in some time."""
    when = (col(Ticket.triaged_at) >= since, col(Ticket.triaged_at) < until)
    connection = await session.connection()
    sums = (
        await connection.execute(
            core_select(
                func.count(col(Ticket.id)),
                func.coalesce(func.sum(col(Ticket.confidence)), 0.0),
                func.sum(case((col(Ticket.needs_review), 1), else_=0)),
                *(_in_tenth(number) for number in range(TENTHS)),
            ).where(*when)
        )
    ).one()
    mix = await connection.execute(
        core_select(col(Ticket.category), func.count(col(Ticket.id)))
        .where(*when, col(Ticket.category).is_not(None))
        .group_by(col(Ticket.category))
    )
    counts = {category: int(number) for category, number in mix}
    return ScoredWeek(
        scored=int(sums[0]),
        flagged=int(sums[2] or 0) + await _flagged_and_looked_at(session, *when),
        confidence_sum=float(sums[1]),
        histogram=[int(number or 0) for number in sums[3:]],
        mix={category.value: counts.get(category, 0) for category in Category},
    )


async def _flagged_and_looked_at(session: AsyncSession, *when: ColumnElement[bool]) -> int:
    """Tickets that were flagged when they were scored and are no longer: the history knows them."""
    labelled = core_select(col(TriageLabel.ticket_id)).where(
        col(TriageLabel.ticket_id) == col(Ticket.id)
    )
    statement = (
        core_select(col(OutboxEvent.data))
        .join(Ticket, col(Ticket.id) == col(OutboxEvent.ticket_id))
        .where(
            *when,
            ~col(Ticket.needs_review),
            labelled.exists(),
            col(OutboxEvent.type) == TicketTriaged.type,
        )
    )
    connection = await session.connection()
    return sum(bool(data["needs_review"]) for (data,) in await connection.execute(statement))


def _in_tenth(number: int) -> ColumnElement[Any]:
    confidence = col(Ticket.confidence)
    inside = confidence >= number / TENTHS
    if number < TENTHS - 1:
        inside &= confidence < (number + 1) / TENTHS
    return func.sum(case((inside, 1), else_=0))


async def unshadowed(
    session: AsyncSession, version: str, *, since: datetime, now: datetime, limit: int
) -> list[UUID]:
    """Scored tickets that a shadow has not read yet, oldest first; none while tickets wait for a score."""
    waits = select(col(Ticket.id)).where(
        col(Ticket.triaged_at).is_(None),
        or_(col(Ticket.claimed_until).is_(None), col(Ticket.claimed_until) < now),
    )
    if (await session.exec(waits.limit(1))).first() is not None:
        return []
    begin = max(since, now - SHADOW_LOOKS_BACK)
    read = core_select(col(TriageShadowResult.ticket_id)).where(
        col(TriageShadowResult.ticket_id) == col(TriageResult.ticket_id),
        col(TriageShadowResult.model_version) == version,
    )
    statement = (
        select(col(TriageResult.ticket_id))
        # Ids begin with their time, so the table's own order finds what is new.
        .where(col(TriageResult.ticket_id) >= _first_id(begin), ~read.exists())
        .order_by(col(TriageResult.ticket_id))
        .limit(limit)
    )
    return list(await session.exec(statement))


def _first_id(at: datetime) -> UUID:
    """The lowest id that can have been made at this time: milliseconds in its first 48 bits."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


async def insert_shadow_results(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write what a shadow said; a ticket that another worker was faster with is left."""
    if rows:
        table = TriageShadowResult.__table__  # type: ignore[attr-defined]
        connection = await session.connection()
        await connection.execute(
            dialect.insert_ignoring_duplicates(connection, table), [dict(row) for row in rows]
        )


async def shadowed(
    session: AsyncSession, version: str, *, limit: int
) -> list[tuple[UUID, dict[str, Any], dict[str, Any]]]:
    """Ticket, scores of the model in service and of the shadow, newest first."""
    statement = (
        core_select(
            col(TriageShadowResult.ticket_id),
            col(TriageResult.scores),
            col(TriageShadowResult.scores),
        )
        .join(TriageResult, col(TriageResult.ticket_id) == col(TriageShadowResult.ticket_id))
        .where(
            col(TriageShadowResult.model_version) == version,
            col(TriageResult.model_version) != version,
        )
        .order_by(col(TriageShadowResult.ticket_id).desc())
        .limit(limit)
    )
    connection = await session.connection()
    return [(row[0], row[1], row[2]) for row in await connection.execute(statement)]
