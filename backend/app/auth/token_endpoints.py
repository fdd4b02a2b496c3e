"""HTTP edge of personal API tokens."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status

from app.auth import api_tokens
from app.auth.dependencies import requires
from app.auth.errors import CsrfFailed, TokenNotFound
from app.auth.permissions import Permission
from app.auth.schemas import ApiTokenMade, ApiTokenRow, MakeApiToken
from app.core.actor import Actor
from app.core.db import ReadSession, Session
from app.core.error_handlers import documented
from app.core.errors import Forbidden, NotSignedIn
from app.core.pagination import CursorInvalid, Page, PageParams
from app.core.rate_limit import TooManyRequests, limit

router = APIRouter()

# No scope covers this right: a token cannot make or list tokens.
AccountOwner = Annotated[Actor, requires(Permission.ACCOUNT)]


@router.get(
    "/tokens",
    dependencies=[limit("120/minute")],
    responses=documented(NotSignedIn, Forbidden, CursorInvalid, TooManyRequests),
)
async def list_api_tokens(
    actor: AccountOwner, page: PageParams, session: ReadSession
) -> Page[ApiTokenRow]:
    """List your API tokens, newest first; their text is never shown again."""
    return await api_tokens.list_of(session, actor.id, page)


@router.post(
    "/tokens",
    status_code=status.HTTP_201_CREATED,
    dependencies=[limit("20/minute")],
    responses=documented(NotSignedIn, Forbidden, CsrfFailed, TooManyRequests),
)
async def make_api_token(body: MakeApiToken, actor: AccountOwner, session: Session) -> ApiTokenMade:
    """Make an API token. It may do what your role may and its scopes cover; copy `token` now."""
    row, secret = await api_tokens.make(
        session,
        actor.id,
        name=body.name,
        scopes=body.scopes,
        expires_in_days=body.expires_in_days,
    )
    shown = ApiTokenRow.model_validate(row)
    return ApiTokenMade(**shown.model_dump(), token=secret)


@router.delete(
    "/tokens/{token_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[limit("60/minute")],
    responses=documented(NotSignedIn, Forbidden, CsrfFailed, TokenNotFound, TooManyRequests),
)
async def revoke_api_token(token_id: UUID, actor: AccountOwner, session: Session) -> None:
    """End one of your API tokens at once."""
    await api_tokens.revoke(session, actor.id, token_id)
