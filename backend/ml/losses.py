"""What a training step is punished for: wrong labels, wrong order of levels, lost likeness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from torch.nn import functional

from ml.labels import HEADS, SEVERITY_HEADS, columns
from ml.rows import Row

HEAD_WEIGHTS: Final = {
    "impact": 1.0,
    "urgency": 1.0,
    "priority": 1.0,
    "category": 1.0,
    "sentiment": 0.5,
    "it_service": 0.7,
    **dict.fromkeys(SEVERITY_HEADS, 0.7),
}
ORDERED: Final = ("impact", "urgency", "priority", *SEVERITY_HEADS)
# Rare levels count more, but not so much that a handful of rows steers the whole head.
WEIGHTED: Final = (*SEVERITY_HEADS, "sentiment")


@dataclass(frozen=True, slots=True)
class Losses:
    """Which terms a run uses; the model card compares them.

    `ordinal` weighs the expected squared distance between levels, `focal` is the exponent of the
    focal loss (Lin et al. 2017), `likeness` weighs the distance to the untouched encoder's vectors.
    """

    smoothing: float = 0.05
    ordinal: float = 0.5
    focal: float = 0.0
    balanced: bool = True
    likeness: float = 2.0


def targets(rows: Sequence[Row]) -> dict[str, Any]:
    """Return one distribution per row and head; a row of zeros is a missing label.

    Noise is given the even distribution: of a text that says nothing every label is as likely.
    """
    wanted: dict[str, Any] = {}
    for head, labels in HEADS.items():
        matrix = np.zeros((len(rows), len(labels)), dtype=np.float32)
        for number, row in enumerate(rows):
            label = row.label(head)
            if row.source == "noise":
                matrix[number] = 1.0 / len(labels)
            elif label is not None:
                matrix[number, labels.index(label)] = 1.0
        wanted[head] = torch.from_numpy(matrix)
    return wanted


def class_weights(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the weight of each label: the root of how rare it is, one on average over the rows."""
    weights: dict[str, Any] = {}
    for head in WEIGHTED:
        counts = targets([row for row in rows if row.label(head) is not None])[head].sum(0)
        if float(counts.sum()) == 0:
            continue
        rare = torch.rsqrt(counts.clamp(min=1.0))
        weights[head] = rare * counts.sum() / (rare * counts).sum()
    return weights


def loss_of(
    logits: Any,
    wanted: Mapping[str, Any],
    settings: Losses,
    weights: Mapping[str, Any] | None = None,
) -> Any:
    """Return the weighted sum of the heads' losses over the rows that know a label."""
    total = logits.sum() * 0.0
    for head, place in columns().items():
        known = wanted[head].sum(1)
        if not bool(known.any()):
            continue
        chances = functional.log_softmax(logits[:, place], dim=1)
        punished = _entropy(chances, wanted[head], settings)
        if settings.ordinal and head in ORDERED:
            punished = punished + settings.ordinal * _distance(chances.exp(), wanted[head])
        if settings.balanced and weights and head in weights:
            punished = punished * (wanted[head] @ weights[head])
        total = total + HEAD_WEIGHTS[head] * punished.sum() / len(known)
    return total


def likeness_loss(embedding: Any, taught: Any) -> Any:
    """Return how far vectors, and the likeness between them, are from the untouched encoder's."""
    alone = 1 - (embedding * taught).sum(1)
    together = (embedding @ embedding.T - taught @ taught.T).square().mean()
    return alone.mean() + 5.0 * together


def _entropy(chances: Any, wanted: Any, settings: Losses) -> Any:
    known = wanted.sum(1, keepdim=True)
    size = wanted.shape[1]
    smooth = wanted * (1 - settings.smoothing) + known * settings.smoothing / size
    if settings.focal:
        smooth = smooth * (1 - chances.exp()).pow(settings.focal)
    return -(smooth * chances).sum(1)


def _distance(chances: Any, wanted: Any) -> Any:
    size = wanted.shape[1]
    steps = torch.arange(size, dtype=chances.dtype)
    squared = ((steps[:, None] - steps[None, :]) / (size - 1)).square()
    return ((wanted @ squared) * chances).sum(1)
