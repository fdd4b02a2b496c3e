"""Use cases of live updates: make them, and hand them to every api process."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from redis.asyncio import Redis

from app.realtime.updates import Update, UpdateKind, dump

CHANNEL = "tikify:live"


def ticket_update(
    event_type: str, ticket_id: UUID, *, user_ids: Iterable[UUID], to_staff: bool = True
) -> Update:
    """Something happened to a ticket."""
    return Update(
        kind=UpdateKind.TICKET,
        data={"type": event_type, "ticket_id": str(ticket_id)},
        user_ids=frozenset(user_ids),
        to_staff=to_staff,
    )


def unread_update(user_id: UUID, unread: int) -> Update:
    """Somebody's inbox holds another number of unread notifications."""
    return Update(
        kind=UpdateKind.NOTIFICATION,
        data={"unread": unread},
        user_ids=frozenset({user_id}),
    )


def presence_update(technician_id: UUID) -> Update:
    """A technician came, left or is otherwise different."""
    return Update(
        kind=UpdateKind.PRESENCE, data={"technician_id": str(technician_id)}, to_staff=True
    )


def what_if_update(run_id: UUID, *, user_ids: Iterable[UUID]) -> Update:
    """A question of what would be if was asked, has got further, or ended."""
    return Update(
        kind=UpdateKind.WHAT_IF, data={"run_id": str(run_id)}, user_ids=frozenset(user_ids)
    )


def here_update(ticket_id: UUID) -> Update:
    """Somebody of staff opened or left a ticket, or began or stopped to write on it."""
    return Update(kind=UpdateKind.HERE, data={"ticket_id": str(ticket_id)}, to_staff=True)


async def publish(redis: Redis, updates: Sequence[Update]) -> None:
    """Hand updates to every api process in one message.

    Raises:
        redis.RedisError: Redis is out of reach; open pages refetch when it is back.
    """
    if updates:
        await redis.publish(CHANNEL, dump(updates))
