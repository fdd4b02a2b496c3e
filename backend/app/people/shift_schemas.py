"""Request and response shapes of shifts and time off."""

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, model_validator

from app.calendars.weekly import WeeklyHours, WeeklySpan
from app.people.enums import ShiftKind

LONGEST_TIME_OFF = timedelta(days=731)


class SetShift(BaseModel):
    """When a technician works: `always`, by a `calendar`, or by a week of `own` hours."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "own",
                    "hours": {
                        "zone": "Europe/Berlin",
                        "weekly": [{"day": "monday", "opens": "08:00", "closes": "16:30"}],
                    },
                }
            ]
        }
    )

    kind: ShiftKind
    calendar_id: UUID | None = None
    hours: WeeklyHours | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        wants_calendar = self.kind is ShiftKind.CALENDAR
        wants_hours = self.kind is ShiftKind.OWN
        if wants_calendar != (self.calendar_id is not None):
            raise ValueError("calendar_id belongs to the kind calendar, and to no other")
        if wants_hours != (self.hours is not None):
            raise ValueError("hours belong to the kind own, and to no other")
        return self


class ShiftHours(BaseModel):
    """A week of hours on the clock of one zone."""

    zone: str
    weekly: list[WeeklySpan]


class ShiftDetail(BaseModel):
    """When a technician works, and what that means right now."""

    kind: ShiftKind
    calendar_id: UUID | None
    hours: ShiftHours | None
    is_on_shift: bool
    changes_at: datetime | None


class SetTimeOff(BaseModel):
    """Away from one moment up to another."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "starts_at": "2027-03-01T00:00:00Z",
                    "ends_at": "2027-03-06T00:00:00Z",
                    "reason": "Holiday",
                }
            ]
        }
    )

    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be after starts_at")
        if self.ends_at - self.starts_at > LONGEST_TIME_OFF:
            raise ValueError("two years are the most that can be put down at once")
        return self


class TimeOffRow(BaseModel):
    """Time off of somebody."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    starts_at: datetime
    ends_at: datetime
    reason: str
    made_by_id: UUID
    created_at: datetime


class PeopleSettings(BaseModel):
    """What technicians may do themselves: `own_time_off`, plan when they are away."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"examples": [{"own_time_off": True}]}
    )

    own_time_off: bool
