"""What a password must be and how it is kept: argon2id, never on the event loop."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.auth.errors import PasswordUnfit

MIN_PASSWORD = 10
MAX_PASSWORD = 200

# 19 MiB, two passes, one lane: the smallest profile that OWASP's storage sheet holds for safe.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def check_rules(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is too short, too long or the owner's own address or name.

    Raises:
        PasswordUnfit: with the rule that it breaks.
    """
    if len(password) < MIN_PASSWORD:
        raise PasswordUnfit(f"The password needs at least {MIN_PASSWORD} characters.")
    if len(password) > MAX_PASSWORD:
        raise PasswordUnfit(f"The password may have at most {MAX_PASSWORD} characters.")
    if len(set(password)) == 1:
        raise PasswordUnfit("The password must not be one character repeated.")
    folded = password.strip().casefold()
    if folded in {email.strip().casefold(), email.partition("@")[0].casefold()}:
        raise PasswordUnfit("The password must not be your e-mail address.")
    if folded == name.strip().casefold():
        raise PasswordUnfit("The password must not be your name.")


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its parameters and salt."""
    return await asyncio.to_thread(_hasher.hash, password.encode("utf-8", "surrogatepass"))


async def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash.

    Without a hash (nobody has the address, or signs in elsewhere) as much work is done, so that
    the time of the answer does not tell who has an account.
    """
    return await asyncio.to_thread(_verify, password_hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    secret = password.encode("utf-8", "surrogatepass")
    kept = _nobodys_hash() if password_hash is None else password_hash
    try:
        _hasher.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
