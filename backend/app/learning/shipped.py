"""The model that comes with the product, as far as processes without a scorer need to know it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

# Read as a file: importing `ml` would bring its packages into the HTTP process.
CONFIG: Final = Path(__file__).parents[2] / "ml" / "artifacts" / "config.json"


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """Version, measured figures and calibration of the artifact."""

    version: str
    metrics: dict[str, float]
    calibration: dict[str, Any]


def calibration_of(config: dict[str, Any]) -> dict[str, Any]:
    """What of a model's configuration a floor is derived from."""
    return {
        "review_floor": config["review_floor"],
        "risk_coverage": config.get("risk_coverage") or [],
    }


@cache
def shipped_model() -> ShippedModel:
    """Read the artifact's configuration; it does not change while a process runs."""
    config = json.loads(CONFIG.read_text(encoding="utf-8"))
    figures = {
        name: float(value)
        for name, value in (config.get("metrics") or {}).items()
        if isinstance(value, int | float)
    }
    return ShippedModel(str(config["version"]), figures, calibration_of(config))
