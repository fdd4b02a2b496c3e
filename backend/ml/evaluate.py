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
from ml.export import outputs_of
from ml.labels import HEADS, PRIORITIES, SEVERITY_HEADS
from ml.network import Teacher
from ml.rows import Row
from ml.scorer import ARTIFACTS, Scorer

CORPUS_HEADS: Final = ("priority", "impact", "urgency", "category", "sentiment")
ORDERED: Final = ("priority", "impact", "urgency", *SEVERITY_HEADS)
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
    for kind, heads in (("it_service", ("it_service",)), ("severity", SEVERITY_HEADS)):
        report["public"] |= public_figures(scorer, train, public, kind, heads)
    report["transfer"] = transfer_figures(scorer, own, rows)
    report["likeness"] = likeness_figures(scorer, rows)
    report["rows"] = {"corpus": len(own), "public": len(train) - len(own)}
    (work / "metrics.json").write_text(json.dumps(report, indent=2) + "\n")
    for line in card.tables(report):
        log.info(line)
    card.write(report, work, folder)
    _note(report["corpus"]["test"], folder)
    return report


def _note(figures: dict[str, Any], folder: Path) -> None:
    """Put the figures that the product shows into the artifact's own configuration."""
    path = folder / "config.json"
    priority = figures["priority"]
    shown = {
        "texts": priority["rows"],
        "priority_accuracy": priority["accuracy"],
        "macro_f1": priority["macro_f1"],
        "hml_accuracy": priority["high_medium_low_accuracy"],
        "critical_recall": priority["recalls"]["critical"],
        "critical_called_low": priority["critical_called_low"],
        "ece": priority["calibration_error"],
        "category_macro_f1": figures["category"]["macro_f1"],
    }
    config = json.loads(path.read_text(encoding="utf-8"))
    config["metrics"] = {name: round(value, 4) for name, value in shown.items()}
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def corpus_figures(scorer: Scorer, train: Sequence[Row], rows: list[Row]) -> dict[str, Any]:
    """Return the figures of every head on rows of the corpus."""
    found = probabilities(outputs_of(scorer, rows)[0], scorer.calibration)
    figures: dict[str, Any] = {
        head: head_figures(found[head], rows, head, baseline.predict(train, rows, head))
        for head in CORPUS_HEADS
    }
    keywords = indices(PRIORITIES, baseline.by_keywords(rows))
    truth = indices(PRIORITIES, [row.priority for row in rows])
    figures["priority"] |= priority_figures(found["priority"], truth, scorer.review_floor)
    figures["priority"]["keywords_accuracy"] = metrics.accuracy(truth, keywords)
    figures["priority"]["keywords_macro_f1"] = metrics.macro_f1(truth, keywords)
    return figures


def priority_figures(found: Floats, truth: metrics.Labels, floor: float) -> dict[str, Any]:
    """Return what only priority is asked: recall per level, grave errors, calibration, coverage."""
    guess, confidence = found.argmax(1), found.max(1)
    folded, folded_guess = metrics.without_critical(truth), metrics.without_critical(guess)
    return {
        "recalls": dict(
            zip(PRIORITIES, metrics.recalls(truth, guess, len(PRIORITIES)), strict=True)
        ),
        "critical_called_low": float((guess[truth == 0] == PRIORITIES.index("low")).mean()),
        "calibration_error": metrics.calibration_error(confidence, truth == guess),
        "high_medium_low_accuracy": metrics.accuracy(folded, folded_guess),
        "high_medium_low_interval": metrics.interval(metrics.accuracy, folded, folded_guess),
        "risk_coverage": metrics.risk_coverage(
            confidence, folded == folded_guess, sorted({*FLOORS, floor})
        ),
        "review_floor": floor,
        "confusion": _confusion(truth, guess, len(PRIORITIES)),
    }


