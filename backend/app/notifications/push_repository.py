"""Statements of the notifications domain around push subscriptions."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect
from app.notifications.models import PushSubscription


async def subscriptions_of(
    session: AsyncSession, user_ids: Collection[UUID]
) -> dict[UUID, list[PushSubscription]]:
    """The browsers of each of these people."""
    statement = (
        select(PushSubscription)
        .where(col(PushSubscription.user_id).in_(user_ids))
        .order_by(col(PushSubscription.id))
    )
    found: dict[UUID, list[PushSubscription]] = defaultdict(list)
    for subscription in await session.exec(statement):
        found[subscription.user_id].append(subscription)
    return found


async def find_by_endpoint(session: AsyncSession, endpoint_hash: bytes) -> PushSubscription | None:
    """The subscription of an endpoint, locked."""
    statement = dialect.for_update(
        session, select(PushSubscription).where(PushSubscription.endpoint_hash == endpoint_hash)
    )
    return (await session.exec(statement)).one_or_none()


async def delete_subscriptions(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Forget subscriptions."""
    await session.exec(delete(PushSubscription).where(col(PushSubscription.id).in_(ids)))


async def delete_by_endpoint(session: AsyncSession, user_id: UUID, endpoint_hash: bytes) -> None:
    """Forget one of somebody's subscriptions; none is no error."""
    await session.exec(
        delete(PushSubscription).where(
            col(PushSubscription.user_id) == user_id,
            col(PushSubscription.endpoint_hash) == endpoint_hash,
        )
    )
