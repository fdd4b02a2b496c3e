"""The actor of a request and the rights an endpoint asks for."""

from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from app.auth import repository, tokens
from app.auth.errors import CsrfFailed
from app.auth.last_use import WRITE_EVERY, LastUse
from app.auth.look_up import LookUp
from app.auth.permissions import Permission, Scope, permissions_of
from app.auth.repository import AnyRow
from app.core import clock
from app.core.actor import Actor
from app.core.config import Settings
from app.core.db import Database, database
from app.core.errors import Forbidden, NotSignedIn

SESSION_COOKIE = "tikify_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_cookie = APIKeyCookie(
    name=SESSION_COOKIE,
    scheme_name="session",
    description="Set by sign-in. Everything that is not a GET needs `X-CSRF-Token` as well.",
    auto_error=False,
)
_bearer = HTTPBearer(
    scheme_name="token",
    description="A personal API token (`tkf_…`).",
    auto_error=False,
)
_last_use = LastUse()

SessionCookie = Annotated[str | None, Depends(_cookie)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
# Not in the schema: the cookie's description tells of it, and clients with tokens never need it.
CsrfHeader = Annotated[str | None, Header(alias=CSRF_HEADER, include_in_schema=False)]


async def current_actor(
    request: Request, bearer: Bearer, cookie: SessionCookie, csrf: CsrfHeader = None
) -> Actor:
    """The person behind the bearer token or the session cookie.

    Raises:
        NotSignedIn: neither is there, or it has ended, or the account is switched off.
        CsrfFailed: a cookie session wants to change something without its CSRF token.
    """
    people: LookUp = request.app.state.look_up
    if bearer is not None:
        actor = await _actor_of_token(database(request), people, bearer.credentials)
    elif cookie:
        if request.method not in SAFE_METHODS and not tokens.is_csrf_token(csrf, cookie):
            raise CsrfFailed
        actor = await _actor_of_session(people, cookie)
    else:
        raise NotSignedIn
    request.state.actor = actor
    return actor


async def find_current_actor(
    request: Request, bearer: Bearer, cookie: SessionCookie
) -> Actor | None:
    """The person behind the request, or nobody; for addresses that answer both."""
    try:
        return await current_actor(request, bearer, cookie)
    except NotSignedIn:
        return None


async def app_settings(request: Request) -> Settings:
    """The settings of this process."""
    settings: Settings = request.app.state.settings
    return settings


CurrentActor = Annotated[Actor, Depends(current_actor)]
PossibleActor = Annotated[Actor | None, Depends(find_current_actor)]
AppSettings = Annotated[Settings, Depends(app_settings)]
# For `APIRouter(dependencies=[signed_in])`: runs before the limits of its routes, which then
# count per person and not per address.
signed_in = Depends(current_actor)


def requires(permission: Permission) -> Any:
    """Dependency that gives the actor when he holds the right: `Annotated[Actor, requires(…)]`."""

    async def check(actor: CurrentActor) -> Actor:
        if not actor.may(permission):
            raise Forbidden("Your role, or the scopes of your token, do not allow this.")
        return actor

    return Depends(check)


async def _actor_of_session(people: LookUp, secret: str) -> Actor:
    row = await people.of_session(tokens.hash_of(secret))
    if row is None or not _is_alive(row):
        raise NotSignedIn("Your session has ended. Sign in again.")
    return _actor(row, scopes=None)


async def _actor_of_token(db: Database, people: LookUp, secret: str) -> Actor:
    row = await people.of_api_token(tokens.hash_of(secret))
    if row is None or not _is_alive(row):
        raise NotSignedIn("The API token is unknown or has ended.")
    now = clock.now()
    if _last_use.is_due(row.token_id, last_used_at=row.last_used_at, at=now):
        async with db.write() as session:
            await repository.note_use(session, row.token_id, at=now, unless_since=now - WRITE_EVERY)
    return _actor(row, scopes=frozenset(scope for scope in Scope if scope in row.scopes))


def _is_alive(row: AnyRow) -> bool:
    return bool(row.is_active) and (row.expires_at is None or row.expires_at > clock.now())


def _actor(row: AnyRow, *, scopes: frozenset[Scope] | None) -> Actor:
    return Actor(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        permissions=permissions_of(row.role, scopes),
    )
