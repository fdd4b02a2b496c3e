"""Sends one encrypted message to one push service, and to nothing else than a push service."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

import httpcore
import httpx
from pywebpush import WebPusher

from app.core.outgoing import PublicOnly
from app.notifications import push_endpoint
from app.notifications.errors import PushEndpointRefused
from app.notifications.push_identity import Identity

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
ENCODING = "aes128gcm"
GONE = frozenset({404, 410})
# Worth another try: the service is busy, overloaded or being restarted.
PASSING = frozenset({408, 425, 429})


Headers = Mapping[bytes | str, bytes | str]


class Urgency(StrEnum):
    """How eagerly a device is woken (RFC 8030, section 5.3)."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Outcome(StrEnum):
    """What became of one push."""

    SENT = "sent"
    GONE = "gone"  # the subscription has ended; forget it
    REFUSED = "refused"  # this message or address will never be taken
    FAILED = "failed"  # may work later


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One message to one browser."""

    endpoint: str
    p256dh: str
    auth: str
    payload: bytes
    ttl_seconds: int
    urgency: Urgency
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome, with words for the log where it is not a plain success."""

    outcome: Outcome
    reason: str = ""


def _refusal() -> PushEndpointRefused:
    return PushEndpointRefused("The endpoint is on a private address.")


class PushGateway:
    """Connections to push services, for the length of an `async with` block."""

    def __init__(self, identity: Identity, *, contact: str, allow_private: bool) -> None:
        self._identity = identity
        self._contact = contact
        self._allow_private = allow_private
        context: ssl.SSLContext = httpx.create_ssl_context()
        # httpcore and not httpx: it follows no redirect, reads no proxy from the environment,
        # and lets us choose the address that is connected to.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=32,
            keepalive_expiry=10,
            network_backend=PublicOnly(allow_private=allow_private, refusal=_refusal),
        )

    async def __aenter__(self) -> Self:
        """Use the gateway."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def send(self, push: Push) -> Answer:
        """Encrypt (RFC 8291), sign (RFC 8292), hand over (RFC 8030). Never raises for the other side's sake."""
        try:
            push_endpoint.check(push.endpoint, allow_private=self._allow_private)
            # Two elliptic-curve operations: off the loop, others wait on it.
            headers, body = await asyncio.to_thread(self._seal, push)
            async with asyncio.timeout(TIMEOUT_SECONDS):
                status = await self._post(push.endpoint, headers, body)
        except PushEndpointRefused as error:
            return Answer(Outcome.REFUSED, error.detail)
        except (TimeoutError, OSError, httpcore.NetworkError, httpcore.ProtocolError) as error:
            return Answer(Outcome.FAILED, f"{type(error).__name__}: {error}")
        except httpcore.TimeoutException as error:
            return Answer(Outcome.FAILED, f"no answer in time ({type(error).__name__})")
        return _judge(status)

    def _seal(self, push: Push) -> tuple[Headers, bytes]:
        keys = {"p256dh": push.p256dh, "auth": push.auth}
        pusher = WebPusher({"endpoint": push.endpoint, "keys": keys})
        body: bytes = pusher.encode(push.payload, ENCODING)["body"]
        audience = push_endpoint.origin(push.endpoint)
        headers: Headers = {
            "Authorization": self._identity.authorization(audience=audience, contact=self._contact),
            "Content-Encoding": ENCODING,
            "Content-Type": "application/octet-stream",
            "TTL": str(push.ttl_seconds),
            "Urgency": push.urgency.value,
            "Topic": push.topic,
        }
        return headers, body

    async def _post(self, endpoint: str, headers: Headers, body: bytes) -> int:
        limits = {"connect": CONNECT_SECONDS, "read": TIMEOUT_SECONDS, "write": TIMEOUT_SECONDS}
        # The answer's body is never read: it is of no use, and its length is the other side's choice.
        async with self._pool.stream(
            "POST", endpoint, headers=headers, content=body, extensions={"timeout": limits}
        ) as response:
            return int(response.status)


def _judge(status: int) -> Answer:
    reason = f"the push service answered {status}"
    if 200 <= status < 300:
        return Answer(Outcome.SENT)
    if status in GONE:
        return Answer(Outcome.GONE, reason)
    if status >= 500 or status in PASSING:
        return Answer(Outcome.FAILED, reason)
    return Answer(Outcome.REFUSED, reason)
