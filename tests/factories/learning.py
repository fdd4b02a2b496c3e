"""Builders of models in the registry, of models in memory, and of labels."""

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.core import clock
from app.learning.enums import ModelOrigin, ModelState
from app.learning.models import TriageModel
from app.learning.shelf import ModelUnusable
from app.triage.models import TriageLabel
from ml.scorer import ARTIFACTS
from tests.factories.triage import FixedScore, FixedScorer

CURVE = [
    {"floor": 0.4, "share": 0.98, "right": 0.85},
    {"floor": 0.5, "share": 0.9, "right": 0.92},
    {"floor": 0.7, "share": 0.7, "right": 0.94},
    {"floor": 0.9, "share": 0.4, "right": 0.97},
]
CALIBRATION: dict[str, Any] = {"review_floor": 0.5, "risk_coverage": CURVE}


async def make_model(
    session: AsyncSession,
    version: str = "triage-b",
    *,
    state: ModelState = ModelState.CANDIDATE,
    ago: timedelta = timedelta(),
    **facts: Any,
) -> TriageModel:
    """A trained model; one that serves was promoted as long ago as it was trained."""
    at = clock.now() - ago
    usual: dict[str, Any] = {
        "origin": ModelOrigin.TRAINED,
        "folder": version,
        "metrics": {"priority_accuracy": 0.8},
        "baseline_version": "triage-a",
        "baseline_metrics": {"priority_accuracy": 0.7},
        "calibration": CALIBRATION,
        "labels": 60,
        "trained_at": at,
        "promoted_at": at if state is ModelState.SERVING else None,
        "shadow_since": at if state is ModelState.SHADOW else None,
    }
    model = TriageModel(version=version, state=state, **{**usual, **facts})
    session.add(model)
    await session.flush()
    return model


async def make_label(
    session: AsyncSession,
    ticket_id: UUID,
    field: str = "priority",
    *,
    model: str | None = "high",
    person: str | None = "high",
    at: datetime | None = None,
    by_id: UUID | None = None,
) -> None:
    """A person's verdict on what the model said."""
    session.add(
        TriageLabel(
            ticket_id=ticket_id,
            field=field,
            old_value=model,
            model_value=model,
            value=person,
            by_id=by_id,
            at=at or clock.now(),
        )
    )
    await session.flush()


class FakeModel(FixedScorer):
    """A model in memory that says one thing, under a version of its own."""

    def __init__(
        self, version: str, *, curve: Sequence[Mapping[str, float]] = CURVE, **says: Any
    ) -> None:
        super().__init__(FixedScore(model_version=version, **says))
        self._config: dict[str, Any] = {"review_floor": 0.5, "risk_coverage": list(curve)}

    @property
    def config(self) -> Mapping[str, Any]:
        """Its configuration."""
        return self._config


class FakeFolders:
    """Loads models by folder; what is not there cannot be loaded."""

    def __init__(self, shipped: FakeModel, **trained: FakeModel) -> None:
        self.shipped = shipped
        self.trained = trained
        self.loads: list[str | None] = []

    def __call__(self, folder: Path | None) -> FakeModel:
        """Load one."""
        self.loads.append(folder.name if folder else None)
        if folder is None:
            return self.shipped
        if folder.name not in self.trained:
            raise ModelUnusable(f"{folder.name} holds no usable model")
        return self.trained[folder.name]


def write_model(folder: Path, version: str, *, upside_down: bool = False, **settings: Any) -> None:
    """The shipped model under another version; upside down it is surest of what it means least."""
    shutil.copytree(ARTIFACTS, folder, dirs_exist_ok=True)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config |= {"version": version, **settings}
    if upside_down:
        config["temperatures"] = dict.fromkeys(config["temperatures"], -1.0)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
