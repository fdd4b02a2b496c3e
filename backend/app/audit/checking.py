"""Carries out a verification and says in words what it found."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import repository, verification, wording
from app.audit.chains import Entry, Finding
from app.audit.enums import Fault
from app.audit.keys import audit_keys
from app.audit.models import SYSTEM
from app.audit.schemas import CheckResult, FindingRow
from app.audit.verification import Report, Tell
from app.core.db import Database


async def check_all(
    db: Database, *, tell: Tell | None = None, held: Sequence[Entry] = ()
) -> tuple[Report, CheckResult]:
    """Verify everything, also against chain heads that were kept outside."""
    report = await verification.verify(db, audit_keys(), tell=tell)
    async with db.read() as session:
        if held:
            report.findings += await _cut_since(session, held)
        return report, await describe(session, report)


async def _cut_since(session: AsyncSession, held: Sequence[Entry]) -> list[Finding]:
    """Chains that are shorter than they were under a root that was kept outside."""
    heads = await repository.heads_of(session, {entry.chain for entry in held})
    lengths = {chain: head.length for chain, head in heads.items()}
    return [
        Finding(Fault.CUT, entry.chain, lengths.get(entry.chain, 0) + 1)
        for entry in held
        if lengths.get(entry.chain, 0) < entry.length
    ]


async def describe(session: AsyncSession, report: Report) -> CheckResult:
    """The findings as sentences, with the tickets' references."""
    references = await repository.references(
        session, {finding.chain for finding in report.findings if finding.chain}
    )
    signed = await repository.list_all_roots(session) if report.findings else ()
    return CheckResult(
        sentence=wording.summary(report),
        chains=report.chains,
        roots=report.roots,
        waiting=report.waiting,
        findings=[
            FindingRow(
                fault=finding.fault,
                ticket_id=_ticket_of(finding),
                sequence=finding.sequence,
                event_id=UUID(bytes=finding.event_id) if _is_id(finding.event_id) else None,
                sentence=wording.sentence(finding, references, signed),
            )
            for finding in report.findings
        ],
    )


def _ticket_of(finding: Finding) -> UUID | None:
    if not _is_id(finding.chain) or finding.chain == SYSTEM.bytes:
        return None
    return UUID(bytes=finding.chain)


def _is_id(stored: bytes | None) -> bool:
    return stored is not None and len(stored) == 16
