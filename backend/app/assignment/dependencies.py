"""Rights and rows that the endpoints of assignment state in their signatures."""

from typing import Annotated

from fastapi import Depends

from app.assignment import technicians
from app.auth.dependencies import requires
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.db import ReadSession
from app.people.errors import NotATechnician

Assigner = Annotated[Actor, requires(Permission.TICKETS_ASSIGN)]
Worker = Annotated[Actor, requires(Permission.TICKETS_WORK)]
Reader = Annotated[Actor, requires(Permission.TICKETS_READ)]
Overseer = Annotated[Actor, requires(Permission.TICKETS_READ_ALL)]


async def _technician(actor: Worker, session: ReadSession) -> Actor:
    if not await technicians.is_technician(session, actor.id):
        raise NotATechnician
    return actor


# Somebody with a technician profile.
TechnicianActor = Annotated[Actor, Depends(_technician)]
