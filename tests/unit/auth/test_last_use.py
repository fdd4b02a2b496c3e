"""The use of a token is written once a minute, not once a request."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.auth import last_use
from app.auth.last_use import LastUse

TOKEN = UUID(int=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("last_used_at", "is_due"),
    [
        (None, True),
        (NOON - 61 * SECOND, True),
        (NOON - 60 * SECOND, True),
        (NOON - 59 * SECOND, False),
        (NOON, False),
    ],
)
def test_a_use_is_written_when_the_last_one_is_a_minute_old(
    last_used_at: datetime | None, is_due: bool
) -> None:
    assert LastUse().is_due(TOKEN, last_used_at=last_used_at, at=NOON) is is_due


def test_requests_that_arrive_together_write_once() -> None:
    uses = LastUse()
    answers = [uses.is_due(TOKEN, last_used_at=None, at=NOON) for _ in range(5)]
    assert answers == [True, False, False, False, False]
    assert uses.is_due(TOKEN, last_used_at=None, at=NOON + 60 * SECOND)


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_use, "MOST_REMEMBERED", 3)
    uses = LastUse()
    for number in range(10):
        assert uses.is_due(UUID(int=number), last_used_at=None, at=NOON)
    assert len(uses._written) <= 3
