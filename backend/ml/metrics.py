"""Figures over predictions: accuracy, macro-F1, weighted kappa, calibration, risk and coverage."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ml.decision import Calibration, Floats, indices, probabilities
from ml.labels import CATEGORIES, PRIORITIES
from ml.rows import Row

Labels = npt.NDArray[np.intp]
Figure = Callable[[Labels, Labels], float]


def accuracy(truth: Labels, guess: Labels) -> float:
    """Return the share of right guesses."""
    return float((truth == guess).mean())


def majority_rate(truth: Labels) -> float:
    """Return the accuracy of always guessing the largest class."""
    return float(np.bincount(truth).max() / len(truth))


def recalls(truth: Labels, guess: Labels, size: int) -> list[float]:
    """Return the recall of each class; a class without rows counts as 0."""
    return [
        float((guess[truth == label] == label).mean()) if (truth == label).any() else 0.0
        for label in range(size)
    ]


def macro_f1(truth: Labels, guess: Labels) -> float:
    """Return the mean F1 over the classes that occur in the truth or among the guesses."""
    scores = []
    for label in np.union1d(truth, guess):
        hits = float(((truth == label) & (guess == label)).sum())
        wrong = float(((truth == label) ^ (guess == label)).sum())
        scores.append(2 * hits / (2 * hits + wrong))
    return float(np.mean(scores))


def weighted_kappa(truth: Labels, guess: Labels, size: int) -> float:
    """Return Cohen's kappa with quadratic weights over ordered classes."""
    seen = np.zeros((size, size))
    np.add.at(seen, (truth, guess), 1.0)
    expected = np.outer(seen.sum(1), seen.sum(0)) / len(truth)
    steps = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    chance = float((steps * expected).sum())
    return 1.0 - float((steps * seen).sum()) / chance if chance else 0.0


def calibration_error(confidence: Floats, right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal mass."""
    order = np.argsort(confidence)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [abs(confidence[part].mean() - right[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(confidence))


def risk_coverage(
    confidence: Floats, right: npt.NDArray[np.bool_], floors: Sequence[float]
) -> list[dict[str, float]]:
    """Return, for each floor, the share of texts at or above it and the accuracy among them."""
    table = []
    for floor in floors:
        above = confidence >= floor
        among = float(right[above].mean()) if above.any() else float("nan")
        table.append({"floor": floor, "share": float(above.mean()), "accuracy": among})
    return table


def without_critical(labels: Labels) -> Labels:
    """Fold critical into high: High, Medium and Low as 0, 1 and 2."""
    return np.maximum(labels - 1, 0)


def interval(
    figure: Figure, truth: Labels, *guesses: Labels, draws: int = 1_000
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a figure over the texts (Efron 1979).

    With two guesses it is the interval of the difference, first minus second, on the same draws.
    """
    generator = np.random.default_rng(7)
    values = []
    for _ in range(draws):
        pick = generator.integers(0, len(truth), len(truth))
        found = [figure(truth[pick], guess[pick]) for guess in guesses]
        values.append(found[0] - found[1] if len(found) == 2 else found[0])
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def neighbours_kept(taught: Floats, small: Floats, most: int = 10) -> float:
    """Return recall@`most`: the share of each text's nearest others that both vector sets name.

    Rows are unit vectors of the same texts.
    """
    nearest = []
    for vectors in (taught, small):
        likeness = vectors @ vectors.T
        np.fill_diagonal(likeness, -np.inf)
        nearest.append(np.argpartition(-likeness, most, axis=1)[:, :most])
    same = [len(set(one) & set(other)) for one, other in zip(*nearest, strict=True)]
    return float(np.mean(same) / most)


def balanced_score(logits: Floats, rows: Sequence[Row]) -> dict[str, float]:
    """Return what a training run is steered by: priority and category on labelled rows."""
    found = probabilities(logits.astype(np.float64), Calibration.neutral())
    place = indices(PRIORITIES, [row.priority for row in rows])
    priority = found["priority"].argmax(1)
    category = indices(CATEGORIES, [row.category for row in rows])
    values = {
        "priority_accuracy": accuracy(place, priority),
        "priority_f1": macro_f1(place, priority),
        "priority_kappa": weighted_kappa(place, priority, len(PRIORITIES)),
        "category_f1": macro_f1(category, found["category"].argmax(1)),
    }
    score = (values["priority_f1"] + values["priority_kappa"] + values["category_f1"]) / 3
    return {name: round(value, 4) for name, value in (values | {"score": score}).items()}
