"""HTTP edge of accounts and browser sessions; API tokens and providers have files of their own."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response, status

from app.auth import reset, service, throttle, token_endpoints, tokens
from app.auth.account_state import signed_in_as, signed_out
from app.auth.cookies import clear_session, set_session
from app.auth.dependencies import (
    CSRF_HEADER,
    AppSettings,
    PossibleActor,
    SessionCookie,
    requires,
)
from app.auth.errors import (
    CsrfFailed,
    EmailTaken,
    PasswordUnfit,
    ResetTokenInvalid,
    SignUpClosed,
    WrongCredentials,
    WrongPassword,
)
from app.auth.oidc import endpoints as oidc_endpoints
from app.auth.permissions import Permission, permissions_of
from app.auth.schemas import (
    AskPasswordReset,
    ChangePassword,
    ConfirmPasswordReset,
    SessionState,
    SignIn,
    SignUp,
)
from app.core.actor import Actor
from app.core.db import ReadSession, Session, database
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit

router = APIRouter(prefix="/auth", tags=["auth"])
router.include_router(token_endpoints.router)
router.include_router(oidc_endpoints.router)

AccountOwner = Annotated[Actor, requires(Permission.ACCOUNT)]


@router.post(
    "/sign-up",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("10/minute")],
    responses=documented(SignUpClosed, EmailTaken, PasswordUnfit, TooManyRequests),
)
async def sign_up(
    request: Request, response: Response, body: SignUp, session: Session, settings: AppSettings
) -> SessionState:
    """Make an account with the role `user` and sign this browser in.

    The password needs at least 10 characters and must be neither the address nor the name.
    """
    if not settings.sign_up_open:
        raise SignUpClosed
    user = await service.sign_up(session, email=body.email, name=body.name, password=body.password)
    secret = await service.open_session(session, user.id, lasts=_session_length(settings))
    set_session(response, secret, settings)
    rights = permissions_of(user.role)
    return await signed_in_as(request, session, user, permissions=rights, secret=secret)


@router.post(
    "/sign-in",
    dependencies=[limit("30/minute")],
    responses=documented(WrongCredentials, TooManyRequests),
)
async def sign_in(
    request: Request, response: Response, body: SignIn, session: Session, settings: AppSettings
) -> SessionState:
    """Sign this browser in: the answer sets the session cookie and holds the CSRF token."""
    await throttle.check_account(request, throttle.SIGN_INS, action="sign-in", email=body.email)
    # Checked in a session of its own: hashing takes its time, and SQLite has one writer.
    async with database(request).read() as reader:
        user = await service.check_credentials(reader, email=body.email, password=body.password)
    secret = await service.open_session(session, user.id, lasts=_session_length(settings))
    set_session(response, secret, settings)
    rights = permissions_of(user.role)
    return await signed_in_as(request, session, user, permissions=rights, secret=secret)


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT, responses=documented(CsrfFailed))
async def sign_out(
    response: Response,
    session: Session,
    settings: AppSettings,
    cookie: SessionCookie,
    csrf: Annotated[str | None, Header(alias=CSRF_HEADER, include_in_schema=False)] = None,
) -> None:
    """Sign this browser out; one that is signed out already gets the same answer."""
    if not cookie:
        return
    if not tokens.is_csrf_token(csrf, cookie):
        raise CsrfFailed
    await service.end_session(session, cookie)
    clear_session(response, settings)


@router.post(
    "/sign-out-everywhere",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("30/minute")],
    responses=documented(NotSignedIn, CsrfFailed, TooManyRequests),
)
async def sign_out_everywhere(
    response: Response, session: Session, settings: AppSettings, actor: AccountOwner
) -> None:
    """End all browser sessions of the account, this one included. API tokens stay."""
    await service.end_all_sessions(session, actor.id)
    clear_session(response, settings)


@router.get("/session")
async def read_session(
    request: Request,
    session: ReadSession,
    settings: AppSettings,
    actor: PossibleActor,
    cookie: SessionCookie,
) -> SessionState:
    """Tell who is signed in (`user` is null for nobody) and which providers can be used."""
    if actor is None:
        return signed_out(settings.oidc_providers)
    by_token = "authorization" in request.headers
    return await signed_in_as(
        request,
        session,
        actor,
        permissions=actor.permissions,
        secret=None if by_token else cookie,
    )


@router.post(
    "/password",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("10/minute")],
    responses=documented(
        NotSignedIn, Forbidden, CsrfFailed, WrongPassword, PasswordUnfit, TooManyRequests
    ),
)
async def change_password(
    request: Request,
    body: ChangePassword,
    session: Session,
    actor: AccountOwner,
    cookie: SessionCookie,
) -> None:
    """Change your password. Every other browser is signed out."""
    async with database(request).read() as reader:
        password_hash = await service.check_new_password(
            reader, actor, current=body.current_password, new=body.new_password
        )
    await service.change_password(session, actor, password_hash=password_hash, keep_secret=cookie)


@router.post(
    "/password-reset",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[limit("10/minute")],
    responses=documented(TooManyRequests),
)
async def ask_password_reset(request: Request, body: AskPasswordReset, session: Session) -> None:
    """Ask for a link to set a new password. The answer is the same whether the address is known."""
    await throttle.check_account(request, throttle.RESETS, action="reset", email=body.email)
    await reset.ask(session, email=body.email)


@router.post(
    "/password-reset/confirm",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("10/minute")],
    responses=documented(ResetTokenInvalid, PasswordUnfit, TooManyRequests),
)
async def confirm_password_reset(
    request: Request, body: ConfirmPasswordReset, session: Session
) -> None:
    """Set a new password with the token of a mailed link. Every browser is signed out."""
    async with database(request).read() as reader:
        owner = await reset.owner_of_link(reader, body.token)
        password_hash = await reset.hash_for(owner, body.password)
    await reset.confirm(session, body.token, password_hash=password_hash)


def _session_length(settings: AppSettings) -> timedelta:
    return timedelta(days=settings.session_days)
