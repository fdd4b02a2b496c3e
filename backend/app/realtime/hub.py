"""The process's one connection to the updates of all processes, and the streams that hang on it."""

import asyncio
import random
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from app.core.config import Settings
from app.core.redis import connect
from app.realtime.fan_out import FanOut
from app.realtime.service import CHANNEL
from app.realtime.shutdown import ShutdownListener
from app.realtime.stream import Stream
from app.realtime.updates import load

log = structlog.get_logger(__name__)

# Silence for so long is answered with a ping; once more as long without a word, and we connect anew.
QUIET_SECONDS = 5.0
FIRST_RETRY_SECONDS = 0.1
LONGEST_RETRY_SECONDS = 5.0
CANCEL_AGAIN_SECONDS = 0.5


class Hub:
    """Listens to Redis for the length of the process and fans out to the open pages."""

    def __init__(self, settings: Settings) -> None:
        # Set while Redis hands us every update.
        self.listening = asyncio.Event()
        self._url = settings.resolved_redis_url
        self._streams = FanOut()
        self._task: asyncio.Task[None] | None = None
        self._shutdown = ShutdownListener(self.close_streams)

    async def start(self) -> None:
        """Listen in the background; Redis may come up later."""
        self._task = asyncio.create_task(self._listen_always(), name="realtime.hub")
        self._shutdown.install()

    async def stop(self) -> None:
        """Close the streams and the connection."""
        self._shutdown.remove()
        self.close_streams()
        if self._task is None:
            return
        # A cancellation that meets redis-py while it connects may be swallowed there: ask again.
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=CANCEL_AGAIN_SECONDS)
        self._task = None

    def open(self, user_id: UUID, *, is_staff: bool, last_id: str | None) -> Stream:
        """Add a page's stream; whoever opens it discards it.

        Raises:
            TooManyStreams: this person has too many already.
            ShuttingDown: the process is about to end.
        """
        return self._streams.open(user_id, is_staff=is_staff, last_id=last_id)

    def discard(self, stream: Stream) -> None:
        """Remove a stream that its page has left; a second time changes nothing."""
        self._streams.discard(stream)

    def close_streams(self) -> None:
        """End every stream at once and open no more."""
        self._streams.close()

    async def _listen_always(self) -> None:
        wait = FIRST_RETRY_SECONDS
        while True:
            try:
                await self._listen()
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("realtime.disconnected", error=str(error))
            wait = (
                FIRST_RETRY_SECONDS
                if self.listening.is_set()
                else min(wait * 2, LONGEST_RETRY_SECONDS)
            )
            self.listening.clear()
            # Spread out, so that many processes do not come back in the same instant.
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))

    async def _listen(self) -> None:
        redis = connect(self._url)
        pubsub = redis.pubsub()
        try:
            await pubsub.subscribe(CHANNEL)
            is_quiet = False
            while True:
                message = await pubsub.get_message(timeout=QUIET_SECONDS)
                if message is not None:
                    is_quiet = False
                    self._take(message)
                elif is_quiet:
                    raise TimeoutError("Redis answers no ping")
                else:
                    is_quiet = True
                    await pubsub.ping()
        finally:
            await pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py gives no types here
            await redis.aclose()

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            # Whatever was said before this moment passed us by.
            self._streams.interrupt()
            self.listening.set()
        elif message["type"] == "message":
            try:
                updates = load(message["data"])
            except (ValueError, KeyError, TypeError) as error:
                # Another version of the product speaks on this channel.
                log.warning("realtime.not_understood", error=str(error))
                self._streams.interrupt()
                return
            for update in updates:
                self._streams.send(update)
