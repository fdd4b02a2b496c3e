"""Rate limits per person or address, counted in Redis; without Redis everybody is let through."""

import time
from typing import Any

import structlog
from fastapi import Depends, Request
from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from app.core import clock
from app.core.config import Settings
from app.core.errors import RateLimited

log = structlog.get_logger(__name__)

RETRY_REDIS_AFTER_SECONDS = 2.0


class TooManyRequests(RateLimited):
    """The caller goes over the limit of this endpoint."""

    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"Too many requests. Try again in {retry_after} s.", retry_after=retry_after
        )


class Limiter:
    """Counts hits in a sliding window (two weighted fixed windows)."""

    def __init__(self, settings: Settings) -> None:
        self._enabled = settings.rate_limits
        self._storage = RedisStorage(
            storage_url(settings.resolved_redis_url),
            implementation="redispy",
            socket_connect_timeout=0.5,
            socket_timeout=0.5,
        )
        self._strategy = SlidingWindowCounterRateLimiter(self._storage)
        self._open_until = 0.0

    async def check(self, item: RateLimitItem, *identity: str) -> None:
        """Count one hit.

        Raises:
            TooManyRequests: the identity has used up the window.
        """
        if not self._enabled or time.monotonic() < self._open_until:
            return
        try:
            if await self._strategy.hit(item, *identity):
                return
            stats = await self._strategy.get_window_stats(item, *identity)
        except Exception as error:
            # Fail open: a limiter that is down must not turn people away, nor slow each request.
            self._open_until = time.monotonic() + RETRY_REDIS_AFTER_SECONDS
            log.warning("rate_limit.open", error=str(error))
            return
        raise TooManyRequests(max(1, round(stats.reset_time - clock.now().timestamp())))

    async def close(self) -> None:
        """Close the connections."""
        bridge: Any = self._storage.bridge
        await bridge.storage.aclose()


def storage_url(redis_url: str) -> str:
    """The address of Redis as `limits` wants it, which takes a bare `unix://` for Valkey's."""
    socket = redis_url.removeprefix("unix://")
    return f"async+{redis_url}" if socket == redis_url else f"async+redis+unix://{socket}"


def client_address(request: Request) -> str:
    """Address of the caller as the server (which knows the trusted proxies) tells it."""
    return request.client.host if request.client else "unknown"


def limit(rate: str) -> Any:
    """Dependency that allows `rate` (such as `10/minute`) per person, else per address, and route."""
    item = parse(rate)

    async def check(request: Request) -> None:
        limiter: Limiter | None = getattr(request.app.state, "limiter", None)
        if limiter is None:
            return
        actor = getattr(request.state, "actor", None)
        identity = str(actor.id) if actor is not None else client_address(request)
        route = request.scope["route"].path
        await limiter.check(item, request.method, route, identity)

    return Depends(check)
