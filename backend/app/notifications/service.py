"""Use cases of the inbox: read it, mark it, choose how to be told."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock, events
from app.core.actor import Actor
from app.core.pagination import Page, PageRequest, page_of
from app.notifications import repository
from app.notifications.errors import NotificationNotFound
from app.notifications.events import NotificationsRead
from app.notifications.schemas import NotificationRow, NotificationSettings

KEPT_AFTER_READING = timedelta(days=90)
DROPPED_AT_ONCE = 500
EVERYTHING = NotificationSettings(email=True, push=True)


async def list_inbox(
    session: AsyncSession, page: PageRequest, *, actor: Actor, unread: bool
) -> Page[NotificationRow]:
    """The actor's notifications, newest first."""
    rows = await repository.list_inbox(
        session, actor.id, unread=unread, before=page.after_id(), limit=page.limit + 1
    )
    return page_of(
        rows, page.limit, shape=NotificationRow.model_validate, key=lambda row: (row.id,)
    )


async def count_unread(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many unread notifications each of these people has."""
    return await repository.count_unread(session, user_ids)


async def read(session: AsyncSession, notification_id: UUID, *, by: Actor) -> None:
    """Mark one notification as read; a second time changes nothing.

    Raises:
        NotificationNotFound: it is not in the actor's inbox.
    """
    notification = await repository.find_in_inbox(session, by.id, notification_id)
    if notification is None:
        raise NotificationNotFound
    if notification.read_at is not None:
        return
    notification.read_at = clock.now()
    session.add(notification)
    events.record(session, NotificationsRead(user_id=by.id), by=by)


async def read_all(session: AsyncSession, *, by: Actor) -> None:
    """Mark everything in the actor's inbox as read."""
    if await repository.mark_all_read(session, by.id, at=clock.now()):
        events.record(session, NotificationsRead(user_id=by.id), by=by)


async def get_settings(session: AsyncSession, user_id: UUID) -> NotificationSettings:
    """How somebody wants to be told."""
    row = await repository.find_settings(session, user_id)
    return EVERYTHING if row is None else NotificationSettings.model_validate(row)


async def choose_settings(
    session: AsyncSession, settings: NotificationSettings, *, by: Actor
) -> None:
    """Keep how the actor wants to be told."""
    await repository.save_settings(session, by.id, email=settings.email, push=settings.push)


async def forget_old(session: AsyncSession) -> int:
    """Drop a batch of notifications that were read and are old; returns how many."""
    moment = clock.now() - KEPT_AFTER_READING
    return await repository.delete_read_before(session, moment, limit=DROPPED_AT_ONCE)
