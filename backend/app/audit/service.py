"""Use cases of the audit: status, roots, a ticket's chain, and verifications in the background."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import check_rows, proofs, repository, roots, stored, wording, words
from app.audit.chains import Broken, Walk, follow
from app.audit.document import data_of
from app.audit.enums import UNDER_WAY, CheckState
from app.audit.errors import (
    CheckIsOver,
    CheckNotFound,
    CheckUnderWay,
    NotSealedYet,
    RootNotFound,
)
from app.audit.events import WordsErased
from app.audit.keys import audit_keys
from app.audit.models import AuditCheck, AuditRoot
from app.audit.schemas import AuditStatus, ChainState, CheckResult, Proof, RootRow, SignedRoot
from app.audit.verification import root_of_position
from app.core import clock, dialect, events
from app.core.actor import Actor, Cause
from app.core.bells import Bell, ring
from app.tickets import access

# A verification whose worker died is begun once more.
MOST_ATTEMPTS = 2
KEPT_CHECKS = 100


def root_row(root: AuditRoot) -> RootRow:
    """A root for readers."""
    facts = roots.signed(root)
    return RootRow(**{**facts, "at": root.at})


async def status(session: AsyncSession, *, root_minutes: int) -> AuditStatus:
    """Where sealing stands."""
    waiting, oldest = await repository.waiting(session)
    last = await repository.find_last_root(session)
    lag = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return AuditStatus(
        last_root=root_row(last) if last else None,
        waiting=waiting,
        lag_seconds=max(lag, 0.0),
        unanchored=await repository.count_unanchored(session),
        refused=await repository.count_refused(session),
        root_minutes=root_minutes,
    )


async def exported_root(session: AsyncSession, number: int) -> SignedRoot:
    """A root as it is kept outside, with the chain heads that came with it.

    Raises:
        RootNotFound: there is none with this number.
    """
    root = await repository.find_root(session, number)
    if root is None:
        raise RootNotFound
    before = await repository.find_root(session, number - 1)
    entries = await repository.entries_from(session, before.size if before else 0, root.size)
    return SignedRoot(
        **roots.signed(root),
        entries=[
            (
                entry.position,
                str(UUID(bytes=entry.chain)),
                entry.length,
                entry.seal.hex(),
                entry.digest.hex(),
            )
            for entry in entries
        ],
    )


async def sign_now(session: AsyncSession) -> AuditRoot:
    """Sign a root over whatever changed; without a change the newest one is the answer.

    Raises:
        NotSealedYet: nothing was ever sealed.
    """
    made = await roots.sign_next(session) or await repository.find_last_root(session)
    if made is None:
        raise NotSealedYet
    return made


async def chain_state(session: AsyncSession, ticket_id: UUID, reference: str) -> ChainState:
    """Check one ticket's chain, and say how far it is."""
    found, messages = await proofs.read_chain(session, ticket_id.bytes)
    walk = Walk(found.chain, audit_keys(), messages, dialect.keeps_json_text(session))
    signed = await repository.list_all_roots(session)
    entry = found.entries[-1] if found.entries else None
    waiting, is_sound = 0, True
    sentence = "Everything is as it was recorded."
    try:
        waiting = follow(found, walk)
    except Broken as error:
        is_sound = False
        sentence = wording.sentence(error.finding, {found.chain: reference}, signed)
    return ChainState(
        ticket_id=ticket_id,
        reference=reference,
        length=len(found.seals),
        waiting=waiting,
        is_sound=is_sound,
        sentence=sentence,
        covered=entry.length if entry else 0,
        root=root_of_position(signed, entry.position) if entry else None,
    )


async def prove(session: AsyncSession, ticket_id: UUID, *, with_words: bool) -> Proof:
    """A ticket's history for others.

    Raises:
        NotSealedYet: no root covers the ticket so far.
        HistoryBroken: the history does not fit its seals.
    """
    made = await proofs.prove(session, ticket_id.bytes, audit_keys(), with_words=with_words)
    return Proof(**made)


