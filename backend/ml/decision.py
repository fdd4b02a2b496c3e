"""From logits to probabilities: temperatures, the matrix, and what one logit does to the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from ml.labels import EVIDENCE_HEADS, HEADS, MATRIX, PRIORITIES, columns

Floats = npt.NDArray[np.float64]

# Row k, flattened impact-major, is 1 in the cells of the matrix that carry priority k.
CELLS: Final[Floats] = np.array(
    [
        [
            float(MATRIX[impact, urgency] == priority)
            for impact in HEADS["impact"]
            for urgency in HEADS["urgency"]
        ]
        for priority in PRIORITIES
    ]
)
TINY: Final = 1e-9
# What is said of a text without words: the cautious middle, and never enough to decide alone.
PRIOR: Final[Mapping[str, Mapping[str, float]]] = {
    "impact": {"high": 0.25, "medium": 0.4, "low": 0.35},
    "urgency": {"high": 0.25, "medium": 0.4, "low": 0.35},
    "priority": {"critical": 0.12, "high": 0.21, "medium": 0.37, "low": 0.3},
    "category": {"general": 0.19},
    "sentiment": {"negative": 0.15, "neutral": 0.75, "positive": 0.1},
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on the validation split: it turns logits into honest probabilities.

    `direct_share` mixes the direct priority head with the matrix of impact and urgency;
    `sharpness` is the exponent on the mixed priority probabilities.
    """

    temperatures: Mapping[str, float]
    direct_share: float = 0.0
    sharpness: float = 1.0

    @classmethod
    def neutral(cls) -> Self:
        """Return the calibration that changes nothing."""
        return cls(dict.fromkeys(HEADS, 1.0))


def probabilities(logits: Floats, calibration: Calibration) -> dict[str, Floats]:
    """Return one row of probabilities per text for each head, priority being the mixed one."""
    found: dict[str, Floats] = {}
    for head, place in columns().items():
        found[head] = softmax(logits[:, place] / calibration.temperatures.get(head, 1.0))
    found["priority"] = sharpen(mixed(found, calibration.direct_share), calibration.sharpness)
    return found


def mixed(found: Mapping[str, Floats], direct_share: float) -> Floats:
    """Return priority from the matrix, mixed with the direct head."""
    joint = found["impact"][:, :, None] * found["urgency"][:, None, :]
    by_matrix = joint.reshape(len(joint), -1) @ CELLS.T
    return (1 - direct_share) * by_matrix + direct_share * found["priority"]


def prior(head: str) -> Floats:
    """Return the distribution over a head's labels for a text that says nothing."""
    labels, given = HEADS[head], PRIOR.get(head, {})
    rest = (1.0 - sum(given.values())) / max(1, len(labels) - len(given))
    return np.array([given.get(label, rest) for label in labels])


def cell_of(priority: str, found: Mapping[str, Mapping[str, float]]) -> tuple[str, str]:
    """Return the likeliest impact and urgency among the cells that carry this priority.

    Taken together with the priority, so that what is shown never contradicts the matrix.
    """
    cells = [cell for cell, level in MATRIX.items() if level == priority]
    return max(cells, key=lambda cell: found["impact"][cell[0]] * found["urgency"][cell[1]])


def sharpen(given: Floats, exponent: float) -> Floats:
    """Raise probabilities to a power and make them sum to one again."""
    raised = np.power(np.maximum(given, TINY), exponent)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def softmax(logits: Floats) -> Floats:
    """Return the softmax of each row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def pull(logits: Floats, chosen: int, calibration: Calibration) -> Floats:
    """Return how much the log odds of the chosen priority rise per unit of each evidence logit.

    For one text, before sharpening, which only stretches the scale. It is the gradient of
    log p - log(1 - p), worked out by hand: a word's evidence is its shares of the logits weighted
    by what those logits do to the decision.
    """
    place = columns()
    heads = {
        head: softmax(logits[None, place[head]] / calibration.temperatures.get(head, 1.0))[0]
        for head in EVIDENCE_HEADS
    }
    joint = heads["impact"][:, None] * heads["urgency"][None, :]
    cells = CELLS[chosen].reshape(joint.shape) * joint
    by_matrix, direct = float(cells.sum()), float(heads["priority"][chosen])
    share = calibration.direct_share
    chance = (1 - share) * by_matrix + share * direct
    scale = 1.0 / max(chance * (1 - chance), 1e-6)
    slopes = {
        "impact": (1 - share) * (cells.sum(axis=1) - heads["impact"] * by_matrix),
        "urgency": (1 - share) * (cells.sum(axis=0) - heads["urgency"] * by_matrix),
        "priority": share * direct * (np.eye(len(PRIORITIES))[chosen] - heads["priority"]),
    }
    parts = [
        slopes[head] * scale / calibration.temperatures.get(head, 1.0) for head in EVIDENCE_HEADS
    ]
    return np.concatenate(parts)


def indices(labels: Sequence[str], values: Sequence[Any]) -> npt.NDArray[np.intp]:
    """Return the position of each value among the labels."""
    return np.array([labels.index(value) for value in values], dtype=np.intp)
