"""Environments for `tikify up`: a data folder of the test's own and a free port."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.servers import free_port
from tests.supervisor.processes import clean_environment

Environment = Callable[..., dict[str, str]]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where the installation of this test lies; not made yet."""
    return tmp_path / "data"


@pytest.fixture
def environment(data_dir: Path) -> Environment:
    """Make the environment of one `tikify up`; every call takes another free port."""

    def make(**more: str) -> dict[str, str]:
        return clean_environment(data_dir, **({"TIKIFY_PORT": str(free_port())} | more))

    return make
