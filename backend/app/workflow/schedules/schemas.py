"""Request and response shapes of schedules."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.auth.schemas import PersonRef
from app.calendars.weekly import ZoneName
from app.tickets.enums import Category, Level
from app.tickets.schemas import MOST_TAGS, Line, Tag, Text, Version
from app.workflow.schedules.enums import ClosedDays, Missed
from app.workflow.schedules.models import NAME_LENGTH, RULE_LENGTH

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]


def _on_the_wall(written: str) -> str:
    moment = datetime.fromisoformat(written)
    if not 2000 <= moment.year < 2200:
        raise ValueError("must lie between the years 2000 and 2199")
    return written


WallTime = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"),
    AfterValidator(_on_the_wall),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class When(_Request):
    """When a schedule is due."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "starts": "2026-11-30T09:00",
                    "zone": "Europe/Berlin",
                    "rule": "FREQ=MONTHLY;BYMONTHDAY=-1",
                    "closed_days": "previous",
                }
            ]
        },
    )

    starts: WallTime = Field(description="The first date, as the clock of the zone shows it.")
    zone: ZoneName
    rule: Annotated[str, StringConstraints(max_length=RULE_LENGTH)] | None = Field(
        default=None, description="An iCalendar rule such as `FREQ=WEEKLY;BYDAY=MO`; null: once."
    )
    calendar_id: UUID | None = Field(default=None, description="Whose closed days count.")
    closed_days: ClosedDays = ClosedDays.KEEP


class SetSchedule(When):
    """Write a schedule. `version` is the one you saw; leave it out for a new one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Backup test",
                    "subject": "Test last month's backup",
                    "description": "Bring one file back from each of the servers.",
                    "starts": "2026-11-30T09:00",
                    "zone": "Europe/Berlin",
                    "rule": "FREQ=MONTHLY;BYMONTHDAY=-1",
                    "closed_days": "previous",
                }
            ]
        },
    )

    name: Name
    subject: Line
    description: Text
    category: Category | None = None
    impact: Level | None = None
    urgency: Level | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    requester_id: UUID | None = Field(default=None, description="For whom; null: for yourself.")
    missed: Missed = Missed.ONE
    version: Version | None = None


class DateView(BaseModel):
    """A coming date."""

    at: datetime
    words: str


class SchedulePreview(BaseModel):
    """When a schedule would be due: in a sentence, and the next dates."""

    sentence: str
    dates: list[DateView]


class MadeTicket(BaseModel):
    """A ticket that a schedule made. `stands_for` counts earlier dates that were missed."""

    due_at: datetime
    ticket_id: UUID
    late_seconds: int
    stands_for: int


class ScheduleView(BaseModel):
    """A schedule as staff sees it. `may_change` speaks of the reader."""

    id: UUID
    name: str
    owner: PersonRef
    requester: PersonRef
    subject: str
    description: str
    category: Category | None
    impact: Level | None
    urgency: Level | None
    tags: list[str]
    rule: str | None
    starts: str
    zone: str
    calendar_id: UUID | None
    closed_days: ClosedDays
    missed: Missed
    is_active: bool
    next_at: datetime | None
    sentence: str
    last: MadeTicket | None
    version: int
    may_change: bool


class TurnSchedule(_Request):
    """Pause a schedule or let it go on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"is_active": False}]}
    )

    is_active: bool
