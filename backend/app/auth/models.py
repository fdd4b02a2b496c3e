"""Tables of the auth domain: people, their sessions, tokens and identities."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BINARY, Boolean, Column, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.actor import Role
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column

EMAIL_LENGTH = 254
NAME_LENGTH = 120
LANGUAGE_LENGTH = 12


class User(SQLModel, table=True):
    """A person who can sign in. `email_key` is the folded address and decides who is who."""

    __tablename__ = "user"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    email: str = Field(sa_column=Column(String(EMAIL_LENGTH), nullable=False))
    email_key: str = Field(sa_column=Column(String(EMAIL_LENGTH), nullable=False, unique=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    password_hash: str | None = Field(default=None, sa_column=Column(String(255), nullable=True))
    role: Role = Field(default=Role.USER, sa_column=enum_column(Role, index=True))
    is_active: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    # The language in which this person wants to be helped; nothing means any.
    language: str | None = Field(
        default=None, sa_column=Column(String(LANGUAGE_LENGTH), nullable=True)
    )
    email_verified_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class AuthSession(SQLModel, table=True):
    """A browser that is signed in. Only the hash of its cookie is kept."""

    __tablename__ = "auth_session"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", index=True))
    token_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False, unique=True))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column(index=True))


class ApiToken(SQLModel, table=True):
    """A personal API token. Only its hash is kept; `hint` is its last four characters."""

    __tablename__ = "api_token"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", index=True))
    name: str = Field(sa_column=Column(String(NAME_LENGTH), nullable=False))
    token_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False, unique=True))
    hint: str = Field(sa_column=Column(String(4), nullable=False))
    scopes: list[str] = Field(default_factory=list, sa_column=json_column())
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    last_used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    expires_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PasswordReset(SQLModel, table=True):
    """A one-time right to set a new password; gone once it was used."""

    __tablename__ = "password_reset"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", index=True))
    token_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False, unique=True))
    expires_at: datetime = Field(sa_column=utc_column(index=True))


class OidcIdentity(SQLModel, table=True):
    """A person's account at an OpenID Connect provider."""

    __tablename__ = "oidc_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_oidc_identity_subject"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    user_id: UUID = Field(sa_column=id_column("user.id", index=True))
    issuer: str = Field(sa_column=Column(String(255), nullable=False))
    subject: str = Field(sa_column=Column(String(255), nullable=False))
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class OidcLogin(SQLModel, table=True):
    """A sign-in under way at a provider: state, nonce and PKCE verifier, used once."""

    __tablename__ = "oidc_login"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    state_hash: bytes = Field(sa_column=Column(BINARY(32), nullable=False, unique=True))
    provider: str = Field(sa_column=Column(String(32), nullable=False))
    secrets: str = Field(sa_column=encrypted_text_column("oidc_login.secrets"))
    return_to: str = Field(sa_column=Column(String(500), nullable=False))
    expires_at: datetime = Field(sa_column=utc_column(index=True))


TABLES: tuple[Any, ...] = (User, AuthSession, ApiToken, PasswordReset, OidcIdentity, OidcLogin)
