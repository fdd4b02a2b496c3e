"""The unit of work: one session per request or job, flushed inside, committed at the edge before the answer leaves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import dialect, events
from app.core.bells import RUNG, Ringer
from app.core.config import Settings


class Database:
    """The engines of one process and the sessions made from them."""

    def __init__(self, settings: Settings, ringer: Ringer | None = None) -> None:
        url = settings.resolved_database_url
        self.engine, self._urgent_engine = dialect.create_write_engines(
            url, pool_size=settings.pool_size
        )
        self.read_engine: AsyncEngine = dialect.create_read_engine(
            url, pool_size=settings.pool_size
        )
        self.ringer = ringer or Ringer(None)

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well, and rings its bells after the commit.

        Where all writers take turns, an urgent one goes next.
        """
        engine = self._urgent_engine if urgent else self.engine
        async with AsyncSession(engine, expire_on_commit=False) as session:
            yield session
            await commit(session)
            self.ringer.ring(session.info.pop(RUNG, set()))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; a writing statement in it fails."""
        async with AsyncSession(self.read_engine, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Send the rings on their way and close all connections."""
        await self.ringer.close()
        await self.engine.dispose()
        await self._urgent_engine.dispose()
        await self.read_engine.dispose()


async def commit(session: AsyncSession) -> None:
    """Write the recorded events and commit; only the edge calls this."""
    await events.flush(session)
    await session.flush()
    try:
        await session.commit()
    except BaseException:
        # The pool takes a connection back whose commit failed without a rollback; on SQLite it would
        # keep the write lock and shut every other writer out.
        await session.invalidate()
        raise


def database(request: Request) -> Database:
    """The process's database, put there by the composition root."""
    db: Database = request.app.state.database
    return db


async def _write_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with database(request).write() as session:
        yield session


async def _read_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with database(request).read() as session:
        yield session


# scope="function": the exit code (the commit) runs before the answer is sent, so that a failed
# commit is a failed request. FastAPI's default would commit after the client has its 200.
Session = Annotated[AsyncSession, Depends(_write_session, scope="function")]
ReadSession = Annotated[AsyncSession, Depends(_read_session, scope="function")]
