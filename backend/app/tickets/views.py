"""Saved views: a person's named sets of list filters."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core.actor import Actor
from app.core.errors import NotFound
from app.tickets import listing, repository
from app.tickets.enums import Category, DueState, Priority, TicketStatus
from app.tickets.errors import FilterInvalid, ViewNameTaken
from app.tickets.listing import Filters
from app.tickets.models import SavedView

# So many stand in the navigation; each is a count of its own.
COUNTED_VIEWS = 20

Word = TypeVar("Word", bound=StrEnum)


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


def filters_of(stored: Mapping[str, Any]) -> Filters:
    """The filters of a view; what is not a known value is left out, as the page does."""

    def words(name: str) -> list[str]:
        value = stored.get(name)
        values = value if isinstance(value, list) else [value]
        return [one for one in values if isinstance(one, str) and one]

    def known(name: str, kind: type[Word]) -> list[Word]:
        return [kind(one) for one in words(name) if one in set(kind)]

    def first(name: str) -> str | None:
        return next(iter(words(name)), None)

    team_id = first("team_id")
    try:
        team = UUID(team_id) if team_id else None
    except ValueError:
        team = None
    return Filters(
        status=known("status", TicketStatus),
        priority=known("priority", Priority),
        category=known("category", Category),
        due=known("due", DueState),
        assignee=first("assignee"),
        requester=first("requester"),
        team_id=team,
        needs_review=True if stored.get("needs_review") in (True, "true") else None,
        tag=first("tag"),
    )


async def counts(session: AsyncSession, actor: Actor) -> dict[str, int]:
    """How many tickets each of the actor's first views holds, each number bounded.

    A view that searches for words, or for something that no longer exists, has no number.
    """
    numbers: dict[str, int] = {}
    for view in await list_views(session, actor, after=None, limit=COUNTED_VIEWS):
        if view.filters.get("q"):
            continue
        try:
            statement = listing.select_tickets(filters_of(view.filters), actor)
        except FilterInvalid:
            continue
        numbers[str(view.id)] = await repository.count_bounded(session, statement)
    return numbers


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
