"""How a handler subscribes to an event: in the transaction, beside it, or over the network."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from redis.asyncio import Redis
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.config import Settings
from app.core.db import Database
from app.core.events import Event, Recorded
from app.core.mail import Mailer


@dataclass(frozen=True, slots=True)
class HandlerContext:
    """What handlers outside a transaction may use."""

    db: Database
    redis: Redis
    settings: Settings
    mailer: Mailer


Reaction = Callable[[AsyncSession, Sequence[Recorded[Any]]], Awaitable[None]]
Outside = Callable[[HandlerContext, Sequence[Recorded[Any]]], Awaitable[None]]


class Kind(StrEnum):
    """When a handler runs and what becomes of a failure."""

    REACTION = "reaction"  # own transaction, exactly once, retried alone
    ANNOUNCEMENT = "announcement"  # at once, best effort, never retried
    DELIVERY = "delivery"  # own queue, at least once, retried alone with backoff


@dataclass(frozen=True, slots=True)
class Subscription:
    """One handler of one event."""

    event: type[Event]
    handler: Callable[..., Awaitable[None]]
    kind: Kind

    @property
    def name(self) -> str:
        """Stable name of the handler: `domain.handlers.function` without the package."""
        module = self.handler.__module__.removeprefix("app.")
        return f"{module}.{self.handler.__qualname__}"


def react(event: type[Event], handler: Reaction) -> Subscription:
    """Change rows in answer to an event: `handler(session, batch)`."""
    return Subscription(event, handler, Kind.REACTION)


def announce(event: type[Event], handler: Outside) -> Subscription:
    """Tell whoever listens right now: `handler(context, batch)`."""
    return Subscription(event, handler, Kind.ANNOUNCEMENT)


def deliver(event: type[Event], handler: Outside) -> Subscription:
    """Send something over the network: `handler(context, batch)`."""
    return Subscription(event, handler, Kind.DELIVERY)
