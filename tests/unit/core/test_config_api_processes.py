"""How many apis `tikify up` runs."""

import os

import pytest

from app.core.config import MOST_API_PROCESSES, Settings


@pytest.mark.parametrize(
    ("url", "cores", "asked", "expected"),
    [
        (None, 8, 0, 1),
        ("mysql://u:p@h/d", 2, 0, 2),
        ("mysql://u:p@h/d", 64, 0, MOST_API_PROCESSES),
        ("mysql://u:p@h/d", None, 0, 1),
        (None, 8, 3, 3),
    ],
)
def test_as_many_as_suit_the_database_and_the_machine(
    monkeypatch: pytest.MonkeyPatch, url: str | None, cores: int | None, asked: int, expected: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert Settings(database_url=url, api_processes=asked).resolved_api_processes == expected
