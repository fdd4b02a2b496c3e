"""Request and response shapes of the auth domain."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from app.auth.models import EMAIL_LENGTH, NAME_LENGTH
from app.auth.passwords import MAX_PASSWORD
from app.auth.permissions import Scope
from app.core.actor import Role

# Letters of any script, but nothing that breaks a mail header or a log line.
PersonName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Email = Annotated[EmailStr, Field(max_length=EMAIL_LENGTH)]
# Only bounded here: whether it is good enough is judged with a sentence by the password rules.
Password = Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD)]


class PersonRef(BaseModel):
    """A person, as other rows name him."""

    id: UUID
    name: str


class Me(BaseModel):
    """The signed-in person. `presence` is null for people who hold no technician profile."""

    id: UUID
    email: str
    name: str
    role: Role
    permissions: list[str]
    is_technician: bool
    presence: str | None


class ProviderRef(BaseModel):
    """A sign-in provider offered beside the password."""

    name: str
    label: str


class SessionState(BaseModel):
    """Who is signed in. Send `csrf_token` as `X-CSRF-Token` with everything that is not a GET."""

    user: Me | None
    csrf_token: str
    providers: list[ProviderRef]


class SignUp(BaseModel):
    """A new account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Ann Archer",
                    "email": "ann@firm.example",
                    "password": "violet-anchor-42",
                }
            ]
        }
    )

    name: PersonName
    email: Email
    password: Password


class SignIn(BaseModel):
    """An e-mail address and the password that belongs to it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"email": "ann@firm.example", "password": "violet-anchor-42"}]
        }
    )

    email: Annotated[str, Field(min_length=1, max_length=EMAIL_LENGTH)]
    password: Password


class AskPasswordReset(BaseModel):
    """The address that gets the link."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "ann@firm.example"}]})

    email: Annotated[str, Field(min_length=1, max_length=EMAIL_LENGTH)]


class ConfirmPasswordReset(BaseModel):
    """The token of the mailed link and the password wanted from now on."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password


class ChangePassword(BaseModel):
    """The password known until now and the one wanted from now on."""

    current_password: Password
    new_password: Password


class MakeApiToken(BaseModel):
    """A personal API token: your rights, cut down to the scopes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Monitoring",
                    "scopes": ["tickets:read", "tickets:write"],
                    "expires_in_days": 90,
                }
            ]
        }
    )

    name: PersonName
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    expires_in_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class ApiTokenRow(BaseModel):
    """A token without its secret; `hint` is its last four characters."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    scopes: list[str]
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


class ApiTokenMade(ApiTokenRow):
    """A fresh token. `token` is shown this once."""

    token: str
