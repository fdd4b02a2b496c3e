"""Reactions of relations: merged tickets follow the one that they go on as."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.events import Recorded
from app.tickets.events import TicketReopened, TicketSolved
from app.workflow.relations import merging


async def tell_merged(session: AsyncSession, batch: Sequence[Recorded[TicketSolved]]) -> None:
    """Let the people of merged tickets hear that it is solved."""
    await merging.tell_merged(
        session, {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    )


async def part_reopened(session: AsyncSession, batch: Sequence[Recorded[TicketReopened]]) -> None:
    """A merged ticket that is open again is merged no more."""
    await merging.part_reopened(
        session, {item.event.ticket_id for item in batch if item.event.ticket_id is not None}
    )
