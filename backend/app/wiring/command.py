"""How a command of the command line gets its database, and how it ends when something refuses."""

import asyncio
from collections.abc import Awaitable, Callable

import typer
from sqlalchemy.exc import DBAPIError

from app.core import crypto
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import TikifyError

Command = Callable[[Database, Settings], Awaitable[str]]


def run(command: Command, *, refusals: type[Exception]) -> None:
    """Print what a command answers; end with 1 and one sentence when it refuses or cannot work."""
    try:
        typer.echo(asyncio.run(_with_database(command)))
    except (refusals, crypto.KeyringDamaged) as error:
        sentence = str(error)
    except TikifyError as error:
        sentence = error.detail
    except DBAPIError as error:
        sentence = f"The database refused: {error.orig}"
    else:
        return
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


async def _with_database(command: Command) -> str:
    settings = Settings()
    crypto.configure(crypto.load_keyring(settings))
    db = Database(settings)
    try:
        return await command(db, settings)
    finally:
        await db.close()
