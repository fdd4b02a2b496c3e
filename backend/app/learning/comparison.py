"""Two models on the same judged tickets: which is better, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ml import metrics
from ml.decision import indices
from ml.labels import CATEGORIES, PRIORITIES
from ml.metrics import Figure, Labels
from ml.rows import Row
from ml.scorer import Scorer, TicketText

BATCH: Final = 64
DRAWS: Final = 1_000
# So much of the categories may go before a better priority is no win any more.
CATEGORY_SLACK: Final = 0.02


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures of both models; gains are the new one's minus the old one's, with 95 % intervals."""

    base_version: str
    metrics: dict[str, float]
    base_metrics: dict[str, float]

    @property
    def wins(self) -> bool:
        """Whether the new model is right more often, beyond chance, and nothing pays for it."""
        gain, category = self.metrics, "category_accuracy"
        is_sure = gain["accuracy_gain"] > 0 and gain["accuracy_gain_low"] >= 0
        paid = gain.get(category, 1.0) < self.base_metrics.get(category, 0.0) - CATEGORY_SLACK
        return is_sure and gain["macro_f1_gain"] >= 0 and not paid

    @property
    def sentence(self) -> str:
        """The outcome for people."""
        new, old = self.metrics, self.base_metrics
        return (
            f"Right on {new['priority_accuracy']:.1%} of {new['texts']:.0f} tickets that it had not "
            f"read, against {old['priority_accuracy']:.1%}: {100 * new['accuracy_gain']:+.1f} points "
            f"(95 % interval {100 * new['accuracy_gain_low']:+.1f} to "
            f"{100 * new['accuracy_gain_high']:+.1f})."
        )


def compare(base: Scorer, candidate: Scorer, rows: Sequence[Row]) -> Comparison:
    """Score rows that neither model was trained on; each knows its priority."""
    old, new = _guesses(base, rows, "priority"), _guesses(candidate, rows, "priority")
    truth = indices(PRIORITIES, [row.priority for row in rows])
    figures = _figures(candidate, rows, truth, new)
    for name, figure in (("accuracy_gain", metrics.accuracy), ("macro_f1_gain", metrics.macro_f1)):
        figures |= _gain(name, figure, truth, new, old)
    return Comparison(base.version, figures, _figures(base, rows, truth, old))


def _figures(scorer: Scorer, rows: Sequence[Row], truth: Labels, guess: Labels) -> dict[str, float]:
    folded, folded_guess = metrics.without_critical(truth), metrics.without_critical(guess)
    figures = {
        "texts": float(len(rows)),
        "priority_accuracy": metrics.accuracy(truth, guess),
        "macro_f1": metrics.macro_f1(truth, guess),
        "hml_accuracy": metrics.accuracy(folded, folded_guess),
        "kappa": metrics.weighted_kappa(truth, guess, len(PRIORITIES)),
    }
    if (truth == 0).any():
        figures["critical_recall"] = metrics.recalls(truth, guess, len(PRIORITIES))[0]
    known = [row for row in rows if row.category is not None]
    if known:
        right = indices(CATEGORIES, [row.category for row in known])
        said = _guesses(scorer, known, "category")
        figures["category_accuracy"] = metrics.accuracy(right, said)
        figures["category_macro_f1"] = metrics.macro_f1(right, said)
    return {name: round(value, 4) for name, value in figures.items()}


def _gain(name: str, figure: Figure, truth: Labels, new: Labels, old: Labels) -> dict[str, float]:
    low, high = metrics.interval(figure, truth, new, old, draws=DRAWS)
    gain = figure(truth, new) - figure(truth, old)
    return {name: round(gain, 4), f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}


def _guesses(scorer: Scorer, rows: Sequence[Row], head: str) -> Labels:
    labels = PRIORITIES if head == "priority" else CATEGORIES
    said: list[str] = []
    for start in range(0, len(rows), BATCH):
        # Their text is cleaned already, and cleaning it again changes nothing.
        texts = [TicketText("", row.text) for row in rows[start : start + BATCH]]
        said += [getattr(score, head) for score in scorer.score(texts)]
    return indices(labels, said)
