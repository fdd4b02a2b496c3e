"""Tables of the learning domain: the models, what is wanted of them, and what the shadow says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Computed, Float, Integer, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.models import enum_column, id_column, json_column, utc_column
from app.learning.enums import ModelOrigin, ModelState

VERSION_LENGTH = 64
FOLDER_LENGTH = 200
SENTENCE_LENGTH = 300
DEFAULT_WANTED_ACCURACY = 0.91
SETTING_ID = 1


class TriageModel(SQLModel, table=True):
    """One model that may score tickets. Without a row in service the shipped one serves.

    `folder` lies below `models/` in the data folder; null is the artifact shipped with the product.
    `calibration` holds `review_floor` and `risk_coverage`, so that processes without the folder can
    derive a floor. `error` says why the triage worker could not load it.
    """

    __tablename__ = "triage_model"

    version: str = Field(sa_column=Column(String(VERSION_LENGTH), primary_key=True))
    state: ModelState = Field(sa_column=enum_column(ModelState))
    origin: ModelOrigin = Field(sa_column=enum_column(ModelOrigin))
    folder: str | None = Field(default=None, sa_column=Column(String(FOLDER_LENGTH), nullable=True))
    metrics: dict[str, float] | None = Field(default=None, sa_column=json_column(nullable=True))
    baseline_version: str | None = Field(
        default=None, sa_column=Column(String(VERSION_LENGTH), nullable=True)
    )
    baseline_metrics: dict[str, float] | None = Field(
        default=None, sa_column=json_column(nullable=True)
    )
    calibration: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    labels: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    trained_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    # A place in the order of service too: roll-back goes to the one promoted before.
    promoted_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    promoted_by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    shadow_since: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    note: str | None = Field(default=None, sa_column=Column(String(SENTENCE_LENGTH), nullable=True))
    error: str | None = Field(
        default=None, sa_column=Column(String(SENTENCE_LENGTH), nullable=True)
    )


# Null unless the state may be held by one model only; the database keeps it, nothing can set it.
SLOT: Any = Column(
    "slot",
    String(16),
    Computed("CASE WHEN state IN ('serving', 'shadow') THEN state END", persisted=False),
)
_MODELS = TriageModel.__table__  # type: ignore[attr-defined]
_MODELS.append_column(SLOT)
_MODELS.append_constraint(UniqueConstraint(SLOT, name="uq_triage_model_slot"))


class TriageSetting(SQLModel, table=True):
    """The one row of what an administrator wants of triage; without it the defaults hold."""

    __tablename__ = "triage_setting"

    id: int = Field(
        default=SETTING_ID, sa_column=Column(Integer, primary_key=True, autoincrement=False)
    )
    wanted_accuracy: float = Field(sa_column=Column(Float, nullable=False))
    changed_by_id: UUID | None = Field(default=None, sa_column=id_column("user.id", nullable=True))
    changed_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())


class TriageShadowResult(SQLModel, table=True):
    """What a shadow says about a ticket; empty scores: it could not read the text."""

    __tablename__ = "triage_shadow_result"

    ticket_id: UUID = Field(sa_column=id_column("ticket.id", primary_key=True))
    model_version: str = Field(sa_column=Column(String(VERSION_LENGTH), primary_key=True))
    scores: dict[str, Any] = Field(sa_column=json_column())
    scored_at: datetime = Field(default_factory=clock.now, sa_column=utc_column())
