"""Use cases of erasures that are planned: look first, plan, take back, carry out when it is time."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.core import clock, dialect, events
from app.core.actor import Actor, Cause
from app.core.pagination import Page, PageRequest, page_of
from app.people import service as people
from app.people.schemas import ChangePerson
from app.privacy import repository
from app.privacy import service as privacy
from app.privacy.enums import ErasureState
from app.privacy.errors import ErasesHimself, ErasurePlannedAlready, ErasureUnknown, PersonUnknown
from app.privacy.events import ErasurePlanned, ErasureTakenBack, PersonErased
from app.privacy.models import PersonErasure
from app.privacy.schemas import ErasurePreview, ErasureRow, PlanErasure


async def preview(session: AsyncSession, person_id: UUID) -> ErasurePreview:
    """What an erasure of somebody would take, and what stays.

    Raises:
        PersonUnknown: there is nobody.
    """
    user = await repository.find_user(session, person_id)
    if user is None:
        raise PersonUnknown
    held = await repository.held_by(session, person_id)
    return ErasurePreview(
        name=user.name,
        email=user.email,
        is_active=user.is_active,
        holds_tickets=held,
        counts=await repository.counts_of(session, person_id),
    )


async def plan(
    session: AsyncSession, person_id: UUID, wanted: PlanErasure, *, by: Actor
) -> ErasureRow:
    """Switch somebody's account off and erase him after a while, unless it is taken back.

    Raises:
        ErasesHimself, PersonUnknown, ErasurePlannedAlready
        LastAdministrator, StillHoldsTickets: the account cannot be switched off.
    """
    if person_id == by.id:
        raise ErasesHimself
    user = await repository.lock_user(session, person_id)
    if user is None:
        raise PersonUnknown
    if await _waiting(session, person_id) is not None:
        raise ErasurePlannedAlready
    was_active = user.is_active
    if was_active:
        await people.change_person(session, person_id, ChangePerson(is_active=False), by=by)
    erasure = PersonErasure(
        person_id=person_id,
        asked_by_id=by.id,
        kind=wanted.kind,
        was_active=was_active,
        due_at=clock.now() + timedelta(hours=wanted.after_hours),
    )
    session.add(erasure)
    await session.flush()
    events.record(session, ErasurePlanned(person_id=person_id, kind=wanted.kind), by=by)
    return (await _rows(session, [erasure]))[0]


async def take_back(session: AsyncSession, erasure_id: UUID, *, by: Actor) -> ErasureRow:
    """Do not erase after all; an account that was switched off for it is switched on again.

    Raises:
        ErasureUnknown: there is none that waits.
    """
    statement = select(PersonErasure).where(PersonErasure.id == erasure_id)
    erasure = (await session.exec(dialect.for_update(session, statement))).one_or_none()
    if erasure is None or erasure.state is not ErasureState.WAITING:
        raise ErasureUnknown
    erasure.state = ErasureState.CANCELLED
    erasure.ended_at = clock.now()
    session.add(erasure)
    if erasure.was_active:
        await people.change_person(session, erasure.person_id, ChangePerson(is_active=True), by=by)
    events.record(session, ErasureTakenBack(person_id=erasure.person_id), by=by)
    return (await _rows(session, [erasure]))[0]


async def carry_out_next(session: AsyncSession) -> bool:
    """Erase whoever is due longest; false when nobody is."""
    statement = (
        select(PersonErasure)
        .where(
            PersonErasure.state == ErasureState.WAITING,
            col(PersonErasure.due_at) <= clock.now(),
        )
        .order_by(col(PersonErasure.due_at))
        .limit(1)
    )
    locked = dialect.for_update(session, statement, skip_locked=True)
    erasure = (await session.exec(locked)).one_or_none()
    if erasure is None:
        return False
    await privacy.erase_planned(
        session, erasure.person_id, kind=erasure.kind, asked_by=erasure.asked_by_id
    )
    erasure.state = ErasureState.DONE
    erasure.ended_at = clock.now()
    session.add(erasure)
    events.record(
        session,
        PersonErased(person_id=erasure.person_id, kind=erasure.kind),
        by=erasure.asked_by_id,
        cause=Cause.SYSTEM,
    )
    return True


async def is_due(session: AsyncSession) -> bool:
    """Whether somebody is to be erased now."""
    statement = (
        select(PersonErasure.id)
        .where(
            PersonErasure.state == ErasureState.WAITING,
            col(PersonErasure.due_at) <= clock.now(),
        )
        .limit(1)
    )
    return (await session.exec(statement)).first() is not None


async def list_erasures(session: AsyncSession, page: PageRequest) -> Page[ErasureRow]:
    """Erasures, the latest first."""
    statement = select(PersonErasure).order_by(col(PersonErasure.id).desc()).limit(page.limit + 1)
    after = page.after_id()
    if after is not None:
        statement = statement.where(col(PersonErasure.id) < after)
    rows = await _rows(session, list(await session.exec(statement)))
    return page_of(rows, page.limit, shape=lambda row: row, key=lambda row: (row.id,))


async def _waiting(session: AsyncSession, person_id: UUID) -> PersonErasure | None:
    statement = select(PersonErasure).where(
        PersonErasure.person_id == person_id, PersonErasure.state == ErasureState.WAITING
    )
    return (await session.exec(statement)).first()


async def _rows(session: AsyncSession, erasures: list[PersonErasure]) -> list[ErasureRow]:
    wanted = {one.person_id for one in erasures} | {one.asked_by_id for one in erasures}
    names = await auth.names_of(session, wanted)
    return [
        ErasureRow(
            id=one.id,
            person=names[one.person_id],
            asked_by=names[one.asked_by_id],
            kind=one.kind,
            state=one.state,
            due_at=one.due_at,
            created_at=one.created_at,
            ended_at=one.ended_at,
        )
        for one in erasures
    ]
