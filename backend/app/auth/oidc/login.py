"""Use cases of a sign-in at a provider: begin it, find it once, settle whose account it is."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from pydantic import EmailStr, TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import repository, service, tokens
from app.auth.errors import EmailTaken
from app.auth.models import EMAIL_LENGTH, NAME_LENGTH, OidcIdentity, OidcLogin, User
from app.auth.oidc.errors import (
    AccountSwitchedOff,
    EmailBelongsToAccount,
    EmailMissing,
    StateInvalid,
)
from app.auth.oidc.exchange import ProviderPerson, Secrets
from app.core import clock

LOGIN_LASTS = timedelta(minutes=10)
SUBJECT_LENGTH = 255

_email = TypeAdapter(EmailStr)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in found again."""

    secrets: Secrets
    return_to: str


def new_secrets() -> Secrets:
    """Nonce and PKCE verifier (two secrets long: the standard asks for 43 characters and more)."""
    return Secrets(nonce=tokens.new_secret(), verifier=tokens.new_secret() + tokens.new_secret())


def begin(
    session: AsyncSession, *, provider: str, secrets: Secrets, browser: str, return_to: str
) -> str:
    """Remember a sign-in of this browser; returns its state."""
    state = tokens.new_secret()
    session.add(
        OidcLogin(
            state_hash=tokens.hash_of(state),
            provider=provider,
            secrets=json.dumps({**asdict(secrets), "browser": tokens.hash_of(browser).hex()}),
            return_to=return_to,
            expires_at=clock.now() + LOGIN_LASTS,
        )
    )
    return state


async def take(session: AsyncSession, *, state: str) -> OidcLogin | None:
    """The sign-in of this state, removed: a state works once, whatever follows."""
    return await repository.take_login(session, tokens.hash_of(state))


def check(login: OidcLogin | None, *, provider: str, browser: str | None) -> Begun:
    """Whether the way back belongs to the way out.

    Raises:
        StateInvalid: no such sign-in, too old, at another provider or of another browser.
    """
    if login is None or login.expires_at <= clock.now() or login.provider != provider:
        raise StateInvalid
    kept = json.loads(login.secrets)
    if not hmac.compare_digest(tokens.hash_of(browser or "").hex(), kept["browser"]):
        raise StateInvalid
    return Begun(Secrets(nonce=kept["nonce"], verifier=kept["verifier"]), login.return_to)


async def settle(session: AsyncSession, person: ProviderPerson) -> User:
    """The account of a provider's person; the first sign-in makes one with the role `user`.

    An account that exists is linked only when both sides are sure of the address: the provider
    says it verified it, and its owner followed a link that we mailed there. Otherwise whoever
    registers somebody's address first, here or there, would share his account.

    Raises:
        AccountSwitchedOff, EmailMissing, EmailBelongsToAccount: nobody is signed in.
    """
    identity = await repository.find_identity(session, issuer=person.issuer, subject=person.subject)
    if identity is not None:
        return _active(await service.get_user(session, identity.user_id))
    if len(person.subject) > SUBJECT_LENGTH:
        raise EmailMissing
    email = _usable_email(person.email)
    user = await service.find_by_email(session, email)
    if user is None:
        user = await _new_user(session, person, email)
    elif not person.email_is_verified or user.email_verified_at is None:
        raise EmailBelongsToAccount
    _active(user)
    session.add(OidcIdentity(user_id=user.id, issuer=person.issuer, subject=person.subject))
    return user


async def _new_user(session: AsyncSession, person: ProviderPerson, email: str) -> User:
    try:
        return await service.add_user(
            session,
            email=email,
            name=_name(person.name, email),
            email_is_verified=person.email_is_verified,
        )
    except EmailTaken as error:
        raise EmailBelongsToAccount from error


def _active(user: User) -> User:
    if not user.is_active:
        raise AccountSwitchedOff
    return user


def _usable_email(email: str | None) -> str:
    try:
        checked = _email.validate_python(email)
    except ValidationError as error:
        raise EmailMissing from error
    if len(checked) > EMAIL_LENGTH:
        raise EmailMissing
    return checked


def _name(given: str | None, email: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in given or "")
    name = " ".join(printable.split()) or email.partition("@")[0]
    return name[:NAME_LENGTH]
