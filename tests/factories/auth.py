"""Builders of people, and browsers and programs that are signed in as them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from httpx import AsyncClient, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import tokens
from app.auth.models import ApiToken, AuthSession, User
from app.auth.permissions import Scope
from app.auth.service import email_key
from app.core import clock
from app.core.actor import Role
from app.core.db import Database
from tests.factories.profiles import make_profile

PASSWORD = "violet-anchor-42"
SESSION_LENGTH = timedelta(days=1)

_numbers = count(1)
# As cheap as argon2 gets: tests make many people and few of them sign in with a password.
_cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def unique() -> int:
    """A number that no other row of this run has."""
    return next(_numbers)


async def make_user(
    session: AsyncSession,
    *,
    name: str | None = None,
    email: str | None = None,
    role: Role = Role.USER,
    password: str | None = None,
    is_active: bool = True,
    email_verified_at: datetime | None = None,
) -> User:
    """A person; without `password` nobody can sign in as him by password."""
    number = unique()
    email = email or f"person{number}@firm.example"
    user = User(
        email=email,
        email_key=email_key(email),
        name=name or f"Person {number}",
        role=role,
        password_hash=_cheap.hash(password) if password else None,
        is_active=is_active,
        email_verified_at=email_verified_at,
    )
    session.add(user)
    await session.flush()
    return user


async def make_session(
    session: AsyncSession, user: User, *, lasts: timedelta = SESSION_LENGTH
) -> str:
    """A browser session of somebody; returns the cookie's value."""
    secret = tokens.new_secret()
    session.add(
        AuthSession(
            user_id=user.id, token_hash=tokens.hash_of(secret), expires_at=clock.now() + lasts
        )
    )
    await session.flush()
    return secret


async def make_api_token(
    session: AsyncSession,
    user: User,
    *,
    scopes: list[Scope] | None = None,
    expires_at: datetime | None = None,
) -> str:
    """An API token of somebody, with every scope unless told; returns the token."""
    secret = tokens.new_api_token()
    session.add(
        ApiToken(
            user_id=user.id,
            name="Test",
            token_hash=tokens.hash_of(secret),
            hint=secret[-tokens.HINT_LENGTH :],
            scopes=[str(scope) for scope in (scopes if scopes is not None else list(Scope))],
            expires_at=expires_at,
        )
    )
    await session.flush()
    return secret


@dataclass(frozen=True)
class SignedIn:
    """A person and a client that is signed in as that person; speaks HTTP like the client."""

    client: AsyncClient
    user: User

    @property
    def id(self) -> UUID:
        """Id of the person."""
        return self.user.id

    async def request(self, method: str, url: str, **arguments: Any) -> Response:
        """Any request."""
        return await self.client.request(method, url, **arguments)

    async def get(self, url: str, **arguments: Any) -> Response:
        """GET."""
        return await self.client.get(url, **arguments)

    async def post(self, url: str, **arguments: Any) -> Response:
        """POST."""
        return await self.client.post(url, **arguments)

    async def put(self, url: str, **arguments: Any) -> Response:
        """PUT."""
        return await self.client.put(url, **arguments)

    async def patch(self, url: str, **arguments: Any) -> Response:
        """PATCH."""
        return await self.client.patch(url, **arguments)

    async def delete(self, url: str, **arguments: Any) -> Response:
        """DELETE."""
        return await self.client.delete(url, **arguments)


def carry_session(client: AsyncClient, secret: str) -> None:
    """Give a client the cookie and the CSRF header of a session."""
    client.cookies.set("tikify_session", secret)
    client.headers["X-CSRF-Token"] = tokens.csrf_token(secret)


async def sign_in(
    db: Database, client: AsyncClient, *, role: str = "user", **facts: Any
) -> SignedIn:
    """Make a person of a role and sign the client in as that person.

    A technician gets a profile, online. Facts go to the person (`name`, `email`, `password`,
    `email_verified_at`), for a technician the rest to the profile (`skills`, `capacity`, …).
    """
    of_person = {"name", "email", "password", "is_active", "email_verified_at"}
    async with db.write() as session:
        person = {key: value for key, value in facts.items() if key in of_person}
        user = await make_user(session, role=Role(role), **person)
        rest = {key: value for key, value in facts.items() if key not in of_person}
        if user.role is Role.TECHNICIAN or rest:
            await make_profile(session, user, **rest)
        secret = await make_session(session, user)
    carry_session(client, secret)
    return SignedIn(client, user)
