"""Notifications as web pushes."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from app.core.outbox.subscriptions import HandlerContext
from app.notifications import delivery_repository, push_identity, push_repository
from app.notifications.delivery_repository import ToDeliver
from app.notifications.models import Notification, PushSubscription
from app.notifications.push_gateway import Answer, Outcome, Push, PushGateway, Urgency
from app.tickets.enums import Priority

log = structlog.get_logger(__name__)

AT_ONCE = 16
KEPT_FOR = timedelta(days=1)
TOPIC_LENGTH = 32
URGENCY_OF_PRIORITY = {
    Priority.CRITICAL: Urgency.HIGH,
    Priority.HIGH: Urgency.HIGH,
    Priority.MEDIUM: Urgency.NORMAL,
    Priority.LOW: Urgency.LOW,
}


class PushesUnsent(Exception):
    """Some pushes of a batch did not arrive; those that did will not be sent again."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One notification on its way to one browser."""

    notification: Notification
    subscription: PushSubscription
    push: Push


async def push(context: HandlerContext, notification_ids: Sequence[UUID]) -> None:
    """Push the notifications to every browser of their people that did not get them yet.

    Each browser is served for itself. One whose subscription has ended is forgotten.

    Raises:
        PushesUnsent: at least one push may succeed later; calling again tries only those.
    """
    attempts = await _read(context, notification_ids)
    if not attempts:
        return
    identity = await push_identity.ensure(context.db)
    slots = asyncio.Semaphore(AT_ONCE)
    async with PushGateway(
        identity,
        contact=context.settings.push_contact,
        allow_private=context.settings.push_allow_private_endpoints,
    ) as gateway:

        async def send(attempt: _Attempt) -> Answer:
            async with slots:
                return await gateway.send(attempt.push)

        answers = await asyncio.gather(*(send(attempt) for attempt in attempts))
    results = list(zip(attempts, answers, strict=True))
    await _write(context, results)
    failures = [answer.reason for _, answer in results if answer.outcome is Outcome.FAILED]
    if failures:
        raise PushesUnsent(f"{len(failures)} of {len(results)} pushes: {failures[0]}")


async def _read(context: HandlerContext, notification_ids: Sequence[UUID]) -> list[_Attempt]:
    async with context.db.read() as session:
        items = await delivery_repository.list_to_push(session, notification_ids)
        browsers = await push_repository.subscriptions_of(
            session, {item.notification.user_id for item in items}
        )
    return [
        _Attempt(item.notification, subscription, _push(item, subscription))
        for item in items
        for subscription in browsers.get(item.notification.user_id, ())
        if str(subscription.id) not in item.notification.pushed_to
    ]


async def _write(context: HandlerContext, results: Sequence[tuple[_Attempt, Answer]]) -> None:
    reached: dict[UUID, list[str]] = {}
    ended: set[UUID] = set()
    for attempt, answer in results:
        notification, subscription = attempt.notification, attempt.subscription
        if answer.outcome is Outcome.GONE:
            ended.add(subscription.id)
        elif answer.outcome is Outcome.REFUSED:
            log.warning("push.refused", subscription=str(subscription.id), reason=answer.reason)
        if answer.outcome in {Outcome.SENT, Outcome.REFUSED}:
            so_far = reached.setdefault(notification.id, list(notification.pushed_to))
            so_far.append(str(subscription.id))
    if not reached and not ended:
        return
    async with context.db.write() as session:
        await delivery_repository.mark_pushed(session, reached)
        if ended:
            await push_repository.delete_subscriptions(session, ended)


def _push(item: ToDeliver, subscription: PushSubscription) -> Push:
    notification = item.notification
    ticket_id = notification.ticket_id
    tag = f"ticket-{ticket_id}" if ticket_id is not None else f"notification-{notification.id}"
    payload = {
        "title": notification.title,
        "body": notification.body,
        "ticket_id": str(ticket_id) if ticket_id is not None else None,
        "url": f"/tickets/{ticket_id}" if ticket_id is not None else "/",
        "tag": tag,
        "notification_id": str(notification.id),
    }
    return Push(
        endpoint=subscription.endpoint,
        p256dh=subscription.p256dh,
        auth=subscription.auth,
        payload=json.dumps(payload, ensure_ascii=False).encode(),
        ttl_seconds=int(KEPT_FOR.total_seconds()),
        urgency=URGENCY_OF_PRIORITY[item.priority] if item.priority is not None else Urgency.NORMAL,
        topic=_topic(tag),
    )


def _topic(tag: str) -> str:
    """While a browser is away, its push service keeps only the newest push of a topic (RFC 8030, 5.4)."""
    digest = hashlib.sha256(tag.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:TOPIC_LENGTH]
