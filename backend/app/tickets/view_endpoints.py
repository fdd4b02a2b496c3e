"""HTTP edge of what surrounds lists: counts, tags and saved views."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.auth.dependencies import signed_in
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import Page, PageParams, page_of
from app.core.rate_limit import TooManyRequests, limit
from app.tickets import access, listing, repository
from app.tickets import views as saved
from app.tickets.dependencies import Reader
from app.tickets.errors import TicketNotFound, ViewNameTaken
from app.tickets.models import SavedView
from app.tickets.schemas import SavedViewRow, SaveView, TagCount, folded_tag

router = APIRouter(
    tags=["tickets"],
    dependencies=[signed_in],
    responses=documented(NotSignedIn, Forbidden, TooManyRequests),
)


@router.get("/tickets/counts", dependencies=[limit("300/minute")])
async def count_tickets(actor: Reader, session: ReadSession) -> dict[str, int]:
    """Count tickets for the navigation, each number up to 10,000."""
    return await listing.counts(session, actor)


@router.get("/tags", dependencies=[limit("300/minute")])
async def list_tags(
    actor: Reader,
    session: ReadSession,
    page: PageParams,
    q: Annotated[str, Query(max_length=40, description="The tag's beginning.")] = "",
) -> Page[TagCount]:
    """List tags that begin with some letters, most used first."""
    found = await repository.count_tags(
        session,
        prefix=folded_tag(q),
        requester_id=None if access.sees_all(actor) else actor.id,
        limit=page.limit,
    )
    return Page(items=[TagCount(name=name, count=count) for name, count in found], next_cursor=None)


def _row(view: SavedView) -> SavedViewRow:
    return SavedViewRow(
        id=view.id, name=view.name, filters=view.filters, created_at=view.created_at
    )


@router.get("/saved-views", dependencies=[limit("300/minute")])
async def list_saved_views(
    actor: Reader, session: ReadSession, page: PageParams
) -> Page[SavedViewRow]:
    """List your saved views."""
    found = await saved.list_views(session, actor, after=page.after_id(), limit=page.limit + 1)
    return page_of(found, page.limit, shape=_row, key=lambda view: (view.id,))


@router.get("/saved-views/counts", dependencies=[limit("120/minute")])
async def count_saved_views(actor: Reader, session: ReadSession) -> dict[str, int]:
    """Count the tickets of your first twenty views by the view's id, each number up to 10,000.

    A view that searches for words has no number.
    """
    return await saved.counts(session, actor)


@router.post(
    "/saved-views",
    status_code=status.HTTP_201_CREATED,
    responses=documented(ViewNameTaken),
    dependencies=[limit("30/minute")],
)
async def save_view(body: SaveView, actor: Reader, session: Session) -> SavedViewRow:
    """Keep a set of list filters under a name."""
    return _row(await saved.save(session, actor, name=body.name, filters=body.filters))


@router.delete(
    "/saved-views/{view_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(TicketNotFound),
    dependencies=[limit("30/minute")],
)
async def delete_saved_view(view_id: UUID, actor: Reader, session: Session) -> None:
    """Forget a saved view."""
    await saved.forget(session, actor, view_id)
