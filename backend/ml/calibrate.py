"""Fitting temperatures, the share of the direct head and the review floor on the validation split."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ml.decision import Calibration, Floats, indices, mixed, probabilities, sharpen, softmax
from ml.labels import HEADS, PRIORITIES, columns
from ml.metrics import Labels, accuracy, without_critical
from ml.rows import Row

GRID: Final = np.exp(np.linspace(np.log(0.4), np.log(4.0), 73))
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
FITTED_HEADS: Final = ("impact", "urgency", "priority", "category", "sentiment")
WANTED_ACCURACY: Final = 0.91
FLOOR_BOUNDS: Final = (0.55, 0.85)


def neutral() -> dict[str, Any]:
    """Return settings that change nothing, for a model that is still to be calibrated."""
    return {
        "temperatures": dict.fromkeys(HEADS, 1.0),
        "direct_share": 0.0,
        "sharpness": 1.0,
        "review_floor": 0.5,
    }


def fit(logits: Floats, rows: Sequence[Row]) -> dict[str, Any]:
    """Return temperatures, share, sharpness and review floor for labelled validation rows."""
    temperatures = dict.fromkeys(HEADS, 1.0)
    for head in FITTED_HEADS:
        truth = indices(HEADS[head], [getattr(row, head) for row in rows])
        columns_of_head = logits[:, columns()[head]]
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
    priority = probabilities(logits, calibration)["priority"]
    return {
        "temperatures": {head: round(value, 4) for head, value in temperatures.items()},
        "direct_share": share,
        "sharpness": round(float(sharpness), 4),
        "review_floor": review_floor(priority, truth),
    }


def log_loss(found: Floats, truth: Labels) -> float:
    """Return the mean negative log likelihood of the truth."""
    return float(-np.log(np.maximum(found[np.arange(len(truth)), truth], 1e-9)).mean())


def review_floor(priority: Floats, truth: Labels) -> float:
    """Return the lowest confidence above which High/Medium/Low is right often enough.

    Above the floor a priority stands without a person. The floor is kept within bounds: a small
    validation split can put it anywhere, and strangers write less clearly than the corpus does.
    """
    confidence = priority.max(axis=1)
    right = without_critical(priority.argmax(axis=1)) == without_critical(truth)
    floor = FLOOR_BOUNDS[1]
    for candidate in np.arange(FLOOR_BOUNDS[1], FLOOR_BOUNDS[0] - 0.001, -0.01):
        above = confidence >= candidate
        if above.any() and right[above].mean() < WANTED_ACCURACY:
            break
        floor = float(candidate)
    return round(floor, 2)


def _error(found: Floats, truth: Labels) -> float:
    """Rank by log loss, since accuracy over a small split moves in coarse steps."""
    return log_loss(found, truth) + 0.1 * (1 - accuracy(truth, found.argmax(axis=1)))
