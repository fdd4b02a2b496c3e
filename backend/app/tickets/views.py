"""Saved views: a person's named sets of list filters."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotFound
from app.tickets.errors import ViewNameTaken
from app.tickets.models import SavedView


async def list_views(
    session: AsyncSession, actor: Actor, *, after: UUID | None, limit: int
) -> Sequence[SavedView]:
    """The actor's views, oldest first."""
    statement = (
        select(SavedView)
        .where(SavedView.user_id == actor.id)
        .order_by(col(SavedView.id))
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(col(SavedView.id) > after)
    return (await session.exec(statement)).all()


async def save(
    session: AsyncSession, actor: Actor, *, name: str, filters: dict[str, Any]
) -> SavedView:
    """Keep a view.

    Raises:
        ViewNameTaken: the actor has one of this name.
    """
    view = SavedView(user_id=actor.id, name=name, filters=filters)
    try:
        async with session.begin_nested():
            session.add(view)
    except IntegrityError as error:
        raise ViewNameTaken from error
    return view


async def forget(session: AsyncSession, actor: Actor, view_id: UUID) -> None:
    """Delete a view of the actor.

    Raises:
        NotFound: it is not his, or there is none.
    """
    view = await session.get(SavedView, view_id)
    if view is None or view.user_id != actor.id:
        raise NotFound("You have no saved view with this id.")
    await session.delete(view)
