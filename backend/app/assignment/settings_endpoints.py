"""HTTP edge of the assignment settings."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path

from app.assignment import settings_service as settings
from app.assignment.settings_errors import (
    SettingOutOfRange,
    SettingsChangedMeanwhile,
    SettingsVersionNotFound,
)
from app.assignment.settings_schemas import (
    ChangeSettings,
    RestoreSettings,
    ScopeSettings,
    SettingsVersion,
)
from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit
from app.people.errors import TeamNotFound

router = APIRouter(
    prefix="/assignment/settings",
    tags=["assignment"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)

Reader = Annotated[Actor, requires(Permission.PEOPLE_READ)]
Manager = Annotated[Actor, requires(Permission.PEOPLE_MANAGE)]
Scope = Annotated[
    Literal["organisation"] | UUID, Path(description="A team's id, or `organisation`.")
]


def _team(scope: str | UUID) -> UUID | None:
    return scope if isinstance(scope, UUID) else None


@router.get("", dependencies=[limit("240/minute")], responses=documented(CursorInvalid))
async def list_assignment_settings(
    _: Reader, session: ReadSession, page: PageParams
) -> Page[ScopeSettings]:
    """List the teams by name, each with the settings that count for it."""
    return await settings.list_teams(session, page)


@router.get("/{scope}", dependencies=[limit("240/minute")], responses=documented(TeamNotFound))
async def read_assignment_settings(scope: Scope, _: Reader, session: ReadSession) -> ScopeSettings:
    """Tell how a team, or the organisation where no team has a say, hands out its tickets."""
    return await settings.get(session, _team(scope))


@router.put(
    "/{scope}",
    dependencies=[limit("60/minute")],
    responses=documented(CsrfFailed, TeamNotFound, SettingOutOfRange, SettingsChangedMeanwhile),
)
async def change_assignment_settings(
    scope: Scope, body: ChangeSettings, actor: Manager, session: Session
) -> ScopeSettings:
    """Hand out tickets in another way. It counts from the next decision on and is kept as a version."""
    return await settings.change(session, _team(scope), body.settings, seen=body.version, by=actor)


@router.get(
    "/{scope}/versions",
    dependencies=[limit("240/minute")],
    responses=documented(TeamNotFound, CursorInvalid),
)
async def list_assignment_settings_versions(
    scope: Scope, _: Reader, session: ReadSession, page: PageParams
) -> Page[SettingsVersion]:
    """List who changed the settings, when and to what, newest first."""
    return await settings.list_versions(session, _team(scope), page)


@router.post(
    "/{scope}/restore",
    dependencies=[limit("60/minute")],
    responses=documented(
        CsrfFailed, TeamNotFound, SettingsVersionNotFound, SettingsChangedMeanwhile
    ),
)
async def restore_assignment_settings(
    scope: Scope, body: RestoreSettings, actor: Manager, session: Session
) -> ScopeSettings:
    """Let an earlier version count again, as a new version."""
    return await settings.restore(session, _team(scope), body.version, by=actor)
