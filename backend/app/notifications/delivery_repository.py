"""Statements of the notifications domain around deliveries by mail and push."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.notifications.models import Notification, NotificationSetting
from app.tickets.enums import Priority
from app.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class ToDeliver:
    """A notification with what its delivery needs to know."""

    notification: Notification
    email: str
    priority: Priority | None


async def list_to_mail(session: AsyncSession, ids: Collection[UUID]) -> Sequence[ToDeliver]:
    """Those of the notifications that are to be mailed and were not yet."""
    wants = func.coalesce(NotificationSetting.email, True)
    return await _list(session, ids, wants, col(Notification.mailed_at).is_(None))


async def list_to_push(session: AsyncSession, ids: Collection[UUID]) -> Sequence[ToDeliver]:
    """Those of the notifications that are to be pushed."""
    return await _list(session, ids, func.coalesce(NotificationSetting.push, True))


async def _list(
    session: AsyncSession, ids: Collection[UUID], *conditions: object
) -> Sequence[ToDeliver]:
    statement = (
        select(Notification, User.email, Ticket.priority)
        .join(User, col(User.id) == col(Notification.user_id))
        .join(Ticket, col(Ticket.id) == col(Notification.ticket_id), isouter=True)
        .join(
            NotificationSetting,
            col(NotificationSetting.user_id) == col(Notification.user_id),
            isouter=True,
        )
        .where(col(Notification.id).in_(ids), col(User.is_active).is_(True), *conditions)  # type: ignore[arg-type]
        .order_by(col(Notification.id))
    )
    return [ToDeliver(*row) for row in await session.exec(statement)]


async def mark_mailed(session: AsyncSession, ids: Collection[UUID], *, at: datetime) -> None:
    """Note that these were handed to the mail server."""
    await session.exec(
        update(Notification).where(col(Notification.id).in_(ids)).values(mailed_at=at)
    )


async def mark_pushed(session: AsyncSession, pushed_to: Mapping[UUID, Sequence[str]]) -> None:
    """Note which subscriptions each notification has reached so far."""
    for notification_id, subscription_ids in pushed_to.items():
        await session.exec(
            update(Notification)
            .where(col(Notification.id) == notification_id)
            .values(pushed_to=list(subscription_ids))
        )
