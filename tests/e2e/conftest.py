"""The product in processes of its own, on the database of the run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import make_api_token, make_user
from tests.factories.people import make_technician
from tests.fixtures.product import Product, product

EVERY_SKILL = dict.fromkeys(
    (
        *("hardware", "software", "network", "access", "storage"),
        *("email", "security", "billing", "hr"),
    ),
    0.8,
)


@pytest.fixture
def running(settings: Settings, migrated: None, tmp_path: Path) -> Iterator[Product]:
    """Api, worker, triage worker and a Redis of their own."""
    with product(tmp_path, settings) as made:
        yield made


@pytest.fixture
async def tokens(db: Database) -> list[str]:
    """API tokens of four users."""
    async with db.write() as session:
        return [await make_api_token(session, await make_user(session)) for _ in range(4)]


@pytest.fixture
async def technicians(db: Database) -> int:
    """Twelve technicians with every skill; returns how many tickets they can hold together."""
    async with db.write() as session:
        for _ in range(12):
            await make_technician(session, skills=EVERY_SKILL, capacity=20, stays_online=True)
    return 12 * 20
