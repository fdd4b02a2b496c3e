"""How a handler subscribes to an event: in a transaction at once or soon, beside it, or over the network."""

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
    FOLLOW_UP = "follow_up"  # the same a moment later, with what else happened until then
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


def follow_up(event: type[Event], handler: Reaction) -> Subscription:
    """Change rows that nobody waits for: `handler(session, batch)`, many events at once.

    Whatever a person or another reaction waits for must not stand behind it: on a database with one
    writer, each transaction takes its turn.
    """
    return Subscription(event, handler, Kind.FOLLOW_UP)


def announce(event: type[Event], handler: Outside) -> Subscription:
    """Tell whoever listens right now: `handler(context, batch)`."""
    return Subscription(event, handler, Kind.ANNOUNCEMENT)


def deliver(event: type[Event], handler: Outside) -> Subscription:
    """Send something over the network: `handler(context, batch)`."""
    return Subscription(event, handler, Kind.DELIVERY)
