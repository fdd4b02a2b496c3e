"""Rights and rows that the endpoints of tickets state in their signatures."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.auth.dependencies import CurrentActor, requires
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.storage import Storage
from app.tickets import access
from app.tickets.intake import Intake
from app.tickets.models import Ticket

Opener = Annotated[Actor, requires(Permission.TICKETS_OPEN)]
Reader = Annotated[Actor, requires(Permission.TICKETS_READ)]
Writer = Annotated[Actor, requires(Permission.TICKETS_REPLY)]
Worker = Annotated[Actor, requires(Permission.TICKETS_WORK)]


async def _visible_ticket(ticket_id: UUID, actor: CurrentActor, session: ReadSession) -> Ticket:
    return await access.get_visible(session, ticket_id, actor)


async def _locked_ticket(ticket_id: UUID, actor: CurrentActor, session: Session) -> Ticket:
    return await access.get_locked(session, ticket_id, actor)


# A visible row to read, and the same locked in the writing session to change it.
VisibleTicket = Annotated[Ticket, Depends(_visible_ticket)]
LockedTicket = Annotated[Ticket, Depends(_locked_ticket)]


# Not plain functions: FastAPI would send each call to a thread.
async def _intake(request: Request) -> Intake:
    intake: Intake = request.app.state.intake
    return intake


async def _storage(request: Request) -> Storage:
    storage: Storage = request.app.state.storage
    return storage


IntakeDesk = Annotated[Intake, Depends(_intake)]
FileStorage = Annotated[Storage, Depends(_storage)]
