"""Use cases of the assignment settings: what counts now, change it, bring an earlier version back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import settings_repository as repository
from app.assignment.engine.settings import SettingRefused
from app.assignment.settings import DEFAULTS, AssignmentSettings, Effective, SettingsBook
from app.assignment.settings_errors import (
    SettingOutOfRange,
    SettingsChangedMeanwhile,
    SettingsVersionNotFound,
)
from app.assignment.settings_events import AssignmentSettingsChanged
from app.assignment.settings_models import ORGANISATION, AssignmentSetting
from app.assignment.settings_repository import Version
from app.assignment.settings_schemas import ScopeSettings, SettingsShown, SettingsVersion
from app.auth.schemas import PersonRef
from app.core import events
from app.core.actor import Actor
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of
from app.people import teams
from app.people.schemas import TeamRef


async def load(session: AsyncSession) -> SettingsBook:
    """The newest settings of the organisation and of every team that has its own; one statement."""
    newest = {row.scope: row for row in await repository.list_newest(session)}
    organisation = _effective(newest.pop(ORGANISATION, None)) or Effective.of(DEFAULTS, 0)
    found = {scope: _effective(row) for scope, row in newest.items()}
    return SettingsBook(
        organisation, {scope: own for scope, own in found.items() if own is not None}
    )


def _effective(row: AssignmentSetting | None) -> Effective | None:
    if row is None or row.settings is None:
        return None
    return Effective.of(_read(row.settings), row.version)


def _read(kept: dict[str, Any]) -> AssignmentSettings:
    # A setting that a newer product does not know any more is passed over; a new one has its default.
    known = {name: value for name, value in kept.items() if name in AssignmentSettings.model_fields}
    return AssignmentSettings.model_validate(known)


async def list_teams(session: AsyncSession, page: PageRequest) -> Page[ScopeSettings]:
    """A page of teams by name with what counts for each."""
    named = await teams.list_teams(session, page)
    refs = [TeamRef(id=team.id, name=team.name) for team in named.items]
    return Page(items=await _scopes(session, refs), next_cursor=named.next_cursor)


async def get(session: AsyncSession, team_id: UUID | None) -> ScopeSettings:
    """What counts for a team, or for the organisation.

    Raises:
        TeamNotFound: there is no such team.
    """
    return (await _scopes(session, [await _ref(session, team_id)]))[0]


async def change(
    session: AsyncSession,
    team_id: UUID | None,
    wanted: AssignmentSettings | None,
    *,
    seen: int,
    by: Actor,
) -> ScopeSettings:
    """Add a version; it counts from the next decision on.

    Raises:
        TeamNotFound: there is no such team.
        SettingOutOfRange: a setting is not allowed.
        SettingsChangedMeanwhile: the version looked at is not the newest.
    """
    ref = await _ref(session, team_id)
    try:
        kept = None if wanted is None else wanted.checked().model_dump(mode="json")
    except SettingRefused as error:
        raise SettingOutOfRange(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
    await _add(session, ref, kept, seen=seen, by=by)
    return (await _scopes(session, [ref]))[0]


async def restore(
    session: AsyncSession, team_id: UUID | None, version: int, *, by: Actor
) -> ScopeSettings:
    """Let an earlier version count again, as a new one.

    Raises:
        TeamNotFound: there is no such team.
        SettingsVersionNotFound: there never was such a version.
        SettingsChangedMeanwhile: somebody changed them at the same moment.
    """
    ref = await _ref(session, team_id)
    scope = _scope(ref)
    earlier = await repository.find_version(session, scope, version)
    if earlier is None:
        raise SettingsVersionNotFound
    newest = await repository.list_newest(session, [scope])
    seen = newest[0].version
    await _add(session, ref, earlier.settings, seen=seen, by=by, restores=version)
    return (await _scopes(session, [ref]))[0]


async def list_versions(
    session: AsyncSession, team_id: UUID | None, page: PageRequest
) -> Page[SettingsVersion]:
    """A page of the versions of a team's or the organisation's settings, newest first.

    Raises:
        TeamNotFound: there is no such team.
    """
    scope = _scope(await _ref(session, team_id))
    rows = await repository.list_versions(
        session, scope, before=_before(page), limit=page.limit + 1
    )
    return page_of(rows, page.limit, shape=_version, key=lambda row: (row[0].version,))


async def _add(
    session: AsyncSession,
    ref: TeamRef | None,
    settings: dict[str, Any] | None,
    *,
    seen: int,
    by: Actor,
    restores: int | None = None,
) -> None:
    scope = _scope(ref)
    newest = await repository.list_newest(session, [scope])
    version = newest[0].version if newest else 0
    if seen != version:
        raise SettingsChangedMeanwhile(version)
    row = AssignmentSetting(
        scope=scope, version=version + 1, settings=settings, restores=restores, by_id=by.id
    )
    try:
        session.add(row)
        await session.flush()
    except IntegrityError as error:
        raise SettingsChangedMeanwhile(version + 1) from error
    team_id = None if ref is None else ref.id
    events.record(session, AssignmentSettingsChanged(team_id=team_id, version=row.version), by=by)


async def _ref(session: AsyncSession, team_id: UUID | None) -> TeamRef | None:
    if team_id is None:
        return None
    team = await teams.get_team(session, team_id)
    return TeamRef(id=team.id, name=team.name)


def _scope(ref: TeamRef | None) -> UUID:
    return ORGANISATION if ref is None else ref.id


async def _scopes(session: AsyncSession, refs: Sequence[TeamRef | None]) -> list[ScopeSettings]:
    scopes = {ORGANISATION, *(_scope(ref) for ref in refs)}
    newest = {row.scope: row for row in await repository.list_newest(session, scopes)}
    return [_shown(ref, newest.get(_scope(ref)), newest.get(ORGANISATION)) for ref in refs]


def _shown(
    ref: TeamRef | None, own: AssignmentSetting | None, organisation: AssignmentSetting | None
) -> ScopeSettings:
    counts = next((row for row in (own, organisation) if row and row.settings), None)
    settings = DEFAULTS if counts is None else _read(counts.settings or {})
    return ScopeSettings(
        team=ref,
        is_own=own is not None and own.settings is not None,
        version=own.version if own else 0,
        changed_at=own.at if own else None,
        settings=SettingsShown.model_validate(settings),
    )


def _version(row: Version) -> SettingsVersion:
    setting, user = row
    return SettingsVersion(
        version=setting.version,
        settings=None
        if setting.settings is None
        else SettingsShown.model_validate(_read(setting.settings)),
        restores=setting.restores,
        by=PersonRef(id=user.id, name=user.name) if user is not None else None,
        at=setting.at,
    )


def _before(page: PageRequest) -> int | None:
    values = page.after(1)
    if values is None:
        return None
    if not isinstance(values[0], int):
        raise CursorInvalid
    return values[0]
