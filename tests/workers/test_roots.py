"""Roots by the clock: signed when something changed, mailed to whoever keeps them, and the lag is told."""

from datetime import timedelta
from typing import Any

from app.audit import jobs, roots
from app.audit.keys import audit_keys
from app.audit.models import AuditRoot
from app.core import events
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_id
from app.core.metrics import AUDIT_LAG_SECONDS
from app.people.events import TechnicianCameOnline
from tests.api.audit.damage import Drain
from tests.conftest import FrozenClock


async def happen(db: Database) -> None:
    """Something is recorded."""
    async with db.write() as session:
        events.record(session, TechnicianCameOnline(technician_id=new_id()))


async def root(db: Database, number: int) -> AuditRoot | None:
    """A root by its number."""
    async with db.read() as session:
        return await session.get(AuditRoot, number)


async def test_a_root_is_signed_when_the_last_one_is_old_enough(
    db: Database, drain: Drain, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    assert await jobs.sign_roots(job_context) == 0
    await happen(db)
    await drain()
    assert await jobs.sign_roots(job_context) == 1
    await happen(db)
    await drain()
    assert await jobs.sign_roots(job_context) == 0
    frozen_clock.advance(timedelta(minutes=5))
    assert await jobs.sign_roots(job_context) == 1
    assert await jobs.sign_roots(job_context) == 0
    first, second = await root(db, 1), await root(db, 2)
    assert first is not None
    assert second is not None
    assert second.previous == roots.fingerprint(first)
    assert roots.is_genuine(second, audit_keys())


async def test_the_newest_root_is_mailed_once_a_day(
    db: Database,
    drain: Drain,
    job_context: dict[str, Any],
    settings: Settings,
    frozen_clock: FrozenClock,
) -> None:
    keeper = settings.model_copy(update={"audit_mail_to": ["notary@firm.example"]})
    context = {**job_context, "settings": keeper}
    folder = settings.data_dir / "mail"
    before = set(folder.glob("*.eml")) if folder.exists() else set()
    assert await jobs.mail_root(context) is False
    for _ in range(2):
        await happen(db)
        await drain()
        await jobs.sign_roots(context)
        assert await jobs.mail_root(job_context) is False
        assert await jobs.mail_root(context) is True
        assert await jobs.mail_root(context) is False
        frozen_clock.advance(timedelta(hours=24))
    sent = set(folder.glob("*.eml")) - before
    assert len(sent) == 2
    made = await root(db, 2)
    assert made is not None
    assert any(made.signature.hex()[:40] in path.read_text().replace("=\n", "") for path in sent)


async def test_the_lag_is_the_age_of_the_oldest_event_that_waits(
    db: Database, drain: Drain, job_context: dict[str, Any], frozen_clock: FrozenClock
) -> None:
    await happen(db)
    frozen_clock.advance(timedelta(seconds=90))
    await jobs.measure_lag(job_context)
    assert AUDIT_LAG_SECONDS._value.get() == 90.0
    await drain()
    await jobs.measure_lag(job_context)
    assert AUDIT_LAG_SECONDS._value.get() == 0.0
