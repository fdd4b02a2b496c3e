"""Calls the webhooks of rules: signed, to public addresses, once for each event that was answered well."""

import asyncio
import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpcore
import httpx

from app.core import clock
from app.core.events import Recorded
from app.core.outbox.subscriptions import HandlerContext
from app.core.outgoing import PublicOnly, is_private_name
from app.tickets.models import Ticket
from app.workflow.rules import calls_repository as calls
from app.workflow.rules.errors import WebhookRefused
from app.workflow.rules.events import WebhookCalled
from app.workflow.rules.models import RuleWebhook

TIMEOUT_SECONDS = 10.0
PRIVATE = "The address is inside a private network. A setting of the installation may allow that."


class WebhookFailed(Exception):
    """A call was not answered well; it is tried again later."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that is ready to be sent."""

    event_id: UUID
    webhook: RuleWebhook
    body: bytes


def check_url(url: str, *, allow_private: bool) -> None:
    """Refuse what no rule may call, as far as that shows without asking DNS.

    Raises:
        WebhookRefused: the sentence tells why.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WebhookRefused("This is not an address that can be called.") from error
    if not url.isascii() or any(char <= " " or char == "\x7f" for char in url) or port == 0:
        raise WebhookRefused("This is not an address that can be called.")
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise WebhookRefused("A webhook's address must begin with https://.")
    if not host:
        raise WebhookRefused("The address names no host.")
    if parts.username is not None or parts.password is not None:
        raise WebhookRefused("The address may hold no user name or password.")
    if not allow_private and is_private_name(host):
        raise WebhookRefused(PRIVATE)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the receiver compares: HMAC-SHA-256 over the time, a point and the body."""
    message = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


async def call(context: HandlerContext, batch: Sequence[Recorded[WebhookCalled]]) -> None:
    """Make the calls of a batch; those that were answered well before are not made again.

    Raises:
        WebhookFailed: some were not answered well.
    """
    allow_private = context.settings.webhooks_allow_private_addresses
    async with context.db.read() as session:
        done = await calls.answered(session, [item.id for item in batch])
        webhooks = await calls.webhooks_by_id(session, {one.event.webhook_id for one in batch})
        ids = {one.event.ticket_id for one in batch if one.event.ticket_id is not None}
        tickets = await calls.tickets_by_id(session, ids)
    ready = [
        Call(item.id, webhooks[item.event.webhook_id], _body(item, ticket))
        for item in batch
        if item.id not in done
        and item.event.webhook_id in webhooks
        and item.event.ticket_id is not None
        and (ticket := tickets.get(item.event.ticket_id)) is not None
    ]
    if not ready:
        return
    context_ssl: ssl.SSLContext = httpx.create_ssl_context()
    # httpcore and not httpx: it follows no redirect, reads no proxy from the environment,
    # and lets us choose the address that is connected to.
    async with httpcore.AsyncConnectionPool(
        ssl_context=context_ssl,
        max_connections=16,
        network_backend=PublicOnly(
            allow_private=allow_private, refusal=lambda: WebhookRefused(PRIVATE)
        ),
    ) as pool:
        answers = await asyncio.gather(
            *(_send(pool, one, allow_private=allow_private) for one in ready)
        )
    good = [(one, status) for one, (status, _) in zip(ready, answers, strict=True) if status]
    async with context.db.write() as session:
        await calls.keep_answers(session, [(one.event_id, one.webhook.id, s) for one, s in good])
    failed = [why for status, why in answers if not status]
    if failed:
        raise WebhookFailed("; ".join(dict.fromkeys(failed)))


async def _send(
    pool: httpcore.AsyncConnectionPool, one: Call, *, allow_private: bool
) -> tuple[int, str]:
    """The status of a good answer, or 0 and what was wrong."""
    timestamp = str(int(clock.now().timestamp()))
    headers: Mapping[bytes | str, bytes | str] = {
        "Content-Type": "application/json",
        "User-Agent": "Tikify",
        "X-Tikify-Delivery": str(one.event_id),
        "X-Tikify-Timestamp": timestamp,
        "X-Tikify-Signature": signature(one.webhook.secret, timestamp, one.body),
    }
    limits = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT_SECONDS)
    try:
        check_url(one.webhook.url, allow_private=allow_private)
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            # The answer's body is never read: its length is the other side's choice.
            pool.stream(
                "POST",
                one.webhook.url,
                headers=headers,
                content=one.body,
                extensions={"timeout": limits},
            ) as response,
        ):
            status = int(response.status)
    except WebhookRefused as error:
        return 0, f"“{one.webhook.name}”: {error.detail}"
    except (TimeoutError, httpcore.TimeoutException):
        return 0, f"“{one.webhook.name}” did not answer within {TIMEOUT_SECONDS:.0f} seconds"
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError) as error:
        return 0, f"“{one.webhook.name}”: {type(error).__name__}: {error}"
    return (status, "") if 200 <= status < 300 else (0, f"“{one.webhook.name}” said {status}")


def _body(item: Recorded[WebhookCalled], ticket: Ticket) -> bytes:
    facts: dict[str, Any] = {
        "id": str(item.id),
        "at": item.at.isoformat(),
        "event": item.event.trigger,
        "rule": {"id": str(item.event.rule_id), "name": item.event.rule},
        "ticket": {
            "id": str(ticket.id),
            "reference": ticket.reference,
            "subject": ticket.subject,
            "status": ticket.status,
            "priority": ticket.priority,
            "category": ticket.category,
            "requester_id": str(ticket.requester_id),
            "assignee_id": ticket.assignee_id and str(ticket.assignee_id),
            "team_id": ticket.team_id and str(ticket.team_id),
            "created_at": ticket.created_at.isoformat(),
        },
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
