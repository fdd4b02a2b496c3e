"""Table of what is known of a technician besides his tickets: how busy he was, and how he is rated."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Double, Integer
from sqlmodel import Field, SQLModel

from app.core.models import id_column, utc_column


class TechnicianStanding(SQLModel, table=True):
    """Minutes seen at work and minutes seen here, both fading, and the sum of the newest ratings.

    `seen_at` is when the minutes were counted last; whoever was never here has no row.
    """

    __tablename__ = "technician_standing"

    user_id: UUID = Field(sa_column=id_column("technician.user_id", primary_key=True))
    busy_minutes: float = Field(default=0.0, sa_column=Column(Double, nullable=False))
    present_minutes: float = Field(default=0.0, sa_column=Column(Double, nullable=False))
    recent_minutes: float = Field(default=0.0, sa_column=Column(Double, nullable=False))
    rating_count: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    rating_total: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    seen_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
