"""Tables of the feedback domain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import id_column, utc_column


class Rating(SQLModel, table=True):
    """What a requester thought of one solution of a ticket.

    `solution_at` is the moment of the solution that is rated; a ticket that is solved again has
    another one, and so room for another rating.
    """

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("ticket_id", "solution_at", name="uq_rating_solution"),
        CheckConstraint("score BETWEEN 1 AND 5", name="ck_rating_score"),
        Index("ix_rating_technician", "technician_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    ticket_id: UUID = Field(sa_column=id_column("ticket.id"))
    solution_at: datetime = Field(sa_column=utc_column())
    author_id: UUID = Field(sa_column=id_column("user.id"))
    technician_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    score: int = Field(sa_column=Column(SmallInteger, nullable=False))
    comment: str | None = Field(
        default=None, sa_column=encrypted_text_column("rating.comment", nullable=True)
    )
    created_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    updated_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
