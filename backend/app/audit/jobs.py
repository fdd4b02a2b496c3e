"""The worker's side: sign roots by the clock, mail them, measure the lag, carry out verifications."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import check_rows, checking, repository, roots, service
from app.audit.enums import CheckState
from app.audit.verification import Report, Stopped
from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.core.mail import compose
from app.core.metrics import AUDIT_LAG_SECONDS
from app.core.outbox.subscriptions import HandlerContext

log = structlog.get_logger(__name__)

# A million events take a minute; whatever takes longer than this is given up.
JOB_SECONDS = 3600
LEASE = timedelta(seconds=60)


async def sign_roots(context: dict[str, Any]) -> int:
    """Sign roots over everything that changed, when the last one is old enough."""
    database: Database = context["database"]
    settings: Settings = context["settings"]
    async with database.read() as session:
        last = await repository.find_last_root(session)
    pause = timedelta(minutes=settings.audit_root_minutes)
    if last is not None and clock.now() - last.at < pause:
        return 0
    made = 0
    try:
        while await _sign(database):
            made += 1
    except IntegrityError:
        # Another worker signed the root of this number; what is left comes with the next one.
        log.info("audit.root_signed_elsewhere")
    return made


async def _sign(database: Database) -> bool:
    async with database.write() as session:
        return await roots.sign_next(session) is not None


async def measure_lag(context: dict[str, Any]) -> None:
    """Tell how old the oldest event without a seal is."""
    database: Database = context["database"]
    async with database.read() as session:
        _, oldest = await repository.waiting(session)
    lag = (clock.now() - oldest).total_seconds() if oldest else 0.0
    AUDIT_LAG_SECONDS.set(max(lag, 0.0))


async def mail_root(context: dict[str, Any]) -> bool:
    """Mail the newest root to those who keep it outside, when the last mail is old enough."""
    handler: HandlerContext = context["handler_context"]
    settings: Settings = context["settings"]
    database: Database = context["database"]
    if not settings.audit_mail_to:
        return False
    async with database.write() as session:
        if not await _is_mail_due(session, timedelta(hours=settings.audit_mail_hours)):
            return False
        last = await repository.find_last_root(session)
        assert last is not None  # a mail is due only for a root
        text = (await service.exported_root(session, last.number)).model_dump_json(indent=1)
    for address in settings.audit_mail_to:
        await handler.mailer.send(
            compose(
                sender=settings.mail.sender,
                to=address,
                subject=f"Tikify: signed root {last.number} of the history",
                text=f"Keep this outside of Tikify. `tikify audit verify --root FILE` compares.\n\n{text}\n",
            )
        )
    async with database.write() as session:
        await repository.note_mailed(session, last.number, at=clock.now())
    return True


async def _is_mail_due(session: AsyncSession, pause: timedelta) -> bool:
    last = await repository.find_last_root(session)
    mailed = await repository.find_last_mailed(session)
    if last is None or (mailed is not None and mailed.number == last.number):
        return False
    return mailed is None or mailed.mailed_at is None or clock.now() - mailed.mailed_at >= pause


async def check_next(context: dict[str, Any]) -> int:
    """Carry out the verification that waits; returns 1, or 0 when there is none."""
    database: Database = context["database"]
    async with database.read() as session:
        if not await check_rows.is_check_waiting(session, now=clock.now()):
            return 0
    async with database.write() as session:
        check = await service.begin_next(session, lease=LEASE)
        total = await repository.count_sealed(session)
    if check is None:
        return 0
    state, result, events = CheckState.FAILED, None, 0

    async def tell(report: Report) -> bool:
        return await _note(database, check.id, report, total)

    try:
        report, result = await checking.check_all(database, tell=tell)
        state = CheckState.SOUND if report.is_sound else CheckState.BROKEN
        events = report.events
    except Stopped:
        state = CheckState.CANCELLED
    finally:
        async with database.write() as session:
            await service.finish(session, check.id, state, result, events)
    return 1


async def _note(database: Database, check_id: UUID, report: Report, total: int) -> bool:
    async with database.write() as session:
        return await check_rows.note_progress(
            session,
            check_id,
            events=report.events,
            progress=min(report.events / total, 1.0) if total else 0.0,
            claimed_until=clock.now() + LEASE,
        )
