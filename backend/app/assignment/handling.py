"""How long somebody worked on a ticket, read from its history. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.calendars.hours import Hours, business_seconds

# Nobody works longer at a stretch; a status that was left standing over the weekend says nothing.
LONGEST_STRETCH = timedelta(hours=8)
# What was begun and solved with one click took a moment all the same.
LEAST_MINUTES = 0.25


@dataclass(frozen=True, slots=True)
class Step:
    """From this moment on the ticket is worked on, or not."""

    at: datetime
    is_work: bool


def worked_minutes(steps: Iterable[Step], hours: Hours | None) -> float:
    """Minutes in progress, of working time where hours are known; 0 when work never began."""
    total = 0.0
    since: datetime | None = None
    begun = False
    for step in steps:
        if since is not None:
            total += _stretch(since, step.at, hours)
            since = None
        if step.is_work:
            since, begun = step.at, True
    return max(total, LEAST_MINUTES) if begun else 0.0


def _stretch(begins: datetime, ends: datetime, hours: Hours | None) -> float:
    seconds = (ends - begins).total_seconds()
    if hours is not None:
        inside = business_seconds(hours, begins, ends)
        # Somebody who works beyond the shift works all the same.
        seconds = inside if inside > 0.0 else seconds
    return min(seconds, LONGEST_STRETCH.total_seconds()) / 60.0
