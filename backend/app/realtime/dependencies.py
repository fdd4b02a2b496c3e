"""The open stream of a request, from its first moment to its last."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Request

from app.auth.dependencies import requires
from app.auth.permissions import Permission
from app.core.actor import Actor
from app.realtime.hub import Hub
from app.realtime.stream import Stream

ID_LENGTH = 100

Listener = Annotated[Actor, requires(Permission.NOTIFICATIONS)]
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=ID_LENGTH,
        description="The last id that you saw; browsers send it when they reconnect.",
    ),
]


async def _open_stream(
    request: Request, actor: Listener, last_event_id: LastEventId = None
) -> AsyncIterator[Stream]:
    hub: Hub = request.app.state.hub
    stream = hub.open(
        actor.id,
        is_staff=actor.may(Permission.TICKETS_READ_ALL),
        last_id=last_event_id,
    )
    try:
        yield stream
    finally:
        hub.discard(stream)


# The default scope, not "function": the stream lives until the last byte of the answer has left.
OpenStream = Annotated[Stream, Depends(_open_stream)]
