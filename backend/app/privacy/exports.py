"""Use cases of exports: ask for a person's data, make it, fetch it, forget it."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.permissions import Permission
from app.core import clock, dialect, events
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.core.pagination import Page, PageRequest, page_of
from app.privacy import repository
from app.privacy.enums import ExportState
from app.privacy.errors import ExportNotFound, PersonUnknown
from app.privacy.events import ExportAsked, ExportFetched
from app.privacy.models import PersonExport
from app.privacy.schemas import ExportRow

# A link to somebody's whole life should not lie about.
KEPT = timedelta(days=7)
LEASE = timedelta(seconds=60)
_UNDER_WAY = (ExportState.WAITING, ExportState.RUNNING)


async def ask(session: AsyncSession, person_id: UUID, *, by: Actor) -> ExportRow:
    """Ask for everything that is stored of a person; an export under way is not asked for twice.

    Raises:
        PersonUnknown: there is nobody.
    """
    if await repository.find_user(session, person_id) is None:
        raise PersonUnknown
    statement = select(PersonExport).where(
        PersonExport.person_id == person_id,
        PersonExport.asked_by_id == by.id,
        col(PersonExport.state).in_(_UNDER_WAY),
    )
    export = (await session.exec(statement)).first()
    if export is None:
        export = PersonExport(person_id=person_id, asked_by_id=by.id)
        session.add(export)
        await session.flush()
        events.record(session, ExportAsked(export_id=export.id, person_id=person_id), by=by)
        ring(session, Bell.EXPORTS)
    return (await _rows(session, [export]))[0]


async def list_exports(
    session: AsyncSession, page: PageRequest, *, of: UUID | None = None
) -> Page[ExportRow]:
    """Exports, newest first; with `of` those that this person asked for of himself."""
    statement = select(PersonExport).order_by(col(PersonExport.id).desc()).limit(page.limit + 1)
    if of is not None:
        statement = statement.where(PersonExport.person_id == of, PersonExport.asked_by_id == of)
    after = page.after_id()
    if after is not None:
        statement = statement.where(col(PersonExport.id) < after)
    rows = await _rows(session, list(await session.exec(statement)))
    return page_of(rows, page.limit, shape=lambda row: row, key=lambda row: (row.id,))


async def fetch(session: AsyncSession, export_id: UUID, *, by: Actor) -> PersonExport:
    """An export that is ready, for the person himself or an administrator; fetching is recorded.

    Raises:
        ExportNotFound: there is none, it is not ready any more or yet, or not the actor's to see.
    """
    export = await session.get(PersonExport, export_id)
    if export is None or export.state is not ExportState.READY:
        raise ExportNotFound
    is_own = export.person_id == by.id and export.asked_by_id == by.id
    if not (is_own or by.may(Permission.PEOPLE_MANAGE)):
        raise ExportNotFound
    if export.expires_at is None or export.expires_at <= clock.now():
        raise ExportNotFound
    events.record(session, ExportFetched(export_id=export.id, person_id=export.person_id), by=by)
    return export


async def begin_next(session: AsyncSession) -> PersonExport | None:
    """Claim the oldest export that waits, or whose worker is gone."""
    now = clock.now()
    statement = (
        select(PersonExport)
        .where(
            col(PersonExport.state).in_(_UNDER_WAY),
            col(PersonExport.claimed_until).is_(None) | (col(PersonExport.claimed_until) < now),
        )
        .order_by(col(PersonExport.id))
        .limit(1)
    )
    locked = dialect.for_update(session, statement, skip_locked=True)
    export = (await session.exec(locked)).one_or_none()
    if export is None:
        return None
    export.state = ExportState.RUNNING
    export.claimed_until = now + LEASE
    export.done = 0
    session.add(export)
    return export


async def is_due(session: AsyncSession) -> bool:
    """Whether an export waits for a worker."""
    statement = (
        select(PersonExport.id)
        .where(
            col(PersonExport.state).in_(_UNDER_WAY),
            col(PersonExport.claimed_until).is_(None)
            | (col(PersonExport.claimed_until) < clock.now()),
        )
        .limit(1)
    )
    return (await session.exec(statement)).first() is not None


async def _rows(session: AsyncSession, exports: list[PersonExport]) -> list[ExportRow]:
    people = {one.person_id for one in exports} | {one.asked_by_id for one in exports}
    names = await auth.names_of(session, people)
    return [
        ExportRow(
            id=one.id,
            person=names[one.person_id],
            asked_by=names[one.asked_by_id],
            state=one.state,
            done=one.done,
            total=one.total,
            size=one.size,
            created_at=one.created_at,
            expires_at=one.expires_at,
            url=f"/api/v1/privacy/exports/{one.id}/file"
            if one.state is ExportState.READY
            else None,
        )
        for one in exports
    ]
