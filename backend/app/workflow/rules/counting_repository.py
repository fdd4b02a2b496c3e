"""Statements that count and list what rules did."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.tickets.models import Ticket
from app.workflow.rules.enums import Outcome
from app.workflow.rules.models import RuleFiring


@dataclass(slots=True)
class Counts:
    """How often each rule did what lately, and when last."""

    counts: dict[tuple[UUID, Outcome], int] = field(default_factory=lambda: defaultdict(int))
    last_at: dict[UUID, datetime] = field(default_factory=dict)

    def of(self, rule_id: UUID, *outcomes: Outcome) -> int:
        """How often a rule ended in one of these ways."""
        return sum(self.counts.get((rule_id, outcome), 0) for outcome in outcomes)


async def outcomes_since(session: AsyncSession, *, since: datetime) -> Counts:
    """What rules did since a moment."""
    statement = (
        select(RuleFiring.rule_id, RuleFiring.outcome, func.count(), func.max(col(RuleFiring.at)))
        .where(col(RuleFiring.at) >= since)
        .group_by(col(RuleFiring.rule_id), col(RuleFiring.outcome))
    )
    found = Counts()
    for rule_id, outcome, count, last_at in await session.exec(statement):
        found.counts[rule_id, Outcome(outcome)] = count
        found.last_at[rule_id] = max(last_at, found.last_at.get(rule_id, last_at))
    return found


async def list_of_ticket(
    session: AsyncSession, ticket_id: UUID, *, limit: int
) -> Sequence[RuleFiring]:
    """What rules did to a ticket, newest first."""
    statement = (
        select(RuleFiring)
        .where(RuleFiring.ticket_id == ticket_id)
        .order_by(col(RuleFiring.id).desc())
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def list_of_rule(
    session: AsyncSession, rule_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[RuleFiring]:
    """What a rule did, newest first."""
    statement = (
        select(RuleFiring)
        .where(RuleFiring.rule_id == rule_id)
        .order_by(col(RuleFiring.id).desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(col(RuleFiring.id) < before)
    return (await session.exec(statement)).all()


async def find_locked(session: AsyncSession, firing_id: UUID, ticket_id: UUID) -> RuleFiring | None:
    """One firing of a ticket, locked until the transaction ends."""
    statement = select(RuleFiring).where(
        RuleFiring.id == firing_id, RuleFiring.ticket_id == ticket_id
    )
    return (await session.exec(dialect.for_update(session, statement))).one_or_none()


async def references_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The short names of tickets."""
    if not ids:
        return {}
    statement = select(Ticket.id, Ticket.number).where(col(Ticket.id).in_(ids))
    return {id_: f"TK-{number}" for id_, number in await session.exec(statement)}
