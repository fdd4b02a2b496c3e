"""Builders of inbox lines."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import User
from app.core.ids import new_id
from app.notifications.enums import NotificationKind
from app.notifications.models import Notification


async def make_notification(
    session: AsyncSession,
    user: User,
    *,
    kind: NotificationKind = NotificationKind.REPLY,
    title: str = "Ann replied to TK-7",
    body: str = "Printer jams",
    **facts: Any,
) -> Notification:
    """Something unread in somebody's inbox; nothing of it is delivered further."""
    notification = Notification(
        user_id=user.id, source_id=new_id(), kind=kind, title=title, body=body, **facts
    )
    session.add(notification)
    await session.flush()
    return notification
