"""Composition root of the administrator's commands: accounts, tokens, demo data."""

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import EmailStr, TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import api_tokens, reset
from app.auth import service as auth
from app.auth.errors import EmailTaken
from app.auth.models import User
from app.auth.permissions import Scope
from app.core.actor import Role
from app.core.config import Settings
from app.core.db import Database
from app.seeding import demo
from app.wiring.command import run as run_command

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
token = typer.Typer(no_args_is_help=True, help="Tokens of the API.")
user = typer.Typer(no_args_is_help=True, help="Accounts.")
cli.add_typer(token, name="token")
cli.add_typer(user, name="user")

_email = TypeAdapter(EmailStr)


class Refused(Exception):
    """The command cannot be carried out; the message is one sentence."""


@cli.command()
def seed(
    demo_data: Annotated[bool, typer.Option("--demo", help="People, teams, tickets.")] = False,
) -> None:
    """Write demo data into an empty database."""
    if not demo_data:
        raise typer.BadParameter("Say --demo; there is no other data to write.")
    run_command(_seed, refusals=Refused)


async def _seed(db: Database, settings: Settings) -> str:
    try:
        return await demo.seed(db, settings)
    except demo.DatabaseNotEmpty as error:
        raise Refused(str(error)) from error


@token.command("create")
def create_token(
    email: Annotated[str, typer.Argument(help="Whose token it is.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="May be repeated; else all.")] = None,
    name: Annotated[str, typer.Option(help="What the token is for.")] = "Command line",
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="Days it lives.")] = None,
) -> None:
    """Make an API token of somebody and print it. It is shown this once."""

    async def make(db: Database, _: Settings) -> str:
        async with db.write() as session:
            owner = await auth.find_by_email(session, email)
            if owner is None or not owner.is_active:
                raise Refused(f"Nobody who may sign in has the address {email}.")
            made = await api_tokens.make(
                session, owner.id, name=name, scopes=scope or list(Scope), expires_in_days=days
            )
        return made[1]

    run_command(make, refusals=Refused)


@user.command("create")
def create_user(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.USER,
    name: Annotated[str | None, typer.Option(help="Shown to others.")] = None,
) -> None:
    """Make an account and print the link with which its owner sets a password."""

    async def make(db: Database, settings: Settings) -> str:
        lasts = timedelta(minutes=settings.password_reset_minutes)
        async with db.write() as session:
            person = await _add(email, name or email.partition("@")[0], role, session=session)
            secret = await reset.make_link_token(session, person, lasts=lasts)
        return f"{settings.base_url}/reset-password?token={secret}"

    run_command(make, refusals=Refused)


async def _add(email: str, name: str, role: Role, *, session: AsyncSession) -> User:
    try:
        checked = _email.validate_python(email)
        return await auth.add_user(session, email=checked, name=name, role=role)
    except ValidationError as error:
        raise Refused(f"{email} is not an e-mail address.") from error
    except EmailTaken as error:
        raise Refused(f"There is an account with the address {email} already.") from error


if __name__ == "__main__":
    cli()
