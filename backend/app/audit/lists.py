"""Statements behind the administrator's pages: roots, seals with their events, verifications."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.models import AuditCheck, AuditRoot, AuditSeal
from app.audit.schemas import CheckResult, CheckRow, RootRow, SealedEvent
from app.audit.service import root_row
from app.auth import service as auth
from app.auth.schemas import PersonRef
from app.core.outbox.models import OutboxEvent
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of

GONE = "Somebody who is gone"


def _after_number(page: PageRequest) -> int | None:
    values = page.after(1)
    if values is None:
        return None
    if not isinstance(values[0], int) or not 0 <= values[0] < 2**31:
        raise CursorInvalid
    return values[0]


async def roots_page(session: AsyncSession, page: PageRequest) -> Page[RootRow]:
    """Signed roots, newest first."""
    statement = select(AuditRoot).order_by(col(AuditRoot.number).desc()).limit(page.limit + 1)
    after = _after_number(page)
    if after is not None:
        statement = statement.where(col(AuditRoot.number) < after)
    found = (await session.exec(statement)).all()
    return page_of(found, page.limit, shape=root_row, key=lambda root: (root.number,))


async def events_page(
    session: AsyncSession, ticket_id: UUID, page: PageRequest
) -> Page[SealedEvent]:
    """Sealed events of a ticket, in order."""
    statement = (
        select(AuditSeal, OutboxEvent)
        .join(OutboxEvent, col(OutboxEvent.id) == col(AuditSeal.event_id))
        .where(AuditSeal.chain == ticket_id, col(AuditSeal.sequence) > (_after_number(page) or 0))
        .order_by(col(AuditSeal.sequence))
        .limit(page.limit + 1)
    )
    found = (await session.exec(statement)).all()
    names = await auth.names_of(session, [event.actor_id for _, event in found])
    return page_of(
        found,
        page.limit,
        shape=lambda row: _sealed(row[0], row[1], names),
        key=lambda row: (row[0].sequence,),
    )


def _sealed(seal: AuditSeal, event: OutboxEvent, names: dict[UUID, PersonRef]) -> SealedEvent:
    return SealedEvent(
        sequence=seal.sequence,
        event_id=seal.event_id,
        type=event.type,
        at=event.at,
        actor=names.get(event.actor_id) if event.actor_id else None,
        seal=seal.seal.hex(),
        words=_words(seal),
    )


def _words(seal: AuditSeal) -> Literal["none", "sealed", "erased"]:
    if seal.words is None:
        return "none"
    return "erased" if seal.words_salt is None else "sealed"


async def checks_page(session: AsyncSession, page: PageRequest) -> Page[CheckRow]:
    """Verifications, newest first."""
    statement = select(AuditCheck).order_by(col(AuditCheck.id).desc()).limit(page.limit + 1)
    after = page.after_id()
    if after is not None:
        statement = statement.where(col(AuditCheck.id) < after)
    found = (await session.exec(statement)).all()
    rows = {row.id: row for row in await _shaped(session, found)}
    return page_of(
        found, page.limit, shape=lambda check: rows[check.id], key=lambda check: (check.id,)
    )


async def check_row(session: AsyncSession, check: AuditCheck) -> CheckRow:
    """A verification for readers."""
    (row,) = await _shaped(session, [check])
    return row


async def _shaped(session: AsyncSession, checks: Sequence[AuditCheck]) -> list[CheckRow]:
    names = await auth.names_of(session, [check.asked_by_id for check in checks])
    return [
        CheckRow(
            id=check.id,
            asked_by=names.get(check.asked_by_id) or PersonRef(id=check.asked_by_id, name=GONE),
            asked_at=check.asked_at,
            state=check.state,
            progress=check.progress,
            events=check.events,
            started_at=check.started_at,
            ended_at=check.ended_at,
            result=CheckResult.model_validate(check.result) if check.result else None,
        )
        for check in checks
    ]
