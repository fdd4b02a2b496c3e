"""Use cases of push subscriptions: keep one, forget one, try it out."""

import base64
import binascii
import hashlib
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, dialect, events
from app.core.actor import Actor
from app.core.ids import new_id
from app.notifications import push_endpoint, push_repository, repository, texts
from app.notifications import service as notifications
from app.notifications.enums import NotificationKind
from app.notifications.errors import NoPushSubscription, PushKeysInvalid, PushSwitchedOff
from app.notifications.events import NotificationCreated
from app.notifications.models import PushSubscription
from app.notifications.schemas import Subscribe, SubscriptionKeys

MOST_SUBSCRIPTIONS = 20
AUTH_BYTES = 16


async def subscribe(
    session: AsyncSession, body: Subscribe, *, by: Actor, allow_private: bool
) -> UUID:
    """Keep a browser's subscription; one that another person had moves to the actor.

    A browser has one subscription, whoever is signed in with it: whoever subscribes last gets
    the pushes.

    Raises:
        PushEndpointRefused: the endpoint is not the address of a push service.
        PushKeysInvalid: the keys are not what browsers make.
    """
    push_endpoint.check(body.endpoint, allow_private=allow_private)
    _check_keys(body.keys)
    endpoint_hash = hash_of(body.endpoint)
    # Insert first and update after: a SELECT … FOR UPDATE of a row that is not there would lock
    # a gap on MySQL, and two browsers that subscribe together would wait for each other.
    row: dict[str, Any] = {
        "id": new_id(),
        "user_id": by.id,
        "endpoint_hash": endpoint_hash,
        "endpoint": body.endpoint,
        "p256dh": body.keys.p256dh,
        "auth": body.keys.auth,
        "created_at": clock.now(),
    }
    table = PushSubscription.__table__  # type: ignore[attr-defined]
    await session.exec(dialect.insert_ignoring_duplicates(session, table).values([row]))
    subscription = await push_repository.find_by_endpoint(session, endpoint_hash)
    assert subscription is not None
    subscription.user_id = by.id
    subscription.p256dh = body.keys.p256dh
    subscription.auth = body.keys.auth
    session.add(subscription)
    await session.flush()
    await _drop_oldest(session, by.id)
    return subscription.id


async def unsubscribe(session: AsyncSession, endpoint: str, *, by: Actor) -> None:
    """Forget one of the actor's subscriptions; none is no error."""
    await push_repository.delete_by_endpoint(session, by.id, hash_of(endpoint))


async def send_test(session: AsyncSession, *, by: Actor) -> None:
    """Put a test into the actor's inbox, from where it goes the way of every push.

    Raises:
        PushSwitchedOff: the actor's settings say no.
        NoPushSubscription: no browser of the actor takes pushes.
    """
    if not (await notifications.get_settings(session, by.id)).push:
        raise PushSwitchedOff
    if not await push_repository.subscriptions_of(session, [by.id]):
        raise NoPushSubscription
    title, body = texts.test_message()
    notification_id = new_id()
    row: dict[str, Any] = {
        "id": notification_id,
        "user_id": by.id,
        "source_id": notification_id,
        "kind": NotificationKind.TEST,
        "title": title,
        "body": body,
        "created_at": clock.now(),
        # A test of pushes is not mailed.
        "mailed_at": clock.now(),
        "pushed_to": [],
    }
    await repository.insert_notifications(session, [row])
    events.record(
        session, NotificationCreated(user_id=by.id, notification_id=notification_id), by=by
    )


def hash_of(endpoint: str) -> bytes:
    """What tells endpoints apart; they are long and sealed."""
    return hashlib.sha256(endpoint.encode("utf-8", "replace")).digest()


async def _drop_oldest(session: AsyncSession, user_id: UUID) -> None:
    # Browsers make new subscriptions now and then and never tell of the old ones.
    mine = (await push_repository.subscriptions_of(session, [user_id])).get(user_id, [])
    surplus = [subscription.id for subscription in mine[:-MOST_SUBSCRIPTIONS]]
    if surplus:
        await push_repository.delete_subscriptions(session, surplus)


def _check_keys(keys: SubscriptionKeys) -> None:
    try:
        point, secret = _bytes_of(keys.p256dh), _bytes_of(keys.auth)
        # Refuses what is not a point of the curve.
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error) as error:
        raise PushKeysInvalid from error
    if len(point) != 65 or len(secret) != AUTH_BYTES:
        raise PushKeysInvalid


def _bytes_of(text: str) -> bytes:
    plain = text.rstrip("=").encode("ascii")
    return base64.b64decode(plain + b"=" * (-len(plain) % 4), altchars=b"-_", validate=True)
