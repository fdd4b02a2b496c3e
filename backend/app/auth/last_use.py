"""When an API token was used last: written at most once a minute, whatever its traffic."""

from datetime import datetime, timedelta
from uuid import UUID

WRITE_EVERY = timedelta(minutes=1)
MOST_REMEMBERED = 10_000


class LastUse:
    """Remembers what this process wrote, so that requests arriving together write once."""

    def __init__(self) -> None:
        self._written: dict[UUID, datetime] = {}

    def is_due(self, token_id: UUID, *, last_used_at: datetime | None, at: datetime) -> bool:
        """Whether this use is worth writing; answering yes counts as written."""
        known = self._written.get(token_id)
        latest = max((used for used in (known, last_used_at) if used is not None), default=None)
        if latest is not None and at - latest < WRITE_EVERY:
            return False
        if len(self._written) >= MOST_REMEMBERED:
            self._written.clear()
        self._written[token_id] = at
        return True
