"""Scheduled work of rules: silence is noticed by the clock."""

from typing import Any

from app.core.db import Database
from app.workflow.rules import silence


async def notice_silence(context: dict[str, Any]) -> int:
    """Run the rules of tickets that are silent for long enough; returns how many ran."""
    database: Database = context["database"]
    return await silence.find_and_serve(database)
