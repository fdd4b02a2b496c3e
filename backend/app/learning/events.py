"""Facts about models and what is wanted of them."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTrained(Event):
    """A model was trained on the labels of this installation and stands ready."""

    type: ClassVar[str] = "model_trained"
    summary: ClassVar[str] = "Model {version} was trained on {labels} labels"
    internal: ClassVar[bool] = True
    version: str
    labels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPromoted(Event):
    """A model goes into service in place of another."""

    type: ClassVar[str] = "model_promoted"
    summary: ClassVar[str] = "Model {version} went into service after {before}"
    internal: ClassVar[bool] = True
    version: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRolledBack(Event):
    """The model before the one in service serves again."""

    type: ClassVar[str] = "model_rolled_back"
    summary: ClassVar[str] = "Went back from model {before} to {version}"
    internal: ClassVar[bool] = True
    version: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowStarted(Event):
    """A model scores new tickets silently beside the one in service."""

    type: ClassVar[str] = "shadow_started"
    summary: ClassVar[str] = "Model {version} scores as the shadow"
    internal: ClassVar[bool] = True
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowEnded(Event):
    """The shadow scores no longer."""

    type: ClassVar[str] = "shadow_ended"
    summary: ClassVar[str] = "Model {version} is the shadow no longer"
    internal: ClassVar[bool] = True
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAccuracyChanged(Event):
    """An administrator said how often the model must be right where it decides alone."""

    type: ClassVar[str] = "wanted_accuracy_changed"
    summary: ClassVar[str] = "The wanted accuracy went from {before} to {after}"
    internal: ClassVar[bool] = True
    before: float
    after: float
