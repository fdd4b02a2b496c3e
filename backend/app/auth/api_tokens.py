"""Use cases of personal API tokens."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import repository, tokens
from app.auth.errors import TokenNotFound
from app.auth.models import ApiToken
from app.auth.permissions import Scope
from app.auth.schemas import ApiTokenRow
from app.core import clock
from app.core.pagination import CursorInvalid, Page, PageRequest, page_of


async def make(
    session: AsyncSession,
    user_id: UUID,
    *,
    name: str,
    scopes: Collection[Scope],
    expires_in_days: int | None,
) -> tuple[ApiToken, str]:
    """Make a token; its text is returned this once and only its hash kept."""
    secret = tokens.new_api_token()
    now = clock.now()
    row = ApiToken(
        user_id=user_id,
        name=name,
        token_hash=tokens.hash_of(secret),
        hint=secret[-tokens.HINT_LENGTH :],
        scopes=[str(scope) for scope in Scope if scope in scopes],
        created_at=now,
        expires_at=now + timedelta(days=expires_in_days) if expires_in_days else None,
    )
    session.add(row)
    await session.flush()
    return row, secret


async def list_of(session: AsyncSession, user_id: UUID, page: PageRequest) -> Page[ApiTokenRow]:
    """A page of a person's tokens, newest first.

    Raises:
        CursorInvalid: the cursor is not one of this list.
    """
    after = page.after(1)
    try:
        before = UUID(str(after[0])) if after else None
    except ValueError as error:
        raise CursorInvalid from error
    rows = await repository.list_tokens(session, user_id, before=before, limit=page.limit + 1)
    return page_of(rows, page.limit, shape=ApiTokenRow.model_validate, key=lambda row: (row.id,))


async def revoke(session: AsyncSession, user_id: UUID, token_id: UUID) -> None:
    """End a token at once.

    Raises:
        TokenNotFound: it is not one of this person's.
    """
    token = await repository.find_token_of(session, user_id, token_id)
    if token is None:
        raise TokenNotFound
    await session.delete(token)
