"""Use cases of the auth domain around accounts, passwords and browser sessions."""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import passwords, repository, tokens
from app.auth.errors import EmailTaken, WrongCredentials, WrongPassword
from app.auth.models import AuthSession, User
from app.auth.schemas import PersonRef
from app.core import clock
from app.core.actor import Actor, Role
from app.core.errors import NotFound, NotSignedIn


def email_key(email: str) -> str:
    """The folded address that decides who is who."""
    return unicodedata.normalize("NFC", email.strip()).lower()


async def names_of(session: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, PersonRef]:
    """Everybody named by these ids, in one query; unknown ids and nulls are left out."""
    wanted = {person_id for person_id in ids if person_id is not None}
    if not wanted:
        return {}
    found = await repository.names(session, wanted)
    return {person_id: PersonRef(id=person_id, name=name) for person_id, name in found}


async def get_user(session: AsyncSession, user_id: UUID) -> User:
    """A person by id.

    Raises:
        NotFound: there is nobody with this id.
    """
    user = await repository.find_user(session, user_id)
    if user is None:
        raise NotFound
    return user


async def get_user_locked(session: AsyncSession, user_id: UUID) -> User:
    """A person by id, locked until the transaction ends.

    Raises:
        NotFound: there is nobody with this id.
    """
    user = await repository.find_user_locked(session, user_id)
    if user is None:
        raise NotFound
    return user


async def find_by_email(session: AsyncSession, email: str) -> User | None:
    """A person by address, however it is written."""
    return await repository.find_by_email(session, email_key(email))


async def add_user(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    role: Role = Role.USER,
    password_hash: str | None = None,
    email_is_verified: bool = False,
) -> User:
    """Make an account.

    Raises:
        EmailTaken: somebody has the address, or one that the database cannot tell from it.
    """
    user = User(
        email=email.strip(),
        email_key=email_key(email),
        name=name,
        role=role,
        password_hash=password_hash,
        email_verified_at=clock.now() if email_is_verified else None,
    )
    try:
        # A savepoint: the caller's transaction outlives the refusal.
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise EmailTaken from error
    return user


async def sign_up(session: AsyncSession, *, email: str, name: str, password: str) -> User:
    """Make an account with a password; the address counts as unverified.

    Raises:
        PasswordUnfit: the password breaks a rule.
        EmailTaken: somebody has the address.
    """
    passwords.check_rules(password, email=email, name=name)
    # Hashed before the first statement, so that no lock is held meanwhile.
    password_hash = await passwords.hash_password(password)
    return await add_user(session, email=email, name=name, password_hash=password_hash)


async def check_credentials(session: AsyncSession, *, email: str, password: str) -> User:
    """The active person with this address and password; takes as long when there is none.

    Raises:
        WrongCredentials: whatever is wrong; which of them it was is not told.
    """
    user = await find_by_email(session, email)
    fits = await passwords.verify(user.password_hash if user is not None else None, password)
    if user is None or not fits or not user.is_active:
        raise WrongCredentials
    return user


async def open_session(session: AsyncSession, user_id: UUID, *, lasts: timedelta) -> str:
    """Sign a browser in; returns the secret for its cookie.

    Raises:
        NotSignedIn: the account was switched off in the meantime.
    """
    # Locked, so that a session cannot be born while switching off deletes them.
    user = await repository.find_user_locked(session, user_id)
    if user is None or not user.is_active:
        raise NotSignedIn("This account is switched off.")
    secret = tokens.new_secret()
    session.add(
        AuthSession(
            user_id=user_id, token_hash=tokens.hash_of(secret), expires_at=clock.now() + lasts
        )
    )
    return secret


async def end_session(session: AsyncSession, secret: str) -> None:
    """Sign one browser out; an unknown one is out already."""
    await repository.delete_session(session, tokens.hash_of(secret))


async def end_all_sessions(session: AsyncSession, user_id: UUID) -> None:
    """Sign a person out in every browser."""
    await repository.delete_sessions_of(session, user_id)


async def check_new_password(session: AsyncSession, actor: Actor, *, current: str, new: str) -> str:
    """Judge a change of password; returns the hash to keep.

    Raises:
        WrongPassword: the current password does not match.
        PasswordUnfit: the new password breaks a rule.
    """
    user = await get_user(session, actor.id)
    if not await passwords.verify(user.password_hash, current):
        raise WrongPassword
    passwords.check_rules(new, email=user.email, name=user.name)
    return await passwords.hash_password(new)


async def change_password(
    session: AsyncSession, actor: Actor, *, password_hash: str, keep_secret: str | None
) -> None:
    """Keep a new password and sign the person out everywhere else; open reset links end too."""
    user = await get_user_locked(session, actor.id)
    user.password_hash = password_hash
    session.add(user)
    kept = tokens.hash_of(keep_secret) if keep_secret else None
    await repository.delete_sessions_of(session, user.id, except_hash=kept)
    await repository.delete_resets_of(session, user.id)


async def switch_off(session: AsyncSession, user: User) -> None:
    """Shut somebody out at once: no session is left, and no token works for an inactive person."""
    user.is_active = False
    session.add(user)
    await repository.delete_sessions_of(session, user.id)
    await repository.delete_resets_of(session, user.id)


async def forget_expired(session: AsyncSession) -> None:
    """Drop sessions, reset links and unfinished sign-ins that are over."""
    await repository.delete_expired(session, before=clock.now())
