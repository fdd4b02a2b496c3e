"""HTTP edge of who has a ticket open: pages say it now and then, and read who else is there."""

from enum import StrEnum
from uuid import UUID

import structlog
from fastapi import APIRouter, Request, status
from pydantic import BaseModel, ConfigDict
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import service as auth
from app.auth.dependencies import signed_in
from app.auth.errors import CsrfFailed
from app.auth.schemas import PersonRef
from app.core.actor import Actor
from app.core.db import ReadSession
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.rate_limit import TooManyRequests, limit
from app.realtime import here
from app.realtime import service as realtime
from app.tickets.dependencies import VisibleTicket, Worker
from app.tickets.errors import TicketNotFound

log = structlog.get_logger(__name__)
router = APIRouter(
    prefix="/tickets/{ticket_id}/here",
    tags=["realtime"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests, TicketNotFound),
)


class Doing(StrEnum):
    """What somebody does with an open ticket."""

    LOOKING = "looking"
    WRITING = "writing"


class SayHere(BaseModel):
    """Say that you have the ticket open."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"doing": "writing"}]}
    )

    doing: Doing = Doing.LOOKING


class SomebodyHere(BaseModel):
    """A colleague who has the ticket open."""

    person: PersonRef
    doing: Doing


@router.get("", dependencies=[limit("600/minute")])
async def list_here(
    ticket: VisibleTicket, actor: Worker, request: Request, session: ReadSession
) -> list[SomebodyHere]:
    """List the colleagues who have the ticket open, those who are writing first."""
    return await _others(session, request.app.state.redis, ticket.id, actor)


@router.put("", responses=documented(CsrfFailed), dependencies=[limit("600/minute")])
async def say_here(
    ticket: VisibleTicket, body: SayHere, actor: Worker, request: Request, session: ReadSession
) -> list[SomebodyHere]:
    """Say that you have the ticket open, and read who else has. It holds for 40 seconds.

    Nothing of it is kept. Without Redis nobody is seen, and nothing fails.
    """
    redis: Redis = request.app.state.redis
    try:
        is_writing = body.doing is Doing.WRITING
        if await here.say(redis, ticket.id, actor.id, is_writing=is_writing):
            await realtime.publish(redis, [realtime.here_update(ticket.id)])
    except RedisError as error:
        log.warning("here.not_said", error=str(error))
        return []
    return await _others(session, redis, ticket.id, actor)


@router.delete(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(CsrfFailed),
    dependencies=[limit("600/minute")],
)
async def leave_ticket(ticket: VisibleTicket, actor: Worker, request: Request) -> None:
    """Say that you have closed the ticket."""
    redis: Redis = request.app.state.redis
    try:
        if await here.leave(redis, ticket.id, actor.id):
            await realtime.publish(redis, [realtime.here_update(ticket.id)])
    except RedisError as error:
        log.warning("here.not_left", error=str(error))


async def _others(
    session: AsyncSession, redis: Redis, ticket_id: UUID, actor: Actor
) -> list[SomebodyHere]:
    try:
        found = [one for one in await here.who(redis, ticket_id) if one.user_id != actor.id]
    except RedisError as error:
        log.warning("here.not_read", error=str(error))
        return []
    names = await auth.names_of(session, [one.user_id for one in found])
    return [
        SomebodyHere(
            person=names[one.user_id], doing=Doing.WRITING if one.is_writing else Doing.LOOKING
        )
        for one in found
        if one.user_id in names
    ]
