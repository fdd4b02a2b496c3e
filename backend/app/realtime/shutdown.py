"""Hear of the signal that ends the server before the server waits for its open answers."""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class ShutdownListener:
    """Calls back in the loop when the process is told to end, ahead of the handler that is there.

    The server ends its lifespan only after the last answer, and a live stream is an answer that
    never ends. So whoever holds streams must hear of the signal itself.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._chained: dict[signal.Signals, tuple[Any, Any]] = {}

    def install(self) -> None:
        """Put ourselves before the present handlers; outside the main thread nothing can be done."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            before = signal.getsignal(number)
            # Without a handler the process simply ends, and nobody waits for anything.
            if callable(before):
                ours = self._before(before, loop)
                signal.signal(number, ours)
                self._chained[number] = before, ours

    def remove(self) -> None:
        """Put the handlers back, unless somebody else has taken our place."""
        for number, (before, ours) in self._chained.items():
            if signal.getsignal(number) is ours:
                signal.signal(number, before)
        self._chained.clear()

    def _before(
        self, handler: Callable[[int, FrameType | None], Any], loop: asyncio.AbstractEventLoop
    ) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._call)
            handler(number, frame)

        return handle
