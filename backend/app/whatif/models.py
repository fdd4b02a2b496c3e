"""Table of the what-if domain: questions, how far their answers are, and the answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Float, Index, Integer, SmallInteger
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.crypto import encrypted_text_column
from app.core.ids import new_id
from app.core.models import enum_column, id_column, json_column, utc_column
from app.whatif.enums import RunState


class WhatIfRun(SQLModel, table=True):
    """One question. `files` holds what was uploaded; `claimed_until` is the worker's lease."""

    __tablename__ = "what_if_run"
    __table_args__ = (Index("ix_what_if_run_state", "state", "id"),)

    id: UUID = Field(default_factory=new_id, sa_column=id_column(primary_key=True))
    asked_by_id: UUID = Field(sa_column=id_column("user.id"))
    asked_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
    state: RunState = Field(default=RunState.QUEUED, sa_column=enum_column(RunState))
    question: dict[str, Any] = Field(sa_column=json_column())
    files: str | None = Field(
        default=None, sa_column=encrypted_text_column("what_if_run.files", nullable=True)
    )
    progress: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    simulated: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    attempts: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False))
    is_unwanted: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    claimed_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    started_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # Words of an uploaded file may stand in it.
    error: str | None = Field(
        default=None, sa_column=encrypted_text_column("what_if_run.error", nullable=True)
    )
    sentence: str | None = Field(
        default=None, sa_column=encrypted_text_column("what_if_run.sentence", nullable=True)
    )
    result: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
