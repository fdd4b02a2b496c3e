"""The session cookie of a browser: HttpOnly, same-site, `Secure` over https."""

from datetime import timedelta

from fastapi import Response

from app.auth.dependencies import SESSION_COOKIE
from app.core.config import Settings


def set_session(response: Response, secret: str, settings: Settings) -> None:
    """Sign the browser in."""
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(timedelta(days=settings.session_days).total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )


def clear_session(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    response.delete_cookie(
        SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=settings.secure_cookies
    )
