"""Table of the time that people worked on tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Integer
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import id_column, utc_column


class TimeEntry(SQLModel, table=True):
    """A stretch of work of one person on one ticket; without minutes it is still running."""

    __tablename__ = "time_entry"
    __table_args__ = (
        Index("ix_time_entry_ticket", "ticket_id", "id"),
        Index("ix_time_entry_user", "user_id", "minutes"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    user_id: UUID = Field(sa_column=id_column("user.id"))
    started_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    minutes: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
