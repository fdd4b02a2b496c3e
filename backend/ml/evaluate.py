"""Measuring the shipped artifact on held-out rows, per origin, beside majority and baseline."""

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml import baseline, card, metrics, prepare
from ml.decision import Floats, indices, probabilities
from ml.export import logits_of
from ml.labels import HEADS, PRIORITIES
from ml.rows import Row
from ml.scorer import ARTIFACTS, Scorer

CORPUS_HEADS: Final = ("priority", "impact", "urgency", "category", "sentiment")
FLOORS: Final = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
log = logging.getLogger(__name__)


def evaluate(work: Path, folder: Path = ARTIFACTS) -> dict[str, Any]:
    """Measure the model in `folder` on all test rows; write metrics and the model card."""
    rows = prepare.load(work)
    scorer = Scorer.load(folder, threads=2)
    train = [row for row in rows if row.split == "train"]
    own = [row for row in train if row.source == "corpus"]
    report: dict[str, Any] = {"version": scorer.version, "corpus": {}, "public": {}}
    for split in ("val", "test"):
        part = [row for row in rows if row.source == "corpus" and row.split == split]
        report["corpus"][split] = corpus_figures(scorer, own, part)
    public = [row for row in rows if row.source != "corpus" and row.split == "test"]
    for head in ("it_service", "severity"):
        report["public"] |= public_figures(scorer, train, public, head)
    report["transfer"] = transfer_figures(scorer, own, rows)
    report["rows"] = {"corpus": len(own), "public": len(train) - len(own)}
    (work / "metrics.json").write_text(json.dumps(report, indent=2) + "\n")
    for line in card.tables(report):
        log.info(line)
    card.write(report, work, folder)
    return report


def corpus_figures(scorer: Scorer, train: Sequence[Row], rows: list[Row]) -> dict[str, Any]:
    """Return the figures of every head on rows of the corpus."""
    found = probabilities(logits_of(scorer, rows), scorer.calibration)
    figures: dict[str, Any] = {
        head: head_figures(found[head], rows, head, baseline.predict(train, rows, head))
        for head in CORPUS_HEADS
    }
    truth = indices(PRIORITIES, [row.priority for row in rows])
    guess, confidence = found["priority"].argmax(1), found["priority"].max(1)
    folded, folded_guess = metrics.without_critical(truth), metrics.without_critical(guess)
    right = folded == folded_guess
    figures["priority"] |= {
        "recalls": dict(
            zip(PRIORITIES, metrics.recalls(truth, guess, len(PRIORITIES)), strict=True)
        ),
        "critical_called_low": float((guess[truth == 0] == PRIORITIES.index("low")).mean()),
        "calibration_error": metrics.calibration_error(confidence, truth == guess),
        "high_medium_low_accuracy": metrics.accuracy(folded, folded_guess),
        "risk_coverage": metrics.risk_coverage(
            confidence, right, sorted({*FLOORS, scorer.review_floor})
        ),
        "review_floor": scorer.review_floor,
    }
    return figures


def public_figures(
    scorer: Scorer, train: Sequence[Row], rows: Sequence[Row], head: str
) -> dict[str, Any]:
    """Return the figures of one head for each public source that labels it."""
    part = [row for row in rows if getattr(row, head) is not None]
    if not part:
        return {}
    found = probabilities(logits_of(scorer, part), scorer.calibration)[head]
    simple = baseline.predict(train, part, head)
    figures: dict[str, Any] = {}
    for source in sorted({row.source for row in part}):
        own = [number for number, row in enumerate(part) if row.source == source]
        figures[source] = head_figures(
            found[own], [part[number] for number in own], head, [simple[number] for number in own]
        )
    return figures


def transfer_figures(scorer: Scorer, own: Sequence[Row], rows: Sequence[Row]) -> dict[str, Any]:
    """Return the figures on texts of foreign origin and foreign labels.

    These know no critical, so a critical from the model counts as high.
    """
    figures: dict[str, Any] = {}
    for head in ("priority", "sentiment"):
        part = [row for row in rows if row.split == "transfer" and getattr(row, head) is not None]
        if part:
            found = probabilities(logits_of(scorer, part), scorer.calibration)[head]
            simple = baseline.predict(own, part, head)
            if head == "priority":
                found[:, 1] += found[:, 0]
                found[:, 0] = 0.0
                simple = ["high" if label == "critical" else label for label in simple]
            figures[part[0].source] = head_figures(found, part, head, simple)
    return figures


def head_figures(
    found: Floats, rows: Sequence[Row], head: str, by_baseline: Sequence[str]
) -> dict[str, Any]:
    """Return accuracy, F1 and kappa of one head beside majority and baseline."""
    labels = HEADS[head]
    truth = indices(labels, [getattr(row, head) for row in rows])
    guess, simple = np.asarray(found.argmax(1)), indices(labels, by_baseline)
    figures: dict[str, Any] = {
        "head": head,
        "rows": len(rows),
        "accuracy": metrics.accuracy(truth, guess),
        "interval": metrics.interval(truth, guess),
        "macro_f1": metrics.macro_f1(truth, guess),
        "majority_rate": metrics.majority_rate(truth),
        "baseline_accuracy": metrics.accuracy(truth, simple),
        "baseline_macro_f1": metrics.macro_f1(truth, simple),
    }
    if head in ("priority", "severity", "impact", "urgency"):
        figures["kappa"] = metrics.weighted_kappa(truth, guess, len(labels))
        figures["baseline_kappa"] = metrics.weighted_kappa(truth, simple, len(labels))
    return figures


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.evaluate", description=__doc__)
    prepare.add_work(parser)
    parser.add_argument("--artifacts", type=Path, default=ARTIFACTS, help="model to measure")
    options = parser.parse_args()
    evaluate(options.work, options.artifacts)


if __name__ == "__main__":
    main()
