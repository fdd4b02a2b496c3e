"""What a browser is told about who is signed in."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol
from uuid import UUID

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import tokens
from app.auth.schemas import Me, ProviderRef, SessionState
from app.core.actor import Role
from app.core.config import OidcProvider

PresenceOf = Callable[[AsyncSession, UUID], Awaitable[str | None]]


class Person(Protocol):
    """A row of somebody, or the actor made from it."""

    @property
    def id(self) -> UUID:
        """Who."""

    @property
    def email(self) -> str:
        """The address, as written by its owner."""

    @property
    def name(self) -> str:
        """The name shown to others."""

    @property
    def role(self) -> Role:
        """The role."""


def providers_of(configured: Sequence[OidcProvider]) -> list[ProviderRef]:
    """The sign-in providers that the settings name."""
    return [ProviderRef(name=item.name, label=item.label) for item in configured]


def signed_out(configured: Sequence[OidcProvider]) -> SessionState:
    """Nobody is signed in."""
    return SessionState(user=None, csrf_token="", providers=providers_of(configured))


async def signed_in_as(
    request: Request,
    session: AsyncSession,
    person: Person,
    *,
    permissions: Collection[str],
    secret: str | None,
) -> SessionState:
    """Somebody is signed in, with a cookie or (without `secret`) with a token.

    Presence belongs to the people domain above this one; the composition root hands in the
    function that reads it as `app.state.presence_of`.
    """
    presence_of: PresenceOf | None = getattr(request.app.state, "presence_of", None)
    presence = await presence_of(session, person.id) if presence_of is not None else None
    return SessionState(
        user=Me(
            id=person.id,
            email=person.email,
            name=person.name,
            role=person.role,
            permissions=sorted(permissions),
            is_technician=presence is not None or person.role is Role.TECHNICIAN,
            presence=presence,
        ),
        csrf_token=tokens.csrf_token(secret) if secret else "",
        providers=providers_of(request.app.state.settings.oidc_providers),
    )
