"""Connections to Redis; everything that uses one must live with its absence."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def connect(url: str, *, timeout_seconds: float = 1.0) -> Redis:
    """A client that answers or fails within the timeout instead of hanging."""
    client: Redis = Redis.from_url(
        url,
        socket_connect_timeout=timeout_seconds,
        socket_timeout=timeout_seconds,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=15,
    )
    return client
