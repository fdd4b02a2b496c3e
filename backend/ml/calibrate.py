"""Fitting temperatures, the share of the direct head and the review floor on the validation split."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from ml.decision import Calibration, Floats, indices, mixed, probabilities, sharpen, softmax
from ml.labels import HEADS, PRIORITIES, columns
from ml.metrics import Labels, accuracy, risk_coverage, without_critical
from ml.rows import Row

GRID: Final = np.exp(np.linspace(np.log(0.4), np.log(4.0), 73))
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
FITTED_HEADS: Final = ("impact", "urgency", "priority", "category", "sentiment")
WANTED_ACCURACY: Final = 0.91
NEVER_ALONE: Final = 1.01
# None below 0.55: strangers write less clearly than the corpus does, so what is hardly likelier than
# not goes to a person even where the validation split would not ask for it.
FLOORS: Final = tuple(round(0.55 + 0.01 * step, 2) for step in range(45))


def neutral() -> dict[str, Any]:
    """Return settings that change nothing, for a model that is still to be calibrated."""
    return {
        "temperatures": dict.fromkeys(HEADS, 1.0),
        "direct_share": 0.0,
        "sharpness": 1.0,
        "review_floor": 0.5,
        "risk_coverage": [],
    }


def fit(logits: Floats, rows: Sequence[Row]) -> dict[str, Any]:
    """Return temperatures, share, sharpness and review floor for labelled validation rows.

    Each row knows its priority; a head is fitted on those that know its label.
    """
    temperatures = dict.fromkeys(HEADS, 1.0)
    for head in FITTED_HEADS:
        known = [number for number, row in enumerate(rows) if row.label(head) is not None]
        truth = indices(HEADS[head], [rows[number].label(head) for number in known])
        columns_of_head = logits[known][:, columns()[head]]
        temperatures[head] = float(
            min(GRID, key=lambda value: log_loss(softmax(columns_of_head / value), truth))
        )
    truth = indices(PRIORITIES, [row.priority for row in rows])
    found = {
        head: softmax(logits[:, columns()[head]] / temperatures[head])
        for head in ("impact", "urgency", "priority")
    }
    share = min(SHARES, key=lambda value: _error(mixed(found, value), truth))
    sharpness = min(GRID, key=lambda value: log_loss(sharpen(mixed(found, share), value), truth))
    calibration = Calibration(temperatures, share, float(sharpness))
    curve = coverage(probabilities(logits, calibration)["priority"], truth)
    return {
        "temperatures": {head: round(value, 4) for head, value in temperatures.items()},
        "direct_share": share,
        "sharpness": round(float(sharpness), 4),
        "review_floor": review_floor(curve),
        "risk_coverage": [
            {name: round(value, 4) for name, value in line.items()} for line in curve
        ],
    }


def log_loss(found: Floats, truth: Labels) -> float:
    """Return the mean negative log likelihood of the truth."""
    return float(-np.log(np.maximum(found[np.arange(len(truth)), truth], 1e-9)).mean())


def coverage(priority: Floats, truth: Labels) -> list[dict[str, float]]:
    """Return, for each floor, the share of texts at or above it and how often they are right.

    Right on High/Medium/Low: between critical and high a person decides quickly enough.
    """
    confidence = priority.max(axis=1)
    right = without_critical(priority.argmax(axis=1)) == without_critical(truth)
    return [
        {"floor": line["floor"], "share": line["share"], "right": line["accuracy"]}
        for line in risk_coverage(confidence, right, FLOORS)
        if line["share"] > 0
    ]


def review_floor(curve: Sequence[Mapping[str, float]], wanted: float = WANTED_ACCURACY) -> float:
    """Return the lowest floor from which on the model is right as often as wanted.

    Above the floor a priority stands without a person. Every higher floor must hold too, so that a
    lucky dip of the curve decides nothing. 1.01, which no confidence reaches, when none does.
    """
    floor = NEVER_ALONE
    for line in reversed(curve):
        if line["right"] < wanted:
            break
        floor = line["floor"]
    return floor


def _error(found: Floats, truth: Labels) -> float:
    """Rank by log loss, since accuracy over a small split moves in coarse steps."""
    return log_loss(found, truth) + 0.1 * (1 - accuracy(truth, found.argmax(axis=1)))
