"""HTTP edge of the notifications domain."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.auth.dependencies import requires, signed_in
from app.auth.errors import CsrfFailed
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.config import Settings
from app.core.db import ReadSession, Session, database
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, RateLimited
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import limit
from app.notifications import push_identity, push_service
from app.notifications import service as notifications
from app.notifications.errors import (
    NoPushSubscription,
    NotificationNotFound,
    PushEndpointRefused,
    PushKeysInvalid,
    PushSwitchedOff,
)
from app.notifications.schemas import (
    NotificationRow,
    NotificationSettings,
    PushKey,
    Subscribe,
    Subscribed,
    UnreadCount,
    Unsubscribe,
)

router = APIRouter(
    tags=["notifications"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, RateLimited),
)

Reader = Annotated[Actor, requires(Permission.NOTIFICATIONS)]


@router.get(
    "/notifications", dependencies=[limit("300/minute")], responses=documented(CursorInvalid)
)
async def list_notifications(
    actor: Reader,
    session: ReadSession,
    page: PageParams,
    unread: Annotated[bool, Query(description="Only those that you have not read.")] = False,
) -> Page[NotificationRow]:
    """List your notifications, newest first."""
    return await notifications.list_inbox(session, page, actor=actor, unread=unread)


@router.get("/notifications/unread-count", dependencies=[limit("300/minute")])
async def count_unread_notifications(actor: Reader, session: ReadSession) -> UnreadCount:
    """Count the notifications that you have not read."""
    counted = await notifications.count_unread(session, [actor.id])
    return UnreadCount(unread=counted[actor.id])


@router.post(
    "/notifications/read-all",
    status_code=204,
    dependencies=[limit("60/minute")],
    responses=documented(Forbidden, CsrfFailed),
)
async def read_all_notifications(actor: Reader, session: Session) -> Response:
    """Mark all your notifications as read."""
    await notifications.read_all(session, by=actor)
    return Response(status_code=204)


@router.post(
    "/notifications/{notification_id}/read",
    status_code=204,
    dependencies=[limit("300/minute")],
    responses=documented(Forbidden, CsrfFailed, NotificationNotFound),
)
async def read_notification(notification_id: UUID, actor: Reader, session: Session) -> Response:
    """Mark one of your notifications as read."""
    await notifications.read(session, notification_id, by=actor)
    return Response(status_code=204)


@router.get("/me/notification-settings", dependencies=[limit("120/minute")])
async def get_notification_settings(actor: Reader, session: ReadSession) -> NotificationSettings:
    """Show in which ways you are told besides the inbox."""
    return await notifications.get_settings(session, actor.id)


@router.put(
    "/me/notification-settings",
    dependencies=[limit("30/minute")],
    responses=documented(Forbidden, CsrfFailed),
)
async def choose_notification_settings(
    body: NotificationSettings, actor: Reader, session: Session
) -> NotificationSettings:
    """Choose in which ways you are told besides the inbox."""
    await notifications.choose_settings(session, body, by=actor)
    return body


@router.get("/push/key", dependencies=[limit("60/minute")])
async def get_push_key(_: Reader, request: Request) -> PushKey:
    """Give the public key with which a browser subscribes to pushes of this installation."""
    identity = await push_identity.ensure(database(request))
    return PushKey(public_key=identity.public_key)


@router.post(
    "/push/subscriptions",
    status_code=201,
    dependencies=[limit("30/minute")],
    responses=documented(Forbidden, CsrfFailed, PushEndpointRefused, PushKeysInvalid),
)
async def subscribe_to_pushes(
    body: Subscribe, actor: Reader, session: Session, request: Request
) -> Subscribed:
    """Keep this browser's push subscription, so that you are told while the page is closed.

    Sending the same endpoint again renews it. A browser that somebody else used before is yours
    from now on.
    """
    settings: Settings = request.app.state.settings
    subscription_id = await push_service.subscribe(
        session, body, by=actor, allow_private=settings.push_allow_private_endpoints
    )
    return Subscribed(id=subscription_id)


@router.delete(
    "/push/subscriptions",
    status_code=204,
    dependencies=[limit("30/minute")],
    responses=documented(Forbidden, CsrfFailed),
)
async def unsubscribe_from_pushes(body: Unsubscribe, actor: Reader, session: Session) -> Response:
    """Forget one of your push subscriptions; one that is not there is no error."""
    await push_service.unsubscribe(session, body.endpoint, by=actor)
    return Response(status_code=204)


@router.post(
    "/push/test",
    status_code=202,
    dependencies=[limit("5/minute")],
    responses=documented(Forbidden, CsrfFailed, NoPushSubscription, PushSwitchedOff),
)
async def send_test_push(actor: Reader, session: Session) -> None:
    """Send a push to all your browsers, to see that it arrives."""
    await push_service.send_test(session, by=actor)
