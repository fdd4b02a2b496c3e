"""Table of business calendars."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from app.calendars.weekly import ZONE_LENGTH
from app.core import clock
from app.core.ids import new_id
from app.core.models import id_column, json_column, utc_column

CALENDAR_NAME_LENGTH = 80
REGION_LENGTH = 16


class BusinessCalendar(SQLModel, table=True):
    """Named opening hours: a week, the public holidays of a place, and single days."""

    __tablename__ = "business_calendar"

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    name: str = Field(sa_column=Column(String(CALENDAR_NAME_LENGTH), nullable=False, unique=True))
    zone: str = Field(sa_column=Column(String(ZONE_LENGTH), nullable=False))
    # Spans, closed days and extra days as the API writes them.
    weekly: list[dict[str, Any]] = Field(sa_column=json_column())
    country: str | None = Field(default=None, sa_column=Column(String(2), nullable=True))
    region: str | None = Field(default=None, sa_column=Column(String(REGION_LENGTH), nullable=True))
    closed_days: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    extra_days: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
