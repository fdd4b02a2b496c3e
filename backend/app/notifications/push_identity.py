"""The key pair by which push services know this installation (VAPID, RFC 8292)."""

import base64
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect
from app.core.db import Database
from app.notifications.models import PushIdentity

ONLY_ROW = 1
KEY_BYTES = 32
# Push services refuse tokens that live longer than a day.
TOKEN_LIFE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Identity:
    """A key pair ready for use."""

    private_key: ec.EllipticCurvePrivateKey

    @property
    def public_key(self) -> str:
        """The uncompressed point, base64url: what browsers take as `applicationServerKey`."""
        return base64.urlsafe_b64encode(_point(self.private_key)).rstrip(b"=").decode()

    def authorization(self, *, audience: str, contact: str) -> str:
        """The `Authorization` header for one push service."""
        expires_at = int((clock.now() + TOKEN_LIFE).timestamp())
        claims = {"aud": audience, "sub": contact, "exp": expires_at}
        headers: dict[str, str] = Vapid02(self.private_key).sign(claims)
        return headers["Authorization"]


async def find(session: AsyncSession) -> Identity | None:
    """The installation's identity, if one was made."""
    row = await session.get(PushIdentity, ONLY_ROW)
    if row is None:
        return None
    number = int.from_bytes(row.private_key, "big")
    return Identity(ec.derive_private_key(number, ec.SECP256R1()))


async def ensure(database: Database) -> Identity:
    """The installation's identity; made on first use. Processes that race end with the same one."""
    async with database.read() as session:
        identity = await find(session)
    if identity is not None:
        return identity
    key = ec.generate_private_key(ec.SECP256R1())
    row = {
        "id": ONLY_ROW,
        "private_key": key.private_numbers().private_value.to_bytes(KEY_BYTES, "big"),
        "public_key": _point(key),
        "created_at": clock.now(),
    }
    table = PushIdentity.__table__  # type: ignore[attr-defined]
    async with database.write() as session:
        await session.exec(dialect.insert_ignoring_duplicates(session, table).values([row]))
        winner = await find(session)
    assert winner is not None
    return winner


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
