"""Tables of what follows a solution."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Integer
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import id_column, utc_column


class LifecycleSetting(SQLModel, table=True):
    """The one row of what happens after a solution; without it the defaults hold."""

    __tablename__ = "lifecycle_setting"

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    # Working days until a solved ticket closes by itself; nothing: it never does.
    close_after_days: int | None = Field(default=5, sa_column=Column(Integer, nullable=True))
    # Nothing: every day is a working day.
    calendar_id: UUID | None = Field(
        default=None, sa_column=id_column("business_calendar.id", nullable=True)
    )
    asks: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    ask_after_hours: int = Field(default=24, sa_column=Column(Integer, nullable=False))
    # Nothing: nobody is reminded.
    remind_after_days: int | None = Field(default=3, sa_column=Column(Integer, nullable=True))
    changed_by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class SolutionFollowUp(SQLModel, table=True):
    """What is still to come after the solution that stands: asking for a rating, closing.

    `survey_id` is what a mailed link names; another solution gets another one. `asked` counts the
    question and its reminder.
    """

    __tablename__ = "solution_follow_up"
    __table_args__ = (
        Index("ix_solution_follow_up_ask", "ask_at"),
        Index("ix_solution_follow_up_close", "close_at"),
    )

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    survey_id: UUID = Field(default_factory=new_id, sa_column=id_column(index=True))
    solution_at: datetime = Field(sa_column=utc_column())
    asked: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    asked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    ask_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    close_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