async def ask(session: AsyncSession, *, by: Actor) -> AuditCheck:
    """Queue a verification for the workers.

    Raises:
        CheckUnderWay: there is one already.
    """
    if await check_rows.lock_checks_under_way(session):
        raise CheckUnderWay
    check = AuditCheck(asked_by_id=by.id)
    session.add(check)
    await session.flush()
    await check_rows.forget_old_checks(session, keep=KEPT_CHECKS)
    ring(session, Bell.AUDIT)
    return check


async def get_check(session: AsyncSession, check_id: UUID) -> AuditCheck:
    """A verification.

    Raises:
        CheckNotFound: there is none.
    """
    check = await session.get(AuditCheck, check_id)
    if check is None:
        raise CheckNotFound
    return check


async def cancel(session: AsyncSession, check_id: UUID) -> AuditCheck:
    """Give a verification up; one that is running ends after the events it has in hand.

    Raises:
        CheckNotFound: there is none.
        CheckIsOver: there is nothing left to cancel.
    """
    check = await check_rows.lock_check(session, check_id)
    if check is None:
        raise CheckNotFound
    if check.state not in UNDER_WAY:
        raise CheckIsOver
    check.is_unwanted = True
    if check.state is CheckState.QUEUED:
        _end(check, CheckState.CANCELLED)
    session.add(check)
    return check


async def begin_next(session: AsyncSession, *, lease: timedelta) -> AuditCheck | None:
    """Lease the verification that waits, or whose worker died."""
    now = clock.now()
    for check in await check_rows.lock_checks_under_way(session):
        if check.claimed_until is not None and check.claimed_until > now:
            continue
        session.add(check)
        if check.is_unwanted:
            _end(check, CheckState.CANCELLED)
            continue
        if check.attempts >= MOST_ATTEMPTS:
            _end(check, CheckState.FAILED)
            continue
        check.state, check.attempts = CheckState.RUNNING, check.attempts + 1
        check.started_at, check.claimed_until = now, now + lease
        check.progress, check.events = 0.0, 0
        return check
    return None


async def finish(
    session: AsyncSession,
    check_id: UUID,
    state: CheckState,
    result: CheckResult | None,
    events: int,
) -> None:
    """Keep what a verification found."""
    check = await check_rows.lock_check(session, check_id)
    if check is None or check.state is not CheckState.RUNNING:
        return
    check.events = events
    check.result = result.model_dump(mode="json") if result else None
    _end(check, state)
    session.add(check)


def _end(check: AuditCheck, state: CheckState) -> None:
    check.state, check.ended_at, check.claimed_until = state, clock.now(), None
    if state in {CheckState.SOUND, CheckState.BROKEN}:
        check.progress = 1.0


async def forget_words(
    session: AsyncSession, messages: Mapping[UUID, Collection[UUID]], *, by: Actor | UUID | None
) -> None:
    """Make the seals of these messages (by ticket) forget what the words were, and note it.

    The seals stay as they are: without the salt the hash in them says nothing about the words. To be
    called before the words are erased, in the same transaction.
    """
    if not messages:
        return
    await repository.lock_chains(session, messages.keys())
    for ticket_id, ids in messages.items():
        found = await stored.events_of(session, ticket_id.bytes)
        told = await words.of_tickets(session, [ticket_id.bytes])
        wanted = {id_.bytes for id_ in ids}
        naming = [
            UUID(bytes=event.id)
            for event in found
            if told.named_by(event, data_of(event, as_written=False)) in wanted
        ]
        await repository.forget_words(session, naming)
        events.record(
            session,
            WordsErased(ticket_id=ticket_id, message_ids=tuple(ids)),
            by=by,
            cause=Cause.SYSTEM if by is None else Cause.PERSON,
        )


async def all_roots(session: AsyncSession) -> Sequence[AuditRoot]:
    """Every signed root, oldest first."""
    return await repository.list_all_roots(session)


async def find_ticket(session: AsyncSession, named: str) -> UUID | None:
    """A ticket's id by its reference; an id stays what it is, also of a ticket that is gone."""
    try:
        return UUID(named)
    except ValueError:
        number = access.number_in(named)
    return None if number is None else await repository.ticket_by_number(session, number)


def public_keys() -> Sequence[tuple[str, str]]:
    """Ids and public keys, the one in use first."""
    return [(id_.hex(), key.hex()) for id_, key in audit_keys().public.items()]
