"""HTTP edge of sign-in through OpenID Connect providers: two redirects."""

from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, Cookie, Query, Request, status
from fastapi.responses import RedirectResponse

from app.auth import service
from app.auth.cookies import set_session
from app.auth.dependencies import AppSettings
from app.auth.errors import ProviderUnknown
from app.auth.oidc import exchange, login
from app.auth.oidc.errors import ProviderRefused, SignInRefused, StateInvalid
from app.auth.oidc.return_to import local_path
from app.auth.tokens import new_secret
from app.core.config import OidcProvider, Settings
from app.core.db import Database, database
from app.core.error_handlers import documented
from app.core.rate_limit import TooManyRequests, limit

log = structlog.get_logger(__name__)

BROWSER_COOKIE = "tikify_oidc"
COOKIE_PATH = "/api/v1/auth/oidc"

router = APIRouter(prefix="/oidc")

BrowserCookie = Annotated[str | None, Cookie(alias=BROWSER_COOKIE, include_in_schema=False)]
ReturnTo = Annotated[str | None, Query(max_length=500, description="A path of this site.")]
FromProvider = Annotated[str, Query(max_length=4000)]


@router.get(
    "/{provider}/start",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    dependencies=[limit("30/minute")],
    responses=documented(ProviderUnknown, TooManyRequests),
)
async def start_oidc(
    *,
    request: Request,
    provider: str,
    settings: AppSettings,
    browser: BrowserCookie = None,
    return_to: ReturnTo = None,
) -> RedirectResponse:
    """Send the browser to a provider; it comes back signed in, to the path `return_to`."""
    chosen = _provider(settings, provider)
    # Kept over several tabs, so that the last one opened is not the only one that comes back.
    browser = browser or new_secret()
    secrets = login.new_secrets()
    async with database(request).write() as session:
        state = login.begin(
            session,
            provider=chosen.name,
            secrets=secrets,
            browser=browser,
            return_to=local_path(return_to),
        )
    try:
        address = await exchange.authorization_address(
            chosen, state=state, secrets=secrets, redirect_uri=_redirect_uri(settings, chosen)
        )
    except SignInRefused as refusal:
        return _refused(refusal, chosen)
    answer = RedirectResponse(address, status.HTTP_302_FOUND)
    answer.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=int(login.LOGIN_LASTS.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return answer


@router.get(
    "/{provider}/callback",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    dependencies=[limit("30/minute")],
    responses=documented(ProviderUnknown, TooManyRequests),
)
async def finish_oidc(
    *,
    request: Request,
    provider: str,
    settings: AppSettings,
    browser: BrowserCookie = None,
    state: FromProvider = "",
    code: FromProvider = "",
) -> RedirectResponse:
    """Where the provider sends the browser back: signed in, or to `/sign-in?error=code`."""
    chosen = _provider(settings, provider)
    db = database(request)
    try:
        begun = await _take_back(db, chosen, state=state, browser=browser)
        if not code:
            raise ProviderRefused
        person = await exchange.person_behind(
            chosen,
            code=code,
            secrets=begun.secrets,
            redirect_uri=_redirect_uri(settings, chosen),
        )
        async with db.write() as session:
            user = await login.settle(session, person)
            await session.flush()
            lasts = timedelta(days=settings.session_days)
            secret = await service.open_session(session, user.id, lasts=lasts)
    except SignInRefused as refusal:
        return _refused(refusal, chosen)
    answer = RedirectResponse(begun.return_to, status.HTTP_302_FOUND)
    set_session(answer, secret, settings)
    return answer


async def _take_back(
    db: Database, provider: OidcProvider, *, state: str, browser: str | None
) -> login.Begun:
    if not state:
        raise StateInvalid
    # A transaction of its own: the state is used up even when what follows fails.
    async with db.write() as session:
        found = await login.take(session, state=state)
    return login.check(found, provider=provider.name, browser=browser)


def _provider(settings: Settings, name: str) -> OidcProvider:
    for provider in settings.oidc_providers:
        if provider.name == name:
            return provider
    raise ProviderUnknown


def _redirect_uri(settings: Settings, provider: OidcProvider) -> str:
    return f"{settings.base_url}{COOKIE_PATH}/{provider.name}/callback"


def _refused(refusal: SignInRefused, provider: OidcProvider) -> RedirectResponse:
    log.warning(
        "oidc.refused", provider=provider.name, code=refusal.code, reason=str(refusal.__cause__)
    )
    return RedirectResponse(f"/sign-in?error={refusal.code}", status.HTTP_302_FOUND)
