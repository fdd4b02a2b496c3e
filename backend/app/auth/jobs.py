"""Scheduled work of the auth domain."""

from typing import Any

from app.auth import service


async def forget_expired(context: dict[str, Any]) -> None:
    """Drop sessions, reset links and unfinished sign-ins that are over."""
    async with context["database"].write() as session:
        await service.forget_expired(session)
