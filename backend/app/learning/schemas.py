"""Shapes of requests and answers of the learning domain."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.auth.schemas import PersonRef
from app.learning.enums import ModelOrigin, ModelState

Share = Annotated[float, Field(ge=0, le=1)]


class ModelRow(BaseModel):
    """A model; `error` tells why it cannot be loaded, and then the shipped one scores in its place.

    `metrics` and `baseline_metrics` (of the model that served then) were measured on the same
    tickets, which neither had been trained on. The gains in `metrics` come with the ends of their
    95 % intervals.
    """

    version: str
    state: ModelState
    origin: ModelOrigin
    metrics: dict[str, float] | None
    baseline_version: str | None
    baseline_metrics: dict[str, float] | None
    labels: int = Field(description="Tickets with labels that it learned from.")
    trained_at: datetime | None
    promoted_at: datetime | None
    promoted_by: PersonRef | None
    note: str | None
    error: str | None


class ShadowReport(BaseModel):
    """How the shadow compares with the model in service, on the newest tickets that both scored."""

    model: ModelRow
    since: datetime
    scored: int
    same_priority: Share | None
    same_category: Share | None
    judged: int = Field(description="Of these, tickets whose priority a person judged.")
    shadow_right: int
    serving_right: int


class ModelsPage(BaseModel):
    """The models: what serves, what came with the product, the shadow, and those trained here."""

    serving: ModelRow
    shipped: ModelRow
    shadow: ShadowReport | None
    items: list[ModelRow] = Field(description="Trained models, newest first.")
    next_cursor: str | None


class CoverageLine(BaseModel):
    """At this floor: the share of tickets decided alone, and how often they are right."""

    floor: float
    share: Share
    right: Share


class TriageSettings(BaseModel):
    """What is wanted of triage, and what follows from it for the model in service.

    `floor` is the confidence below which a person looks; above 1 every ticket goes to a person.
    """

    wanted_accuracy: float
    floor: float
    expected_share_alone: Share | None = Field(
        description="Share of tickets decided without a person; null when it was never measured."
    )
    model_version: str
    risk_coverage: list[CoverageLine]
    changed_by: PersonRef | None
    changed_at: datetime | None


class ChangeTriageSettings(BaseModel):
    """How often the model must be right on High/Medium/Low where it decides alone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"wanted_accuracy": 0.95}]}
    )

    wanted_accuracy: Annotated[float, Field(ge=0.80, le=0.99, allow_inf_nan=False)]


class WeekOfTriage(BaseModel):
    """One week from Monday on, in UTC. Scores count in the week of scoring, looks in that of the look.

    `accuracy` is the share of tickets that people looked at whose priority they left as the model
    had it. People look where the model was unsure, so it is lower than over all tickets.
    """

    week: date
    scored: int
    reviewed: int
    corrected: int
    accuracy: Share | None
    category_accuracy: Share | None
    mean_confidence: Share | None
    confidence_histogram: list[int] = Field(description="Ten bins from 0 to 1.")
    category_mix: dict[str, int]
    needs_review_share: Share | None


class QualityReport(BaseModel):
    """The weeks, oldest first, and what has drifted, in sentences."""

    weeks: list[WeekOfTriage]
    warnings: list[str]
