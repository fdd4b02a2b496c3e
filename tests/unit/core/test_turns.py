"""Who writes next to a SQLite file."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core import dialect

Engines = tuple[AsyncEngine, AsyncEngine]


@pytest.fixture
async def engines(tmp_path: Path) -> AsyncIterator[Engines]:
    """The engines of one process on a file with one table."""
    made = dialect.create_write_engines(f"sqlite+aiosqlite:///{tmp_path / 'turns'}", pool_size=4)
    async with made[0].begin() as connection:
        await connection.execute(text("CREATE TABLE line (name TEXT)"))
    yield made
    for engine in made:
        await engine.dispose()


async def _stand(engine: AsyncEngine, name: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO line VALUES (:name)"), {"name": name})


async def test_an_urgent_writer_goes_next(engines: Engines) -> None:
    ordinary, urgent = engines
    async with ordinary.begin() as connection:
        await connection.execute(text("INSERT INTO line VALUES ('first')"))
        waiting = [asyncio.create_task(_stand(ordinary, f"waits {n}")) for n in range(3)]
        await asyncio.sleep(0.05)
        hurried = asyncio.create_task(_stand(urgent, "urgent"))
        await asyncio.sleep(0.05)
    await asyncio.gather(*waiting, hurried)

    async with ordinary.begin() as connection:
        names = (await connection.execute(text("SELECT name FROM line ORDER BY rowid"))).scalars()
        assert list(names) == ["first", "urgent", "waits 0", "waits 1", "waits 2"]


async def test_a_writer_waits_for_one_of_another_process(engines: Engines, tmp_path: Path) -> None:
    other, _ = dialect.create_write_engines(
        f"sqlite+aiosqlite:///{tmp_path / 'turns'}", pool_size=1
    )
    async with other.begin() as connection:
        await connection.execute(text("INSERT INTO line VALUES ('theirs')"))
        ours = asyncio.create_task(_stand(engines[0], "ours"))
        await asyncio.sleep(0.1)
        assert not ours.done()
    await ours
    await other.dispose()
