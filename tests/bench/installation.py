"""An installation to measure: database with durable commits, Redis, and the product's processes over it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import migrate
from app.core import crypto, dialect
from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import make_api_token, make_user
from tests.factories.people import make_technician
from tests.fixtures.product import Product
from tests.fixtures.servers import Durability, MariaDb, mariadb, redis_server

KINDS = ("sqlite", "mariadb")
BUFFER_POOL = "1G"
SKILLS = dict.fromkeys(
    (
        *("hardware", "software", "network", "access", "storage"),
        *("email", "security", "billing", "hr"),
    ),
    0.8,
)


@dataclass
class Installation:
    """What is measured. `server` is the MariaDB, where there is one."""

    kind: str
    database: Database
    product: Product
    server: MariaDb | None

    async def user_tokens(self, count: int) -> list[str]:
        """API tokens of that many new users."""
        async with self.database.write() as session:
            return [await make_api_token(session, await make_user(session)) for _ in range(count)]

    async def add_technicians(self, count: int, *, capacity: int) -> None:
        """Technicians who are online and can do everything."""
        async with self.database.write() as session:
            for _ in range(count):
                await make_technician(
                    session, skills=SKILLS, capacity=capacity, comfortable_capacity=capacity,
                    stays_online=True,
                )  # fmt: skip


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[tuple[str, MariaDb | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}", None
        return
    with mariadb(durability=Durability.EVERY_COMMIT, buffer_pool=BUFFER_POOL) as server:
        yield server.url, server


@asynccontextmanager
async def installation(kind: str) -> AsyncIterator[Installation]:
    """Make an empty installation for the length of the block; its processes are not started."""
    with (
        tempfile.TemporaryDirectory(prefix="tikify-bench-") as name,
        _database(kind, Path(name)) as (url, server),
        redis_server() as redis,
    ):
        folder = Path(name)
        settings = Settings(data_dir=folder / "data", database_url=url, rate_limits=False)
        crypto.configure(crypto.load_keyring(settings))
        engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
        await migrate.upgrade(engine)
        await engine.dispose()
        product = Product(folder, settings, redis)
        database = Database(settings)
        try:
            yield Installation(kind, database, product, server)
        finally:
            product.stop()
            await database.close()
