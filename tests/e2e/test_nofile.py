"""The HTTP process under a low limit of open files."""

from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.db import Database
from tests.fixtures.product import Api


@pytest.fixture
def environment(settings: Settings, db: Database) -> dict[str, str]:
    return {
        "TIKIFY_DATA_DIR": str(settings.data_dir),
        "TIKIFY_DATABASE_URL": settings.resolved_database_url,
        "TIKIFY_REDIS_URL": settings.resolved_redis_url,
    }


def _under_limits(soft: int, hard: int) -> tuple[str, ...]:
    return ("sh", "-c", f'ulimit -Sn {soft} && ulimit -Hn {hard} && exec "$@"', "sh")


def _run(folder: Path, environment: dict[str, str], before: tuple[str, ...]) -> tuple[str, str]:
    """What the process wrote, and the limit that it ran under."""
    api = Api(folder, environment, before)
    api.start()
    try:
        limits = Path(f"/proc/{api.pid}/limits").read_text(encoding="utf-8")
        return api.written, next(line for line in limits.splitlines() if "open files" in line)
    finally:
        api.stop()


async def test_a_low_limit_is_told_with_what_to_raise(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    written, _ = _run(tmp_path, environment, _under_limits(1024, 1024))
    told = [line for line in written.splitlines() if "limits.open_files" in line]
    assert len(told) == 1
    assert "only 1,024 files" in told[0]
    assert "raise the hard limit 'nofile' to 20,000 or more" in told[0]


async def test_the_soft_limit_is_raised_to_the_hard_one(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    written, limit = _run(tmp_path, environment, _under_limits(512, 20_000))
    assert limit.split()[3:5] == ["20000", "20000"]
    assert "limits.open_files" not in written
