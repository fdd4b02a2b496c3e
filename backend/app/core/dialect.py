"""Everything that differs between SQLite and MySQL or MariaDB, and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeVar

from sqlalchemy import Insert, Select, Table, event
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.util import await_only

# Too many connections, sign-in refused, unknown database, no quorum; not reached, gone away, lost.
MYSQL_OUT_OF_REACH = frozenset({1040, 1044, 1045, 1047, 1049, 2002, 2003, 2006, 2013})
MYSQL_RETRYABLE = frozenset({1205, 1213})
SQLITE_BUSY_SECONDS = 30
SQLITE_POLL_SECONDS = 0.002
# About a tenth of the 16 MiB that a server takes as one statement.
HEX_ROWS = 20_000
# Joined texts of many rows are cut off at a thousand characters unless told otherwise.
_PREPARE_MYSQL = "SET time_zone = '+00:00', SESSION group_concat_max_len = 16777216"

Executor = AsyncSession | AsyncConnection
S = TypeVar("S", bound="Select[Any]")


def is_sqlite(executor: Executor | AsyncEngine) -> bool:
    """Whether statements of this session, connection or engine run on SQLite."""
    if isinstance(executor, AsyncSession):
        return executor.get_bind().dialect.name == "sqlite"
    return executor.dialect.name == "sqlite"


def keeps_json_text(executor: Executor) -> bool:
    """Whether JSON is kept to the letter; MySQL keeps the value and writes it in its own way."""
    bind = executor.get_bind() if isinstance(executor, AsyncSession) else executor
    return bind.dialect.name == "sqlite" or bool(getattr(bind.dialect, "is_mariadb", False))


def create_engine(url: str, *, pool_size: int) -> AsyncEngine:
    """Make an engine for migrations and tools, which are alone with the database."""
    if url.startswith("sqlite"):
        engine = _sqlite_engine(url, pool_size=pool_size)
        _begin(engine)
        return engine
    return _mysql_engine(url, pool_size=pool_size, isolation_level="READ COMMITTED")


def create_write_engines(url: str, *, pool_size: int) -> tuple[AsyncEngine, AsyncEngine]:
    """Make the engine that writes, and the one for writes that go before all others of this process.

    On SQLite both take the write lock at the first statement. The first holds one connection, so
    that writers queue up fairly. Elsewhere writers do not wait for each other, and both are the same.
    """
    if not url.startswith("sqlite"):
        engine = _mysql_engine(url, pool_size=pool_size, isolation_level="READ COMMITTED")
        return engine, engine
    turns = _Turns()
    engines = _sqlite_engine(url, pool_size=1), _sqlite_engine(url, pool_size=1)
    for engine, begin in zip(engines, (turns.begin, turns.begin_urgently), strict=True):
        # SQLite itself sleeps up to a tenth of a second between two tries for the lock, so a queue
        # of short transactions would take many times as long as they do.
        _on_connect(engine, "PRAGMA busy_timeout=0")
        event.listen(engine.sync_engine, "begin", begin)
    return engines


def create_read_engine(url: str, *, pool_size: int) -> AsyncEngine:
    """Make an engine on which every writing statement fails.

    Statements are transactions of their own, which spares two of three calls of a single look-up.
    """
    if url.startswith("sqlite"):
        engine = _sqlite_engine(url, pool_size=pool_size, skip_rollback=True)
        _on_connect(engine, "PRAGMA query_only=ON")
        return engine
    engine = _mysql_engine(url, pool_size=pool_size, isolation_level="AUTOCOMMIT")
    _on_connect(engine, "SET SESSION TRANSACTION READ ONLY")
    return engine


def _mysql_engine(
    url: str, *, pool_size: int, isolation_level: Literal["READ COMMITTED", "AUTOCOMMIT"]
) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        # A connection beyond the pool is closed after one use, and opening it costs more than
        # waiting for another request's look-up.
        max_overflow=0,
        pool_timeout=30,
        pool_recycle=1800,
        pool_pre_ping=False,
        isolation_level=isolation_level,
        skip_autocommit_rollback=True,
        connect_args={"charset": "utf8mb4", "init_command": _PREPARE_MYSQL},
    )


def _on_connect(engine: AsyncEngine, statement: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()


def _sqlite_engine(url: str, *, pool_size: int, skip_rollback: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        skip_autocommit_rollback=skip_rollback,
        connect_args={"timeout": SQLITE_BUSY_SECONDS},
    )
    _prepare_sqlite(engine.sync_engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: DBAPIConnection, _: object) -> None:
        # The driver must not begin transactions of its own: we say which kind.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_BUSY_SECONDS * 1000}",
            "cache_size=-32000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")


class _Turns:
    """Who of this process takes SQLite's write lock next."""

    def __init__(self) -> None:
        self._urgent = 0

    def begin(self, connection: Any) -> None:
        """Begin once nobody urgent is waiting."""
        patience = time.monotonic() + SQLITE_BUSY_SECONDS
        while self._urgent and time.monotonic() < patience:
            await_only(asyncio.sleep(SQLITE_POLL_SECONDS))
        _take_write_lock(connection, patience)

    def begin_urgently(self, connection: Any) -> None:
        """Begin as soon as whoever writes now is done."""
        self._urgent += 1
        try:
            _take_write_lock(connection, time.monotonic() + SQLITE_BUSY_SECONDS)
        finally:
            self._urgent -= 1


