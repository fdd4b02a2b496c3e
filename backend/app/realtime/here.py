"""Who of staff has a ticket open just now, and who is writing on it: in Redis for seconds, never a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from redis.asyncio import Redis

from app.core import clock

# A page says every few seconds that it is there; whoever falls silent is gone after this long.
GONE_AFTER_SECONDS = 40


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has the ticket open."""

    user_id: UUID
    is_writing: bool


def _looking(ticket_id: UUID) -> str:
    return f"tikify:here:{ticket_id}"


def _writing(ticket_id: UUID) -> str:
    return f"tikify:writing:{ticket_id}"


async def say(redis: Redis, ticket_id: UUID, user_id: UUID, *, is_writing: bool) -> bool:
    """Note for the next seconds that somebody is here; true when that is news to the others.

    Raises:
        redis.RedisError: Redis is out of reach.
    """
    now = clock.now().timestamp()
    until, member = now + GONE_AFTER_SECONDS, str(user_id)
    async with redis.pipeline(transaction=True) as pipe:
        for key in (_looking(ticket_id), _writing(ticket_id)):
            pipe.zremrangebyscore(key, "-inf", now)
            pipe.zscore(key, member)
        pipe.zadd(_looking(ticket_id), {member: until})
        if is_writing:
            pipe.zadd(_writing(ticket_id), {member: until})
        else:
            pipe.zrem(_writing(ticket_id), member)
        for key in (_looking(ticket_id), _writing(ticket_id)):
            pipe.expire(key, GONE_AFTER_SECONDS)
        answers = await pipe.execute()
    was_here, was_writing = answers[1] is not None, answers[3] is not None
    return not was_here or was_writing is not is_writing


async def leave(redis: Redis, ticket_id: UUID, user_id: UUID) -> bool:
    """Note that somebody has closed the ticket; true when he was here.

    Raises:
        redis.RedisError: Redis is out of reach.
    """
    async with redis.pipeline(transaction=True) as pipe:
        pipe.zrem(_looking(ticket_id), str(user_id))
        pipe.zrem(_writing(ticket_id), str(user_id))
        gone, _ = await pipe.execute()
    return bool(gone)


async def who(redis: Redis, ticket_id: UUID) -> Sequence[Here]:
    """Everybody who is here, writers first.

    Raises:
        redis.RedisError: Redis is out of reach.
    """
    now = clock.now().timestamp()
    async with redis.pipeline(transaction=False) as pipe:
        pipe.zrangebyscore(_looking(ticket_id), f"({now}", "+inf")
        pipe.zrangebyscore(_writing(ticket_id), f"({now}", "+inf")
        looking, writing = await pipe.execute()
    found = [Here(UUID(_text(member)), member in set(writing)) for member in looking]
    return sorted(found, key=lambda one: (not one.is_writing, one.user_id))


def _text(member: bytes | str) -> str:
    return member.decode() if isinstance(member, bytes) else member
