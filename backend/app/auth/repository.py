"""Every statement of the auth domain."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, delete, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth.models import ApiToken, AuthSession, OidcIdentity, OidcLogin, PasswordReset, User
from app.core import dialect

AnyRow = Row[*tuple[Any, ...]]

# Built once, and run on a bare connection: one of these two serves every request that somebody
# makes, and a session of the mapper around it costs a quarter more.
_PERSON = (col(User.id), col(User.name), col(User.email), col(User.role), col(User.is_active))
_OF_SESSION: Select[*tuple[Any, ...]] = (
    select_columns(*_PERSON, col(AuthSession.expires_at), col(AuthSession.token_hash))
    .join(AuthSession, col(AuthSession.user_id) == col(User.id))
    .where(col(AuthSession.token_hash).in_(bindparam("hashes", expanding=True)))
)
_OF_API_TOKEN: Select[*tuple[Any, ...]] = (
    select_columns(
        *_PERSON,
        col(ApiToken.expires_at),
        col(ApiToken.token_hash),
        col(ApiToken.scopes),
        col(ApiToken.id).label("token_id"),
        col(ApiToken.last_used_at),
    )
    .join(ApiToken, col(ApiToken.user_id) == col(User.id))
    .where(col(ApiToken.token_hash).in_(bindparam("hashes", expanding=True)))
)


async def find_by_sessions(
    connection: AsyncConnection, hashes: Sequence[bytes]
) -> dict[bytes, AnyRow]:
    """The columns of the people whose browser sessions these are, by the hash of the cookie."""
    found = await connection.execute(_OF_SESSION, {"hashes": hashes})
    return {bytes(row.token_hash): row for row in found}


async def find_by_api_tokens(
    connection: AsyncConnection, hashes: Sequence[bytes]
) -> dict[bytes, AnyRow]:
    """The columns of the people whose API tokens these are, with the tokens' own, by hash."""
    found = await connection.execute(_OF_API_TOKEN, {"hashes": hashes})
    return {bytes(row.token_hash): row for row in found}


async def names(session: AsyncSession, ids: Collection[UUID]) -> Sequence[tuple[UUID, str]]:
    """(id, name) of people."""
    statement = select(col(User.id), col(User.name)).where(col(User.id).in_(ids))
    return (await session.exec(statement)).all()


async def find_user(session: AsyncSession, user_id: UUID) -> User | None:
    """A person by id."""
    return await session.get(User, user_id)


async def find_user_locked(session: AsyncSession, user_id: UUID) -> User | None:
    """A person by id, locked until the transaction ends."""
    statement = dialect.for_update(session, select(User).where(col(User.id) == user_id))
    # Read again under the lock: an earlier read of this session may be stale.
    fresh = statement.execution_options(populate_existing=True)
    return (await session.exec(fresh)).first()


async def find_by_email(session: AsyncSession, email_key: str) -> User | None:
    """A person by folded address."""
    user = (await session.exec(select(User).where(col(User.email_key) == email_key))).first()
    # MySQL compares without trailing spaces; only the very address will do.
    return user if user is not None and user.email_key == email_key else None


async def note_use(
    session: AsyncSession, token_id: UUID, *, at: datetime, unless_since: datetime
) -> None:
    """Write when a token was used, unless another request did so lately."""
    used = col(ApiToken.last_used_at)
    await session.exec(
        update(ApiToken)
        .where(col(ApiToken.id) == token_id, or_(used.is_(None), used <= unless_since))
        .values(last_used_at=at)
    )


async def delete_session(session: AsyncSession, token_hash: bytes) -> None:
    """End one browser session; none is no error."""
    await session.exec(delete(AuthSession).where(col(AuthSession.token_hash) == token_hash))


async def delete_sessions_of(
    session: AsyncSession, user_id: UUID, *, except_hash: bytes | None = None
) -> None:
    """End a person's browser sessions, but for one if it is named."""
    statement = delete(AuthSession).where(col(AuthSession.user_id) == user_id)
    if except_hash is not None:
        statement = statement.where(col(AuthSession.token_hash) != except_hash)
    await session.exec(statement)


async def delete_tokens_of(session: AsyncSession, user_id: UUID) -> None:
    """Forget all API tokens of a person."""
    await session.exec(delete(ApiToken).where(col(ApiToken.user_id) == user_id))


async def delete_identities_of(session: AsyncSession, user_id: UUID) -> None:
    """Cut a person's account off from all providers."""
    await session.exec(delete(OidcIdentity).where(col(OidcIdentity.user_id) == user_id))


async def delete_resets_of(session: AsyncSession, user_id: UUID) -> None:
    """Forget all reset links of a person."""
    await session.exec(delete(PasswordReset).where(col(PasswordReset.user_id) == user_id))


async def find_reset(session: AsyncSession, token_hash: bytes) -> PasswordReset | None:
    """A reset link."""
    statement = select(PasswordReset).where(col(PasswordReset.token_hash) == token_hash)
    return (await session.exec(statement)).first()


async def find_reset_locked(session: AsyncSession, token_hash: bytes) -> PasswordReset | None:
    """A reset link, locked: two uses at once must not both succeed."""
    statement = select(PasswordReset).where(col(PasswordReset.token_hash) == token_hash)
    return (await session.exec(dialect.for_update(session, statement))).first()


async def list_tokens(
    session: AsyncSession, user_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[ApiToken]:
    """A person's API tokens, newest first."""
    statement = select(ApiToken).where(col(ApiToken.user_id) == user_id)
    if before is not None:
        statement = statement.where(col(ApiToken.id) < before)
    return (await session.exec(statement.order_by(col(ApiToken.id).desc()).limit(limit))).all()


async def find_token_of(session: AsyncSession, user_id: UUID, token_id: UUID) -> ApiToken | None:
    """One API token if it is this person's."""
    token = await session.get(ApiToken, token_id)
    return token if token is not None and token.user_id == user_id else None


async def find_identity(session: AsyncSession, *, issuer: str, subject: str) -> OidcIdentity | None:
    """The account of a provider's person; subjects are compared to the letter."""
    statement = select(OidcIdentity).where(
        col(OidcIdentity.issuer) == issuer, col(OidcIdentity.subject) == subject
    )
    found = (await session.exec(statement)).all()
    return next((row for row in found if (row.issuer, row.subject) == (issuer, subject)), None)


async def take_login(session: AsyncSession, state_hash: bytes) -> OidcLogin | None:
    """A sign-in under way, removed: whoever comes second with the same state finds nothing."""
    statement = select(OidcLogin).where(col(OidcLogin.state_hash) == state_hash)
    login = (await session.exec(dialect.for_update(session, statement))).first()
    if login is not None:
        await session.delete(login)
    return login


async def delete_expired(session: AsyncSession, *, before: datetime) -> None:
    """Forget sessions, links and unfinished sign-ins that ended before a time."""
    await session.exec(delete(AuthSession).where(col(AuthSession.expires_at) < before))
    await session.exec(delete(PasswordReset).where(col(PasswordReset.expires_at) < before))
    await session.exec(delete(OidcLogin).where(col(OidcLogin.expires_at) < before))