def public_figures(
    scorer: Scorer, train: Sequence[Row], rows: Sequence[Row], kind: str, heads: Sequence[str]
) -> dict[str, Any]:
    """Return the figures of one kind of label for each public source that knows it.

    The baseline reads either all sources or this one alone, whichever does better here.
    """
    part = [row for row in rows if getattr(row, kind) is not None]
    if not part:
        return {}
    found = probabilities(outputs_of(scorer, part)[0], scorer.calibration)
    pooled = baseline.predict(train, part, kind)
    figures: dict[str, Any] = {}
    for head in heads:
        places = [number for number, row in enumerate(part) if row.label(head) is not None]
        own = [part[number] for number in places]
        if not own:
            continue
        source, guesses = own[0].source, [[pooled[number] for number in places]]
        if len(heads) > 1:
            alone = [row for row in train if row.source == source]
            guesses.append(baseline.predict(alone, own, kind))
        better = max(guesses, key=lambda guess: _f1(own, head, guess))
        figures[source] = head_figures(found[head][places], own, head, better)
    return figures


def _f1(rows: Sequence[Row], head: str, guess: Sequence[str]) -> float:
    truth = indices(HEADS[head], [row.label(head) for row in rows])
    return metrics.macro_f1(truth, indices(HEADS[head], guess))


def transfer_figures(scorer: Scorer, own: Sequence[Row], rows: Sequence[Row]) -> dict[str, Any]:
    """Return the figures on texts of foreign origin and foreign labels.

    These know no critical, so a critical from the model counts as high.
    """
    figures: dict[str, Any] = {}
    for head in ("priority", "sentiment"):
        part = [row for row in rows if row.split == "transfer" and row.label(head) is not None]
        if part:
            found = probabilities(outputs_of(scorer, part)[0], scorer.calibration)[head]
            simple = baseline.predict(own, part, head)
            if head == "priority":
                found[:, 1] += found[:, 0]
                found[:, 0] = 0.0
                simple = ["high" if label == "critical" else label for label in simple]
            figures[part[0].source] = head_figures(found, part, head, simple)
    return figures


def likeness_figures(scorer: Scorer, rows: Sequence[Row]) -> dict[str, float]:
    """Return recall@10 of the shipped embedding against the untouched encoder, per kind of text."""
    teacher = Teacher()
    figures = {}
    for source in ("corpus", "it_service_tickets"):
        part = [row for row in rows if row.source == source and row.split == "test"][:1_000]
        if len(part) > 10:
            taught = teacher.embed([row.text for row in part])
            figures[source] = metrics.neighbours_kept(taught, outputs_of(scorer, part)[1])
    return figures


def head_figures(
    found: Floats, rows: Sequence[Row], head: str, by_baseline: Sequence[str]
) -> dict[str, Any]:
    """Return accuracy, F1 and kappa of one head beside majority and baseline, with intervals."""
    labels = HEADS[head]
    truth = indices(labels, [row.label(head) for row in rows])
    guess, simple = np.asarray(found.argmax(1)), indices(labels, by_baseline)
    figures: dict[str, Any] = {
        "head": head,
        "rows": len(rows),
        "accuracy": metrics.accuracy(truth, guess),
        "interval": metrics.interval(metrics.accuracy, truth, guess),
        "macro_f1": metrics.macro_f1(truth, guess),
        "macro_f1_gain": metrics.interval(metrics.macro_f1, truth, guess, simple),
        "majority_rate": metrics.majority_rate(truth),
        "baseline_accuracy": metrics.accuracy(truth, simple),
        "baseline_macro_f1": metrics.macro_f1(truth, simple),
    }
    if head in ORDERED:
        size = len(labels)

        def kappa(one: metrics.Labels, other: metrics.Labels) -> float:
            return metrics.weighted_kappa(one, other, size)

        figures["kappa"] = kappa(truth, guess)
        figures["baseline_kappa"] = kappa(truth, simple)
        figures["kappa_gain"] = metrics.interval(kappa, truth, guess, simple)
    return figures


def _confusion(truth: metrics.Labels, guess: metrics.Labels, size: int) -> list[list[int]]:
    table = np.zeros((size, size), dtype=int)
    np.add.at(table, (truth, guess), 1)
    return [[int(cell) for cell in row] for row in table]


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
