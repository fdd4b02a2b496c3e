"""Shapes of the time log."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef

MOST_MINUTES = 24 * 60


class AddTime(BaseModel):
    """Note down work that was done without the clock."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"minutes": 25}]})

    minutes: int = Field(ge=1, le=MOST_MINUTES)


class TimeEntryRow(BaseModel):
    """A stretch of work; without minutes it is still running."""

    id: UUID
    person: PersonRef
    started_at: datetime
    minutes: int | None


class TicketTime(BaseModel):
    """The work on a ticket: all of it as a number, and the latest stretches, newest first."""

    total_minutes: int
    running_since: datetime | None = Field(description="When your own clock was started.")
    entries: list[TimeEntryRow]
