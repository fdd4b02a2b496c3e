"""Use cases of retention: rules by category, what they would touch, and the nightly work in small steps."""

import calendar
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, dialect, events
from app.core.actor import Actor
from app.core.errors import StaleEdit
from app.privacy import forgetting, repository
from app.privacy.enums import RetentionAction
from app.privacy.events import RetentionChanged
from app.privacy.models import RetentionPlan, TicketRetention
from app.privacy.schemas import (
    RetentionPreview,
    RetentionRule,
    RetentionState,
    RuleEffect,
    SetRetention,
    TryRetention,
)
from app.tickets import service as tickets
from app.tickets.enums import TicketStatus
from app.tickets.models import Ticket, TicketTag

LEGAL_HOLD = "legal-hold"
# Beyond this a page says "10,000+".
COUNTED_AT_MOST = 10_000


async def current(session: AsyncSession) -> RetentionState:
    """The rules that count; without any nothing is touched."""
    plan = await _newest(session)
    if plan is None:
        return RetentionState(
            version=0, rules=[], archive_after_days=None, changed_by=None, changed_at=None
        )
    names = await auth.names_of(session, [plan.made_by_id])
    return RetentionState(
        version=plan.version,
        rules=[RetentionRule.model_validate(rule) for rule in plan.rules],
        archive_after_days=plan.archive_after_days,
        changed_by=names.get(plan.made_by_id),
        changed_at=plan.at,
    )


async def change(session: AsyncSession, wanted: SetRetention, *, by: Actor) -> RetentionState:
    """Write the rules anew.

    Raises:
        StaleEdit: somebody changed them since; the present ones come along.
    """
    now = await current(session)
    if wanted.version != now.version:
        raise StaleEdit(current=now)
    session.add(
        RetentionPlan(
            version=now.version + 1,
            rules=[rule.model_dump(mode="json") for rule in wanted.rules],
            archive_after_days=wanted.archive_after_days,
            made_by_id=by.id,
        )
    )
    await session.flush()
    events.record(session, RetentionChanged(version=now.version + 1), by=by)
    return await current(session)


async def preview(session: AsyncSession, wanted: TryRetention) -> RetentionPreview:
    """What rules would touch tonight."""
    effects = [
        RuleEffect(
            category=rule.category,
            action=rule.action,
            tickets=await _count(session, _touched_by(rule, wanted.rules)),
        )
        for rule in wanted.rules
    ]
    archived = 0
    if wanted.archive_after_days is not None:
        archived = await _count(session, tickets.archivable(_before(wanted.archive_after_days)))
    held = (col(Ticket.status) == TicketStatus.CLOSED) & _is_held()
    return RetentionPreview(effects=effects, archived=archived, held=await _count(session, held))


async def touch_next(session: AsyncSession, *, rule: RetentionRule, limit: int) -> int:
    """Do to some tickets what a rule says; returns how many there were."""
    state = await current(session)
    if rule not in state.rules:
        return 0
    statement = (
        select(Ticket.id)
        .where(_touched_by(rule, state.rules))
        .order_by(col(Ticket.closed_at))
        .limit(limit)
    )
    ids = sorted(await session.exec(dialect.for_update(session, statement, skip_locked=True)))
    if not ids:
        return 0
    if rule.action is RetentionAction.DELETE_WORDS:
        await forgetting.delete_words(session, ids)
    else:
        await forgetting.anonymise(session, ids)
    await repository.note_retention(session, ids, rule.action, at=clock.now())
    return len(ids)


async def archive_next(session: AsyncSession, *, limit: int) -> int:
    """Put some old tickets into the archive; returns how many."""
    plan = await _newest(session)
    if plan is None or plan.archive_after_days is None:
        return 0
    return await tickets.archive_closed(session, _before(plan.archive_after_days), limit=limit)


async def _newest(session: AsyncSession) -> RetentionPlan | None:
    statement = select(RetentionPlan).order_by(col(RetentionPlan.version).desc()).limit(1)
    return (await session.exec(statement)).one_or_none()


def _before(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def months_before(now: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of a month that is too short."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def _touched_by(rule: RetentionRule, rules: Sequence[RetentionRule]) -> Any:
    # Words that are deleted need no name removed.
    done_by = {rule.action, RetentionAction.DELETE_WORDS}
    done = exists().where(
        col(TicketRetention.ticket_id) == col(Ticket.id), col(TicketRetention.action).in_(done_by)
    )
    return (
        (col(Ticket.closed_at) < months_before(clock.now(), rule.months))
        & (col(Ticket.status) == TicketStatus.CLOSED)
        & _is_of(rule, rules)
        & ~_is_held()
        & ~done
    )


def _is_of(rule: RetentionRule, rules: Sequence[RetentionRule]) -> Any:
    category = col(Ticket.category)
    if rule.category is not None:
        return category == rule.category
    named = [other.category for other in rules if other.category is not None]
    return or_(category.is_(None), category.not_in(named))


def _is_held() -> Any:
    return exists().where(
        col(TicketTag.ticket_id) == col(Ticket.id), col(TicketTag.tag) == LEGAL_HOLD
    )


async def _count(session: AsyncSession, condition: Any) -> int:
    some = select(Ticket.id).where(condition).limit(COUNTED_AT_MOST).subquery()
    return (await session.exec(select(func.count()).select_from(some))).one()
