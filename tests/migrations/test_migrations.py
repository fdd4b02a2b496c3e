"""The revisions lead to exactly what the models say, on both dialects, and back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import migrate
from app.core import dialect
from app.core.config import Settings
from app.wiring.tables import METADATA

BOOKKEEPING = {"alembic_version"}


async def _run(settings: Settings, statement: str) -> None:
    engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
async def empty(
    settings: Settings, database_kind: str, tmp_path: Path
) -> AsyncIterator[AsyncEngine]:
    """A database without a table, on the dialect of the run."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    if database_kind == "mariadb":
        await _run(settings, "CREATE DATABASE migrations CHARACTER SET latin1")
        given = make_url(settings.resolved_database_url)
        url = given.set(database="migrations").render_as_string(hide_password=False)
    engine = dialect.create_engine(url, pool_size=1)
    yield engine
    await engine.dispose()
    if database_kind == "mariadb":
        await _run(settings, "DROP DATABASE migrations")


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": migrate.type_differs, "target_metadata": METADATA}
    )
    return list(compare_metadata(context, METADATA))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def _ask(engine: AsyncEngine, question: Any) -> Any:
    async with engine.connect() as connection:
        return await connection.run_sync(question)


async def test_the_newest_revision_is_what_the_models_say(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)

    assert await _ask(empty, _differences) == []


async def test_a_table_that_the_models_do_not_know_is_found(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)
    async with empty.begin() as connection:
        await connection.execute(text("CREATE TABLE forgotten (id INTEGER NOT NULL)"))

    assert [difference[0] for difference in await _ask(empty, _differences)] == ["remove_table"]


async def test_down_to_nothing_and_up_again(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)
    assert await _ask(empty, _tables) == set(METADATA.tables) | BOOKKEEPING

    await migrate.downgrade(empty)
    assert await _ask(empty, _tables) == BOOKKEEPING

    await migrate.upgrade(empty)
    assert await _ask(empty, _differences) == []


async def test_upgrading_twice_changes_nothing(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)
    async with empty.begin() as connection:
        await connection.execute(
            METADATA.tables["reference_block"].insert().values(id=1, next_number=4711)
        )

    await migrate.upgrade(empty)

    async with empty.connect() as connection:
        rows = await connection.execute(METADATA.tables["reference_block"].select())
        assert [row.next_number for row in rows] == [4711]


@pytest.mark.mysql_only
async def test_every_text_column_holds_any_script_and_tells_case_apart(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)

    async with empty.connect() as connection:
        found = await connection.execute(
            text(
                "SELECT DISTINCT collation_name FROM information_schema.columns"
                " WHERE table_schema = 'migrations' AND table_name <> 'alembic_version'"
                " AND collation_name IS NOT NULL"
            )
        )
        assert {row[0] for row in found} == {"utf8mb4_bin"}


@pytest.mark.mysql_only
async def test_every_time_column_keeps_microseconds(empty: AsyncEngine) -> None:
    await migrate.upgrade(empty)

    async with empty.connect() as connection:
        found = await connection.execute(
            text(
                "SELECT DISTINCT datetime_precision FROM information_schema.columns"
                " WHERE table_schema = 'migrations' AND data_type = 'datetime'"
            )
        )
        assert {row[0] for row in found} == {6}
