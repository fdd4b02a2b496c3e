"""HTTP edge of the audit: roots, keys, a ticket's chain and its proof, verifications."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from app.audit import lists
from app.audit import service as audit
from app.audit.errors import (
    CheckIsOver,
    CheckNotFound,
    CheckUnderWay,
    HistoryBroken,
    NotSealedYet,
    RootNotFound,
)
from app.audit.schemas import (
    AuditStatus,
    ChainState,
    CheckRow,
    Proof,
    PublicKey,
    RootRow,
    SealedEvent,
    SignedRoot,
)
from app.auth.dependencies import AppSettings, requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.tickets.dependencies import VisibleTicket
from app.tickets.errors import TicketNotFound

router = APIRouter(
    prefix="/audit",
    tags=["audit"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Auditor = Annotated[Actor, requires(Permission.AUDIT_READ)]
RootNumber = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/status", dependencies=[limit("120/minute")])
async def get_audit_status(_: Auditor, session: ReadSession, settings: AppSettings) -> AuditStatus:
    """Tell the last signed root, and how far sealing is behind."""
    return await audit.status(session, root_minutes=settings.audit_root_minutes)


@router.get("/keys", dependencies=[limit("120/minute")])
async def list_audit_keys(_: Auditor) -> list[PublicKey]:
    """List the public keys with which signatures of roots are checked, the one in use first."""
    return [PublicKey(id=id_, algorithm="Ed25519", key=key) for id_, key in audit.public_keys()]


@router.get("/roots", responses=documented(CursorInvalid), dependencies=[limit("120/minute")])
async def list_audit_roots(_: Auditor, session: ReadSession, page: PageParams) -> Page[RootRow]:
    """List the signed roots, newest first."""
    return await lists.roots_page(session, page)


@router.post(
    "/roots",
    status_code=status.HTTP_201_CREATED,
    responses=documented(NotSealedYet, CsrfFailed),
    dependencies=[limit("10/minute")],
)
async def sign_audit_root(_: Auditor, session: Session) -> RootRow:
    """Sign a root now, over whatever changed since the last one."""
    return audit.root_row(await audit.sign_now(session))


@router.get(
    "/roots/{number}", responses=documented(RootNotFound), dependencies=[limit("120/minute")]
)
async def get_audit_root(number: RootNumber, _: Auditor, session: ReadSession) -> SignedRoot:
    """Get a signed root to keep it outside: `tikify audit verify --root FILE` compares later."""
    return await audit.exported_root(session, number)


@router.get(
    "/tickets/{ticket_id}",
    responses=documented(TicketNotFound),
    dependencies=[limit("120/minute")],
)
async def get_audit_chain(ticket: VisibleTicket, _: Auditor, session: ReadSession) -> ChainState:
    """Verify one ticket's history, and tell what covers it."""
    return await audit.chain_state(session, ticket.id, ticket.reference)


@router.get(
    "/tickets/{ticket_id}/events",
    responses=documented(TicketNotFound, CursorInvalid),
    dependencies=[limit("120/minute")],
)
async def list_audit_events(
    ticket: VisibleTicket, _: Auditor, session: ReadSession, page: PageParams
) -> Page[SealedEvent]:
    """List the sealed events of a ticket, in order."""
    return await lists.events_page(session, ticket.id, page)


@router.get(
    "/tickets/{ticket_id}/proof",
    responses=documented(TicketNotFound, NotSealedYet, HistoryBroken),
    dependencies=[limit("60/minute")],
)
async def prove_audit_chain(
    ticket: VisibleTicket,
    _: Auditor,
    session: ReadSession,
    words: Annotated[bool, Query(description="Add what people wrote.")] = False,
) -> Proof:
    """Get a ticket's history with the proof that a signed root covers it.

    Whoever has the public key checks it without Tikify: see `docs/verify_history.py`.
    """
    return await audit.prove(session, ticket.id, with_words=words)


@router.get("/checks", responses=documented(CursorInvalid), dependencies=[limit("120/minute")])
async def list_audit_checks(_: Auditor, session: ReadSession, page: PageParams) -> Page[CheckRow]:
    """List the verifications, newest first."""
    return await lists.checks_page(session, page)


@router.post(
    "/checks",
    status_code=status.HTTP_202_ACCEPTED,
    responses=documented(CheckUnderWay, CsrfFailed),
    dependencies=[limit("10/minute")],
)
async def start_audit_check(actor: Auditor, session: Session) -> CheckRow:
    """Verify the whole history in the background."""
    return await lists.check_row(session, await audit.ask(session, by=actor))


@router.get(
    "/checks/{check_id}", responses=documented(CheckNotFound), dependencies=[limit("300/minute")]
)
async def get_audit_check(check_id: UUID, _: Auditor, session: ReadSession) -> CheckRow:
    """Tell how far a verification is, and what it found."""
    return await lists.check_row(session, await audit.get_check(session, check_id))


@router.post(
    "/checks/{check_id}/cancel",
    responses=documented(CheckNotFound, CheckIsOver, CsrfFailed),
    dependencies=[limit("60/minute")],
)
async def cancel_audit_check(check_id: UUID, _: Auditor, session: Session) -> CheckRow:
    """Give a verification up."""
    return await lists.check_row(session, await audit.cancel(session, check_id))
