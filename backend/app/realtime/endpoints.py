"""HTTP edge of live updates."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress

import structlog
from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError

from app.auth.dependencies import Bearer, SessionCookie, current_actor, signed_in
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn, RateLimited
from app.core.rate_limit import limit
from app.realtime.dependencies import OpenStream
from app.realtime.errors import ShuttingDown, TooManyStreams
from app.realtime.stream import Signal, Stream

# A page whose session has ended hears nothing more after at most this long.
RECHECK_SECONDS = 30.0
# Browsers wait so long before they reconnect; spread, so that a restart is not met by all at once.
RECONNECT_MILLISECONDS = (500, 3000)

log = structlog.get_logger(__name__)
router = APIRouter(
    tags=["realtime"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, RateLimited),
)


@router.get(
    "/events",
    response_class=EventSourceResponse,
    dependencies=[limit("120/minute")],
    responses=documented(RateLimited, TooManyStreams, ShuttingDown),
)
async def stream_events(
    request: Request, stream: OpenStream, bearer: Bearer, cookie: SessionCookie
) -> AsyncIterator[ServerSentEvent]:
    """Follow what changes, as server-sent events that carry ids and never contents.

    - `hello` `{"epoch"}` comes first on each connection.
    - `ticket` `{"type", "ticket_id"}`: something happened to a ticket that you may see.
    - `notification` `{"unread"}`: your inbox holds this many unread notifications.
    - `presence` `{"technician_id"}`: a technician came, left or changed (staff only).
    - `what_if` `{"run_id"}`: a what-if question was asked, got further or ended (administrators).
    - `here` `{"ticket_id"}`: somebody opened, left or began to write on a ticket (staff only).
    - `gap` `{"epoch"}`: updates were missed; fetch everything anew.

    A comment comes every 15 seconds of silence. When you reconnect with the last id you saw, what
    you missed is sent again, or `gap` when that is not possible. The stream ends within a minute
    of your session's end.
    """
    checking = asyncio.create_task(_close_when_signed_out(request, stream, bearer, cookie))
    try:
        async for item in stream.items():
            yield ServerSentEvent(
                event=item.name,
                raw_data=item.data,
                id=item.id,
                retry=random.randint(*RECONNECT_MILLISECONDS)
                if item.name == Signal.HELLO
                else None,
            )
    finally:
        checking.cancel()
        with suppress(asyncio.CancelledError):
            await checking


async def _close_when_signed_out(
    request: Request, stream: Stream, bearer: Bearer, cookie: SessionCookie
) -> None:
    while not stream.is_closed:
        await asyncio.sleep(RECHECK_SECONDS)
        try:
            actor = await current_actor(request, bearer, cookie)
        except NotSignedIn:
            stream.close()
            return
        except SQLAlchemyError as error:
            # The database is away for the moment; that ends nobody's session.
            log.warning("realtime.not_rechecked", error=str(error))
            continue
        if not _may_hear(actor, stream):
            # Another role means another audience: the page reconnects and gets that one.
            stream.close()


def _may_hear(actor: Actor, stream: Stream) -> bool:
    return (
        actor.may(Permission.NOTIFICATIONS)
        and actor.may(Permission.TICKETS_READ_ALL) == stream.is_staff
    )
