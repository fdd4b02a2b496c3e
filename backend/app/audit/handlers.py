"""Reaction to every event of the product: it is sealed."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit import sealing
from app.core.events import Event, Recorded


async def seal_history(session: AsyncSession, batch: Sequence[Recorded[Event]]) -> None:
    """Seal the events; with one of a ticket also those before it that wait still."""
    await sealing.seal(
        session,
        tickets={item.event.ticket_id for item in batch if item.event.ticket_id is not None},
        loose={item.id for item in batch if item.event.ticket_id is None},
    )
