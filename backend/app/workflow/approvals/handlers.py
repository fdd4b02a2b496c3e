"""Reactions that may bring a ticket under a rule after it came in."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Recorded
from app.workflow.approvals import asking, repository


async def hold_what_needs_approval(session: AsyncSession, batch: Sequence[Recorded[Any]]) -> None:
    """Hold back what was sorted or tagged anew, or opened again after it was declined.

    What somebody works on already stays with him.
    """
    if not await asking.rules_now(session):
        return
    ids = {item.event.ticket_id for item in batch}
    found = await repository.lock_unheld(session, ids)
    await asking.gate(session, {id_: ticket.category for id_, ticket in found.items()})
