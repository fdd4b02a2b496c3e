"""The link by which somebody rates a solution without signing in. Pure.

It names one solution of one ticket, and only the product can make it; it gives no other right.
"""

import base64
import hmac
from datetime import timedelta
from uuid import UUID

from app.core.crypto import keyring

PURPOSE = "survey link"
MAC_BYTES = 16
# 32 bytes, six bits in a character.
TOKEN_LENGTH = 43
LASTS = timedelta(days=90)


def token_of(survey_id: UUID) -> str:
    """The signed name of a survey, fit for an address."""
    return base64.urlsafe_b64encode(survey_id.bytes + _mac(survey_id)).rstrip(b"=").decode()


def survey_of(token: str) -> UUID | None:
    """The survey that a token names; `None` when it is not one of ours."""
    if len(token) != TOKEN_LENGTH:
        return None
    try:
        plain = base64.b64decode(f"{token}=".encode(), altchars=b"-_", validate=True)
    except ValueError:
        return None
    survey_id = UUID(bytes=plain[:16])
    return survey_id if hmac.compare_digest(plain[16:], _mac(survey_id)) else None


def _mac(survey_id: UUID) -> bytes:
    return keyring().mac(survey_id.bytes, purpose=PURPOSE)[:MAC_BYTES]
