"""Limits per account: guessing one person's password from many addresses is slowed as well."""

import hashlib

from fastapi import Request
from limits import RateLimitItem, parse

from app.auth.service import email_key
from app.core.rate_limit import Limiter

SIGN_INS = parse("10/minute")
RESETS = parse("5 per 15 minutes")


async def check_account(request: Request, item: RateLimitItem, *, action: str, email: str) -> None:
    """Count one try against the account that the address names, whether it exists or not.

    Raises:
        TooManyRequests: the account's tries are used up for the moment.
    """
    limiter: Limiter | None = getattr(request.app.state, "limiter", None)
    if limiter is not None:
        account = hashlib.sha256(email_key(email).encode("utf-8", "surrogatepass")).hexdigest()
        await limiter.check(item, action, account)
