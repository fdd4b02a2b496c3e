"""Reactions to events that free a place, take somebody away, or may let a waiting ticket go."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.assignment import claim, holdings, repository, service
from app.core.bells import Bell, ring
from app.core.events import Recorded
from app.people.events import TechnicianWentOffline, TechnicianWentOffShift
from app.tickets.enums import TicketStatus
from app.tickets.events import (
    ClassificationCorrected,
    StatusChanged,
    TicketClosed,
    TicketReopened,
    TicketSolved,
)
from app.triage.events import TicketTriaged

Ended = TicketSolved | TicketClosed | TicketReopened


def _tickets(batch: Sequence[Recorded[Any]]) -> set[UUID]:
    return {item.event.ticket_id for item in batch}


async def wake_the_queue(session: AsyncSession, batch: Sequence[Recorded[Any]]) -> None:
    """Try waiting tickets again, after anything that may have changed who can take them."""
    del batch
    ring(session, Bell.ASSIGNMENT)


async def release_load(session: AsyncSession, batch: Sequence[Recorded[Ended]]) -> None:
    """Give the place of a solved, closed or reopened ticket free and wake the queue."""
    await repository.forget_finished(session, _tickets(batch))
    holders = {item.event.technician_id for item in batch}
    await claim.recount(session, {holder for holder in holders if holder is not None})
    ring(session, Bell.ASSIGNMENT)


async def serve_whoever_is_freed(
    session: AsyncSession, batch: Sequence[Recorded[StatusChanged]]
) -> None:
    """Whoever waits for a requester's answer is free for other work."""
    if any(item.event.new is TicketStatus.WAITING_ON_REQUESTER for item in batch):
        ring(session, Bell.ASSIGNMENT)


async def return_work_of_absent_technician(
    session: AsyncSession,
    batch: Sequence[Recorded[TechnicianWentOffline] | Recorded[TechnicianWentOffShift]],
) -> None:
    """Put unstarted tickets back; the engine finds them somebody who is here.

    Whoever only fell silent may be back in a moment, so his are left to the clock.
    """
    left = {
        item.event.technician_id
        for item in batch
        if not (isinstance(item.event, TechnicianWentOffline) and item.event.by_silence)
    }
    for technician_id in sorted(left):
        await service.return_unstarted(session, technician_id)


async def reweigh_corrected_ticket(
    session: AsyncSession, batch: Sequence[Recorded[ClassificationCorrected]]
) -> None:
    """A new priority changes what the holder carries; a new category, who may take the ticket."""
    await claim.recount(session, await holdings.holders_of(session, _tickets(batch)))
    await repository.forget_reasons(session, _tickets(batch))
    ring(session, Bell.ASSIGNMENT)


async def reweigh_late_score(
    session: AsyncSession, batch: Sequence[Recorded[TicketTriaged]]
) -> None:
    """A ticket that was handed out unscored weighs what its priority says from now on."""
    holders = await holdings.holders_of(session, _tickets(batch), assigned_unscored=True)
    await claim.recount(session, holders)
