"""Scheduled work of the notifications domain."""

from typing import Any

from app.notifications import service as notifications


async def forget_old_notifications(context: dict[str, Any]) -> int:
    """Drop notifications that were read long ago; returns how many."""
    total = 0
    while True:
        async with context["database"].write() as session:
            dropped = await notifications.forget_old(session)
        total += dropped
        if not dropped:
            return total