def _take_write_lock(connection: Any, patience: float) -> None:
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if not is_retryable(error) or time.monotonic() > patience:
                raise
        await_only(asyncio.sleep(SQLITE_POLL_SECONDS))


def joined_bytes(executor: Executor, *columns: str) -> str | None:
    """SQL that reads columns of fixed width as one value, which is what costs when rows are many.

    `None` on SQLite, which is fast without, and whose columns may hold more or less than they say.
    """
    return None if is_sqlite(executor) else f"CONCAT({', '.join(columns)})"


@asynccontextmanager
async def snapshot(session: AsyncSession) -> AsyncIterator[None]:
    """Let all reads in the block see one and the same state, in a session that only reads."""
    connection = await session.connection()
    begin = (
        "BEGIN" if is_sqlite(session) else "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
    )
    await connection.exec_driver_sql(begin)
    try:
        yield
    finally:
        await connection.exec_driver_sql("ROLLBACK")


def for_update(executor: Executor, statement: S, *, skip_locked: bool = False, of: Any = None) -> S:
    """Lock the rows that the statement reads. SQLite's writers hold the whole database already."""
    if is_sqlite(executor):
        return statement
    del of  # MariaDB has no FOR UPDATE OF; lock order is kept by selecting one table at a time.
    return statement.with_for_update(skip_locked=skip_locked)


def insert_ignoring_duplicates(executor: Executor, table: Table) -> Insert:
    """An INSERT that leaves rows alone whose key exists."""
    if is_sqlite(executor):
        return sqlite.insert(table).on_conflict_do_nothing()
    return mysql.insert(table).prefix_with("IGNORE")


async def insert_bytes(
    connection: AsyncConnection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[bytes | bool]],
) -> None:
    """Insert many rows that consist of bytes and flags.

    On MySQL the bytes go as hexadecimal literals. As parameters the driver would escape them letter
    by letter, which costs more time than all other rows of a new ticket together.
    """
    into = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES"
    if is_sqlite(connection):
        marks = ", ".join("?" * len(columns))
        await connection.exec_driver_sql(f"{into} ({marks})", [tuple(row) for row in rows])
        return
    for start in range(0, len(rows), HEX_ROWS):
        values = (
            ",".join(f"X'{cell.hex()}'" if isinstance(cell, bytes) else f"{cell:d}" for cell in row)
            for row in rows[start : start + HEX_ROWS]
        )
        await connection.exec_driver_sql(f"{into} ({'),('.join(values)})")


def upsert(
    executor: Executor,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update: Sequence[str],
) -> Insert:
    """An INSERT that overwrites the columns in `update` where `key` exists."""
    if is_sqlite(executor):
        lite = sqlite.insert(table).values(list(rows))
        return lite.on_conflict_do_update(
            index_elements=list(key), set_={name: lite.excluded[name] for name in update}
        )
    mine = mysql.insert(table).values(list(rows))
    return mine.on_duplicate_key_update({name: mine.inserted[name] for name in update})


def overwriting(executor: Executor, table: Table, *, key: Sequence[str]) -> Insert:
    """An INSERT of whole rows, given as parameters, that overwrites the row of the same key.

    Drivers of MySQL send many such rows as one statement, but updates one by one.
    """
    others = [column.name for column in table.columns if column.name not in key]
    if is_sqlite(executor):
        lite = sqlite.insert(table)
        return lite.on_conflict_do_update(
            index_elements=list(key), set_={name: lite.excluded[name] for name in others}
        )
    mine = mysql.insert(table)
    return mine.on_duplicate_key_update({name: mine.inserted[name] for name in others})


def is_out_of_reach(error: DBAPIError) -> bool:
    """Whether the database refused us as a whole: away, full, or unwilling to take the sign-in."""
    return _code_of(error) in MYSQL_OUT_OF_REACH


def is_retryable(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed when run again: deadlock, lock wait, busy file."""
    return _code_of(error) in MYSQL_RETRYABLE or "database is locked" in str(error.orig)


def _code_of(error: DBAPIError) -> object:
    arguments: tuple[object, ...] = getattr(error.orig, "args", ())
    return next(iter(arguments), None)
