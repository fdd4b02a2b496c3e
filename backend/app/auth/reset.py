"""Use cases of a forgotten password: ask for a link, mail it, set a new password with it."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import passwords, repository, service, tokens
from app.auth.errors import ResetTokenInvalid
from app.auth.events import PasswordResetAsked
from app.auth.models import PasswordReset, User
from app.core import clock, events

MAIL_SUBJECT = "Set a new password for Tikify"
MAIL_TEXT = """Hello {name},

somebody, probably you, asked for a new password for your account at Tikify.
Open this page within {minutes} minutes to set it:

{link}

If it was not you, do nothing: your password stays as it is.
"""


async def ask(session: AsyncSession, *, email: str) -> None:
    """Have a link mailed if an active account has the address; the asker is not told whether.

    The link is made where the mail is sent, so that its token is never stored in the clear.
    """
    user = await service.find_by_email(session, email)
    if user is not None and user.is_active:
        events.record(session, PasswordResetAsked(user_id=user.id))


async def make_link_token(session: AsyncSession, user: User, *, lasts: timedelta) -> str:
    """A one-time right to set a new password; only its hash is kept."""
    secret = tokens.new_secret()
    session.add(
        PasswordReset(
            user_id=user.id, token_hash=tokens.hash_of(secret), expires_at=clock.now() + lasts
        )
    )
    return secret


async def owner_of_link(session: AsyncSession, secret: str) -> User:
    """Whose link it is, if it still works.

    Raises:
        ResetTokenInvalid: it is unknown, used or too old, or the account is switched off.
    """
    return await _owner(session, await repository.find_reset(session, tokens.hash_of(secret)))


async def _owner(session: AsyncSession, reset: PasswordReset | None) -> User:
    if reset is None or reset.expires_at <= clock.now():
        raise ResetTokenInvalid
    user = await repository.find_user(session, reset.user_id)
    if user is None or not user.is_active:
        raise ResetTokenInvalid
    return user


async def hash_for(user: User, password: str) -> str:
    """Judge the new password and hash it.

    Raises:
        PasswordUnfit: it breaks a rule.
    """
    passwords.check_rules(password, email=user.email, name=user.name)
    return await passwords.hash_password(password)


async def confirm(session: AsyncSession, secret: str, *, password_hash: str) -> UUID:
    """Set the new password and sign the person out everywhere; the link works no second time.

    Following the link proves that the address is the person's. If that had not been proved
    before, somebody else may have made the account: its tokens and provider identities end as
    well, and nothing of whoever made it is left.

    Raises:
        ResetTokenInvalid: the link is unknown, used or too old.
    """
    link = await repository.find_reset_locked(session, tokens.hash_of(secret))
    owner = await _owner(session, link)
    user = await service.get_user_locked(session, owner.id)
    user.password_hash = password_hash
    if user.email_verified_at is None:
        user.email_verified_at = clock.now()
        await repository.delete_tokens_of(session, user.id)
        await repository.delete_identities_of(session, user.id)
    session.add(user)
    await repository.delete_sessions_of(session, user.id)
    await repository.delete_resets_of(session, user.id)
    return user.id
