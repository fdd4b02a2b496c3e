"""Use cases of service levels: read the policies, change them, bring earlier ones back."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.calendars import service as calendars
from app.core import clock, events
from app.core.actor import Actor
from app.core.bells import Bell, ring
from app.core.errors import StaleEdit
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.workflow.errors import PolicyRefused, VersionUnknown
from app.workflow.events import ServiceLevelsChanged
from app.workflow.models import SlaPolicySet
from app.workflow.sla import reading, repository
from app.workflow.sla.following import written_in
from app.workflow.sla.schemas import PolicyView, ServiceLevels, ServicePolicy, SetPolicies
from app.workflow.sla.shipped import SHIPPED

_SHIPPED_SET = SlaPolicySet(version=0, policies=[one.model_dump(mode="json") for one in SHIPPED])


async def current(session: AsyncSession) -> ServiceLevels:
    """The policies that count."""
    return (await _views(session, [await _newest(session)]))[0]


async def list_versions(session: AsyncSession, page: PageRequest) -> Page[ServiceLevels]:
    """Every version of the policies, newest first; the last one is what the product came with."""
    before = _before(page)
    rows = list(await repository.list_sets(session, before=before, limit=page.limit + 1))
    if len(rows) <= page.limit and before != 0:
        rows.append(_SHIPPED_SET)
    views = await _views(session, rows)
    return page_of(views, page.limit, shape=lambda view: view, key=lambda view: (view.version,))


async def change(session: AsyncSession, wanted: SetPolicies, *, by: Actor) -> ServiceLevels:
    """Let other policies count from now on.

    Raises:
        StaleEdit: somebody else changed them meanwhile; with the policies that count.
        PolicyRefused: the policies contradict themselves or name something that is gone.
    """
    return await _keep(
        session,
        wanted.policies,
        seen=wanted.version,
        by=by,
        for_open_tickets=wanted.for_open_tickets,
    )


async def restore(
    session: AsyncSession, version: int, *, seen: int, for_open_tickets: bool, by: Actor
) -> ServiceLevels:
    """Bring an earlier version back, as a new one.

    Raises:
        VersionUnknown: there never was such a version.
        StaleEdit: somebody else changed the policies meanwhile; with those that count.
        PolicyRefused: they name a calendar or team that is gone.
    """
    policies = list(SHIPPED)
    if version != 0:
        row = (await repository.sets_by_version(session, {version})).get(version)
        if row is None:
            raise VersionUnknown
        policies = written_in(row)
    return await _keep(
        session, policies, seen=seen, by=by, for_open_tickets=for_open_tickets, restores=version
    )


async def check(session: AsyncSession, policies: Sequence[ServicePolicy]) -> None:
    """Refuse policies that could not be kept.

    Raises:
        PolicyRefused: with a sentence that says why.
    """
    reading.check(policies)
    teams = {id_ for one in policies for id_ in one.conditions.team_ids}
    known = await repository.known_teams(session, teams)
    hours = await calendars.hours_by_id(session, _calendars(policies), at=clock.now())
    for one in policies:
        if not set(one.conditions.team_ids) <= known:
            raise PolicyRefused(f"“{one.name}” names a team that is gone.")
        if one.calendar_id is None:
            continue
        if one.calendar_id not in hours:
            raise PolicyRefused(f"The calendar of “{one.name}” is gone. Choose another one.")
        if hours[one.calendar_id].is_empty:
            raise PolicyRefused(f"The calendar of “{one.name}” never opens: no time would pass.")


async def _keep(
    session: AsyncSession,
    policies: Sequence[ServicePolicy],
    *,
    seen: int,
    by: Actor,
    for_open_tickets: bool,
    restores: int | None = None,
) -> ServiceLevels:
    newest = await _newest(session)
    if newest.version != seen:
        raise StaleEdit(current=(await _views(session, [newest]))[0])
    await check(session, policies)
    row = SlaPolicySet(
        version=newest.version + 1,
        policies=[one.model_dump(mode="json") for one in policies],
        restores=restores,
        by_id=by.id,
    )
    session.add(row)
    await repository.keep_calendars(session, _calendars(policies))
    if for_open_tickets:
        await repository.ask_for_new_plans(session, now=clock.now())
        ring(session, Bell.CLOCKS)
    events.record(
        session,
        ServiceLevelsChanged(
            version=row.version, restores=restores, for_open_tickets=for_open_tickets
        ),
        by=by,
    )
    return (await _views(session, [row]))[0]


async def _newest(session: AsyncSession) -> SlaPolicySet:
    return await repository.newest_set(session) or _SHIPPED_SET


async def _views(session: AsyncSession, rows: Sequence[SlaPolicySet]) -> list[ServiceLevels]:
    names = await auth.names_of(session, {row.by_id for row in rows if row.by_id is not None})
    return [
        ServiceLevels(
            version=row.version,
            policies=[PolicyView.model_validate(policy) for policy in row.policies],
            restores=row.restores,
            changed_at=row.at if row.version else None,
            changed_by=None if row.by_id is None else names.get(row.by_id),
        )
        for row in rows
    ]


def _calendars(policies: Sequence[ServicePolicy]) -> Collection[UUID]:
    return {one.calendar_id for one in policies if one.calendar_id is not None}


def _before(page: PageRequest) -> int | None:
    values = page.after(1)
    if values is None:
        return None
    try:
        return int(values[0])
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error
