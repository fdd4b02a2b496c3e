"""Reactions of escalations to what happens to tickets."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Recorded
from app.workflow.escalation import following
from app.workflow.events import SlaBreached, SlaWarned


async def arm_escalations(session: AsyncSession, batch: Sequence[Recorded[Any]]) -> None:
    """Count from now on until somebody has to be told."""
    await following.arm(session, batch)


async def escalate_late_tickets(
    session: AsyncSession, batch: Sequence[Recorded[SlaWarned] | Recorded[SlaBreached]]
) -> None:
    """Tell the first level of what is late or nearly so."""
    await following.start_by_service_level(session, batch)
