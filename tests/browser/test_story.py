"""The main job in Chromium, against the product in processes of its own."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.actor import Role
from app.core.config import Settings
from app.core.db import Database
from tests.factories.auth import PASSWORD, make_user
from tests.factories.profiles import make_profile
from tests.fixtures.product import Product, product

HERE = Path(__file__).parent
DIST = HERE.parents[1] / "frontend" / "dist"
CAPACITY = 5
SKILLS = dict.fromkeys(
    (
        *("hardware", "software", "network", "access", "storage"),
        *("email", "security", "billing", "hr"),
    ),
    0.8,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]


@pytest.fixture
def playwright() -> Path:
    """Playwright's command, installed as the lock file says."""
    installed = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=HERE,
            env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"},
            check=True,
        )
    return HERE / "node_modules" / ".bin" / "playwright"


@pytest.fixture
def running(settings: Settings, db: Database, tmp_path: Path) -> Iterator[Product]:
    """The product with a copy of the built page, which a build next to us cannot take away."""
    assert (DIST / "index.html").is_file(), "The page is not built; run `make setup`."
    frontend = tmp_path / "dist"
    shutil.copytree(DIST, frontend)
    with product(tmp_path, settings.model_copy(update={"frontend_dir": frontend})) as made:
        yield made


@pytest.fixture
async def accounts(db: Database) -> dict[str, dict[str, str]]:
    """One person of each role, with passwords; the technician is online and can do everything."""
    names = {
        "requester": (Role.USER, "Ann Archer"),
        "technician": (Role.TECHNICIAN, "Ben Baker"),
        "administrator": (Role.ADMINISTRATOR, "Ada Adams"),
    }
    made = {}
    async with db.write() as session:
        for key, (role, name) in names.items():
            user = await make_user(session, role=role, name=name, password=PASSWORD)
            made[key] = {"name": name, "email": user.email, "password": PASSWORD}
            if role is Role.TECHNICIAN:
                await make_profile(session, user, skills=SKILLS, capacity=CAPACITY)
    return made


async def test_the_main_job_in_the_browser(
    running: Product, playwright: Path, accounts: dict[str, dict[str, str]]
) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium is not None, "Chromium is not installed; on Debian: apt-get install chromium"
    environment = {
        **os.environ,
        "BASE_URL": running.api.url,
        "ACCOUNTS": json.dumps(accounts),
        "CHROMIUM": chromium,
    }
    done = await asyncio.to_thread(_run, playwright, environment)
    assert done.returncode == 0, f"{done.stdout[-8000:]}\n{done.stderr[-2000:]}\n{running.logs()}"


def _run(playwright: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [playwright, "test"],
        cwd=HERE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
