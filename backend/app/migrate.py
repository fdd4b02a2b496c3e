"""Composition root of the migrations: brings the database to the newest revision, writes new revisions."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BINARY, NUMERIC, Column, Connection, LargeBinary, inspect, text
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.types import TypeDecorator

from app.core import dialect
from app.core.config import Settings
from app.core.crypto import KeyringDamaged, Undecryptable, load_keyring

INI = Path(__file__).parents[1] / "alembic.ini"


def type_differs(
    context: MigrationContext, found: Column[Any], wanted: Column[Any], is_type: Any, should: Any
) -> bool | None:
    """Whether a column's type is another than the model's; `None` leaves the answer to Alembic."""
    del found, wanted
    assert context.dialect is not None
    plain = should.impl_instance if isinstance(should, TypeDecorator) else should
    if context.dialect.name == "sqlite" and isinstance(is_type, NUMERIC):
        # SQLite reads back every type name that it does not know as NUMERIC; BINARY is one.
        return not isinstance(plain, BINARY)
    if isinstance(is_type, mysql.TINYBLOB):
        # MySQL takes BLOB(65) as the smallest kind that holds 65 bytes.
        return not (isinstance(plain, LargeBinary) and (plain.length or 256) < 256)
    return None


async def _with_alembic(engine: AsyncEngine, act: Callable[[Config], Any]) -> None:
    def run(connection: Connection) -> None:
        config = Config(str(INI))
        config.attributes["connection"] = connection
        act(config)

    async with engine.begin() as connection:
        await connection.run_sync(run)


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Apply the revisions that are missing; nothing when there are none."""
    await _with_alembic(engine, lambda config: command.upgrade(config, revision))


async def downgrade(engine: AsyncEngine, revision: str = "base") -> None:
    """Take revisions back, with the data that only they could hold."""
    await _with_alembic(engine, lambda config: command.downgrade(config, revision))


async def write_revision(engine: AsyncEngine, message: str) -> None:
    """Write a revision that takes the database at the newest one to what the models say."""
    await _with_alembic(
        engine, lambda config: command.revision(config, message=message, autogenerate=True)
    )


async def check_keys(engine: AsyncEngine, settings: Settings) -> None:
    """Refuse keys that do not open what the database holds; an empty one takes any.

    With keys of another installation everything would start, and what is written from then on
    would be sealed by the wrong key.

    Raises:
        KeyringDamaged: the sentence says what to do.
    """

    def newest(connection: Connection) -> bytes | None:
        if not inspect(connection).has_table("ticket"):
            return None
        found = connection.execute(text("SELECT subject FROM ticket ORDER BY id DESC LIMIT 1"))
        sealed: bytes | None = found.scalar()
        return sealed

    async with engine.connect() as connection:
        sealed = await connection.run_sync(newest)
    if sealed is None:
        return
    try:
        load_keyring(settings).open(bytes(sealed), context="ticket.subject")
    except Undecryptable as error:
        raise KeyringDamaged(
            "The encryption keys are not those that the database was written with; put the key "
            "file (or TIKIFY_ENCRYPTION_KEYS) from your backup back. Nothing was changed."
        ) from error


async def _main(settings: Settings, message: str | None) -> str | None:
    """Returns why nothing was done, or nothing."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
    try:
        await check_keys(engine, settings)
        await upgrade(engine)
        if message is not None:
            await write_revision(engine, message)
    except KeyringDamaged as error:
        return str(error)
    except OperationalError as error:
        if not dialect.is_out_of_reach(error):
            raise
        return (
            "The database at TIKIFY_DATABASE_URL does not answer, or does not take the sign-in: "
            f"{error.orig}"
        )
    finally:
        await engine.dispose()
    return None


if __name__ == "__main__":
    wanted = " ".join(sys.argv[2:]) if sys.argv[1:2] == ["--write"] else None
    sys.exit(asyncio.run(_main(Settings(), wanted)))
