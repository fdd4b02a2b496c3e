"""Random secrets that stand for a person, their hashes, and the CSRF token of a session."""

import hashlib
import hmac
import secrets

from app.core.crypto import keyring

API_TOKEN_PREFIX = "tkf_"  # noqa: S105 - the public beginning of every token
SECRET_BYTES = 24
HINT_LENGTH = 4


def new_secret() -> str:
    """192 random bits as 32 characters that are safe in addresses and cookies."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_api_token() -> str:
    """A personal API token."""
    return API_TOKEN_PREFIX + new_secret()


def hash_of(secret: str) -> bytes:
    """What is kept of a secret. Random secrets need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def csrf_token(session_secret: str) -> str:
    """The CSRF token that belongs to a session cookie; it need not be kept anywhere."""
    return keyring().mac(session_secret.encode("utf-8", "surrogatepass"), purpose="csrf").hex()


def is_csrf_token(given: str | None, session_secret: str) -> bool:
    """Compare in constant time."""
    expected = csrf_token(session_secret).encode()
    return hmac.compare_digest((given or "").encode("utf-8", "surrogatepass"), expected)
