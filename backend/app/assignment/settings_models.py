"""Table of the assignment settings: every version of them, the organisation's and each team's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.models import id_column, json_column, utc_column

# Scope of the settings that hold where a team has none of its own.
ORGANISATION = UUID(int=0)


class AssignmentSetting(SQLModel, table=True):
    """One version. The newest of a scope counts; rows are added, never changed.

    Empty settings of a team say that it follows the organisation again.
    """

    __tablename__ = "assignment_setting"
    __table_args__ = (
        UniqueConstraint("scope", "version", name="uq_assignment_setting_scope_version"),
    )

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    # A team's id. Not a foreign key: the organisation has no row there.
    scope: UUID = Field(sa_column=id_column())
    version: int = Field(sa_column=Column(Integer, nullable=False))
    settings: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    # The version that was brought back by this one.
    restores: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
