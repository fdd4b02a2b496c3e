"""Scheduled work of learning from solved tickets."""

from typing import Any

from app.assignment import effort_learning


async def recount_effort(context: dict[str, Any]) -> int:
    """Count expected efforts and paces anew from history; returns from how many tickets."""
    return await effort_learning.recount(context["database"])
