"""Trying the ways to train on a third of the corpus, same rows and seed, and how much more corpus helps."""

import argparse
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from ml import baseline, metrics, prepare, reading, train
from ml.decision import Calibration, indices, probabilities
from ml.labels import CATEGORIES, HEADS, PRIORITIES, columns
from ml.losses import Losses
from ml.network import Teacher
from ml.rows import Row
from ml.scorer import ARTIFACTS
from ml.train import Plan

FILE: Final = "comparison.json"
EPOCHS: Final = 3
SUBSET: Final = 3
PLAIN: Final = Losses(ordinal=0.0, balanced=False, likeness=0.0)
VARIANTS: Final = {
    "full fine-tuning": Plan(losses=PLAIN),
    "full, ordinal loss": Plan(losses=replace(PLAIN, ordinal=1.0)),
    "full, focal loss (2)": Plan(losses=replace(PLAIN, focal=2.0)),
    "full, class weights": Plan(losses=replace(PLAIN, balanced=True)),
    "full, held to the encoder": Plan(losses=Losses()),
    "LoRA (rank 16)": Plan(method="lora", losses=PLAIN),
    "frozen, heads trained": Plan(method="frozen", losses=PLAIN),
}
SHARES: Final = (0.125, 0.25, 0.5, 1.0)
log = logging.getLogger(__name__)
Figures = dict[str, Any]


def compare(work: Path, folder: Path, *, threads: int) -> Figures:
    """Run every variant and the learning curve; measured on the validation split, never the test.

    Each finished run is kept at once, so that a broken-off comparison goes on where it stopped.
    """
    own = [row for row in prepare.load(work) if row.source == "corpus"]
    learn = [row for row in own if row.split == "train"]
    judge = [row for row in own if row.split == "val"]
    target = folder / FILE
    found: Figures = json.loads(target.read_text()) if target.exists() else {}
    part = learn[::SUBSET]
    found.setdefault("rows", {"train": len(part), "validation": len(judge)})
    variants, curve = found.setdefault("variants", {}), found.setdefault("learning_curve", {})
    simple: dict[str, Callable[[], Figures]] = {
        "keywords": lambda: _of_labels(judge, baseline.by_keywords(judge), None),
        "TF-IDF, logistic regression": lambda: _of_labels(
            judge,
            baseline.predict(part, judge, "priority"),
            baseline.predict(part, judge, "category"),
        ),
        "frozen, logistic regression": lambda: _frozen(part, judge),
    }
    for name, measure in simple.items():
        if name not in variants:
            _keep(variants, name, measure(), found, target)
    for name, plan in VARIANTS.items():
        if name not in variants:
            _keep(
                variants, name, _trained(part + judge, _short(plan, threads), work), found, target
            )
    for share in SHARES:
        if str(share) not in curve:
            some = learn[:: round(1 / share)] + judge
            _keep(curve, str(share), _trained(some, _short(Plan(), threads), work), found, target)
    return found


def _short(plan: Plan, threads: int) -> Plan:
    return replace(plan, epochs=EPOCHS, public_passes=0, threads=threads)


def _trained(rows: Sequence[Row], plan: Plan, work: Path) -> Figures:
    network = train.fit(rows, plan, work / "compared")
    judge = [row for row in rows if row.split == "val"]
    logits, _ = reading.outputs_of(network, reading.tokenizer(), [row.text for row in judge])
    return _of_logits(logits, judge)


def _of_logits(logits: Any, judge: Sequence[Row]) -> Figures:
    found = probabilities(logits.astype(np.float64), Calibration.neutral())
    by_matrix = [PRIORITIES[place] for place in found["priority"].argmax(1)]
    direct = logits[:, columns()["priority"]].argmax(1)
    category = [CATEGORIES[place] for place in found["category"].argmax(1)]
    figures = _of_labels(judge, by_matrix, category)
    figures["direct_macro_f1"] = metrics.macro_f1(
        indices(PRIORITIES, [row.priority for row in judge]), direct
    )
    return figures


def _of_labels(
    judge: Sequence[Row], priority: Sequence[str], category: Sequence[str] | None
) -> Figures:
    truth = indices(PRIORITIES, [row.priority for row in judge])
    guess = indices(PRIORITIES, priority)
    figures = {
        "accuracy": metrics.accuracy(truth, guess),
        "macro_f1": metrics.macro_f1(truth, guess),
        "kappa": metrics.weighted_kappa(truth, guess, len(PRIORITIES)),
        "critical_recall": metrics.recalls(truth, guess, len(PRIORITIES))[0],
        "critical_called_low": float((guess[truth == 0] == PRIORITIES.index("low")).mean()),
    }
    if category is not None:
        known = indices(CATEGORIES, [row.category for row in judge])
        figures["category_macro_f1"] = metrics.macro_f1(known, indices(CATEGORIES, category))
    return figures


def _frozen(learn: Sequence[Row], judge: Sequence[Row]) -> Figures:
    teacher = Teacher()
    read, asked = (teacher.embed([row.text for row in part]) for part in (learn, judge))
    guesses = []
    for head in ("priority", "category"):
        model = LogisticRegression(C=10.0, max_iter=1_000, class_weight="balanced")
        model.fit(read, [getattr(row, head) for row in learn])
        guesses.append([str(label) for label in model.predict(asked)])
    assert set(guesses[0]) <= set(HEADS["priority"])
    return _of_labels(judge, guesses[0], guesses[1])


def _keep(part: Figures, name: str, figures: Figures, whole: Figures, target: Path) -> None:
    part[name] = {key: round(value, 4) for key, value in figures.items()}
    log.info("%s: %s", name, json.dumps(part[name]))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(whole, indent=2) + "\n")


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.compare", description=__doc__)
    prepare.add_work(parser)
    parser.add_argument("--artifacts", type=Path, default=ARTIFACTS, help="folder to write to")
    parser.add_argument("--threads", type=int, default=Plan().threads)
    options = parser.parse_args()
    compare(options.work, options.artifacts, threads=options.threads)


if __name__ == "__main__":
    main()
