"""Fixtures that every test shares: a migrated database, a real Redis, the real application."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text

from app import migrate
from app.assignment import jobs as assignment_jobs
from app.assignment.effort_estimating import Estimator
from app.core import clock, crypto, dialect
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.triage import jobs as triage_jobs
from app.wiring import jobs as wired
from app.wiring.tables import METADATA
from app.wiring.worker import make_context
from app.workflow.approvals.service import gate
from app.workflow.escalation import jobs as escalation_jobs
from app.workflow.sla import jobs as service_level_jobs
from ml.scorer import Scorer
from tests.factories.auth import SignedIn, sign_in
from tests.fixtures import servers

BASE_URL = "http://testserver"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the database that the whole run uses."""
    parser.addoption("--database", choices=("sqlite", "mariadb"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that speak of the other dialect alone."""
    other = "mysql_only" if config.getoption("--database") == "sqlite" else "sqlite_only"
    kept = [item for item in items if item.get_closest_marker(other) is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(autouse=True, scope="session")
def _plain_tracebacks() -> None:
    # The default ones print every local variable and take seconds each.
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `mariadb`."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private Redis."""
    with servers.redis_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def database_url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private, empty database."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
        return
    with servers.mariadb() as server:
        yield server.url


@pytest.fixture(scope="session")
def settings(
    database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of the whole run; rate limits are off, tests of them make their own."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    made = Settings(
        data_dir=data_dir,
        database_url=database_url,
        redis_url=redis_url,
        rate_limits=False,
        public_url=BASE_URL,
        push_allow_private_endpoints=True,
        webhooks_allow_private_addresses=True,
        lease_seconds=2,
        follow_up_seconds=0,
    )
    crypto.configure(crypto.load_keyring(made))
    return made


@pytest.fixture(scope="session")
async def migrated(settings: Settings) -> None:
    """The database at its newest revision."""
    engine = dialect.create_engine(settings.resolved_database_url, pool_size=1)
    await migrate.upgrade(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
async def app(settings: Settings, job_context: dict[str, Any]) -> AsyncIterator[FastAPI]:
    """The application, started."""
    made = create_app(settings)
    async with LifespanManager(made):
        yield made


@pytest.fixture(scope="session")
async def job_context(settings: Settings, migrated: None) -> AsyncIterator[dict[str, Any]]:
    """The context of a worker without arq around it; rings go nowhere, `drain` runs the jobs."""
    context = make_context(settings, sender=None)
    context["scorer"] = Scorer.load()
    context["estimator"] = Estimator()
    context["gate"] = gate
    triage_jobs.prepare(context)
    yield context
    await context["database"].close()
    await context["redis"].aclose()


@pytest.fixture(autouse=True)
async def _clean(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Empty every table and Redis after a test that touched them."""
    # Only what the test itself asks for: an async fixture cannot be started from inside another.
    if "job_context" not in request.fixturenames:
        yield
        return
    context: dict[str, Any] = request.getfixturevalue("job_context")
    yield
    database: Database = context["database"]
    async with database.engine.begin() as connection:
        if not dialect.is_sqlite(connection):
            await connection.execute(text("SET FOREIGN_KEY_CHECKS=0"))
        for table in reversed(METADATA.sorted_tables):
            await connection.execute(table.delete())
        if not dialect.is_sqlite(connection):
            await connection.execute(text("SET FOREIGN_KEY_CHECKS=1"))
    await context["redis"].flushdb()
    clock.set_source(None)


@pytest.fixture
async def db(job_context: dict[str, Any]) -> Database:
    """The database, for arranging rows and looking at them."""
    database: Database = job_context["database"]
    return database


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A browser that nobody has signed in with."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL) as made:
        yield made


SignInAs = Callable[..., Awaitable[SignedIn]]


@pytest.fixture
async def sign_in_as(app: FastAPI, db: Database) -> AsyncIterator[SignInAs]:
    """Make a person of a role and give a client that is signed in as that person."""
    async with AsyncExitStack() as stack:

        async def make(role: str = "user", **facts: Any) -> SignedIn:
            made = AsyncClient(transport=ASGITransport(app=app), base_url=BASE_URL)
            await stack.enter_async_context(made)
            return await sign_in(db, made, role=role, **facts)

        yield make


@pytest.fixture
async def as_user(sign_in_as: SignInAs) -> SignedIn:
    """A signed-in user."""
    return await sign_in_as("user")


@pytest.fixture
async def as_technician(sign_in_as: SignInAs) -> SignedIn:
    """A signed-in technician with a profile."""
    return await sign_in_as("technician")


@pytest.fixture
async def as_admin(sign_in_as: SignInAs) -> SignedIn:
    """A signed-in administrator."""
    return await sign_in_as("administrator")


@pytest.fixture
async def drain(job_context: dict[str, Any]) -> Callable[[], Awaitable[int]]:
    """Run every row queue inline until all are quiet; returns how many rows were served."""
    serving = (
        triage_jobs.score_batch,
        assignment_jobs.assign_waiting,
        service_level_jobs.serve_clocks,
        escalation_jobs.serve_escalations,
        wired.dispatch_events,
        wired.follow_up,
        wired.deliver_due,
    )

    async def run() -> int:
        total = 0
        while True:
            served = 0
            for serve in serving:
                served += await serve(job_context)
            total += served
            if served == 0:
                return total

    return run


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """Time stands still at now."""
    frozen = FrozenClock(clock.now())
    clock.set_source(frozen)
    yield frozen
    clock.set_source(None)
