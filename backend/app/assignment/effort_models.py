"""Tables of what is learned from solved tickets: how much work a kind is, and who is how fast."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Double, Float, Index, Integer, String
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.models import enum_column, id_column, json_column, rank_column, utc_column
from app.tickets.enums import Category, Priority

# Category, priority and class of length, with slashes between.
CELL_LENGTH = 80
# Pace over all categories.
OVERALL = ""


class HandledTicket(SQLModel, table=True):
    """How long the work on one solved ticket took; everything learned can be counted anew from these.

    No minutes: nobody noted that work began, so nothing can be learned. `standard_minutes` is what
    somebody of standard pace and full proficiency would have needed.
    """

    __tablename__ = "handled_ticket"
    __table_args__ = (
        Index("ix_handled_ticket_solved", "solved_at", "ticket_id"),
        # Who helped somebody last.
        Index("ix_handled_ticket_requester", "requester_id", "solved_at", "technician_id"),
    )

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    technician_id: UUID = Field(sa_column=id_column("user.id"))
    requester_id: UUID = Field(sa_column=id_column("user.id"))
    category: Category | None = Field(default=None, sa_column=enum_column(Category, nullable=True))
    priority: Priority = Field(sa_column=rank_column(Priority))
    characters: int = Field(sa_column=Column(Integer, nullable=False))
    minutes: float = Field(sa_column=Column(Float, nullable=False))
    standard_minutes: float = Field(sa_column=Column(Float, nullable=False))
    solved_at: datetime = Field(sa_column=utc_column())


class EffortCell(SQLModel, table=True):
    """Standard minutes that tickets of a kind took: the newest of them, and their median."""

    __tablename__ = "effort_cell"

    cell: str = Field(sa_column=Column(String(CELL_LENGTH), primary_key=True))
    count: int = Field(sa_column=Column(Integer, nullable=False))
    median: float = Field(sa_column=Column(Float, nullable=False))
    newest: list[float] = Field(sa_column=json_column())
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TechnicianPace(SQLModel, table=True):
    """How fast somebody works against what was expected: a sum of log-ratios, and of how many."""

    __tablename__ = "technician_pace"

    user_id: UUID = Field(sa_column=id_column("user.id", primary_key=True))
    category: str = Field(sa_column=Column(String(32), primary_key=True))
    count: int = Field(sa_column=Column(Integer, nullable=False))
    # MySQL's FLOAT has seven digits, which a long sum would wear away.
    log_sum: float = Field(sa_column=Column(Double, nullable=False))
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
