"""Reactions to events: the inbox first, then mail and push, each for itself."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Event, Recorded
from app.core.outbox.subscriptions import HandlerContext
from app.notifications import mailing, pushing, telling
from app.notifications import service as notifications
from app.notifications.events import NotificationCreated, NotificationsRead
from app.realtime import service as realtime


async def tell_people(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Write the inbox lines that these events call for."""
    await telling.tell(session, batch)


async def mail_notifications(
    context: HandlerContext, batch: Sequence[Recorded[NotificationCreated]]
) -> None:
    """Mail what is new in inboxes."""
    await mailing.mail(context, [item.event.notification_id for item in batch])


async def push_notifications(
    context: HandlerContext, batch: Sequence[Recorded[NotificationCreated]]
) -> None:
    """Push what is new in inboxes."""
    await pushing.push(context, [item.event.notification_id for item in batch])


async def announce_unread(
    context: HandlerContext,
    batch: Sequence[Recorded[NotificationCreated] | Recorded[NotificationsRead]],
) -> None:
    """Tell open pages how many notifications their people have not read."""
    user_ids = {item.event.user_id for item in batch}
    async with context.db.read() as session:
        unread = await notifications.count_unread(session, user_ids)
    await realtime.publish(
        context.redis,
        [realtime.unread_update(user_id, count) for user_id, count in unread.items()],
    )
