"""Leave one origin out: what is learnt on all other origins is worth on one that nobody has seen."""

import argparse
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sklearn.linear_model import LogisticRegression

from ml import baseline, metrics, prepare, reading, train
from ml.compare import FILE, PLAIN
from ml.decision import indices
from ml.labels import ORIGINS, PRIORITIES, columns
from ml.network import Teacher
from ml.prepare import SEED
from ml.rows import Row
from ml.scorer import ARTIFACTS
from ml.train import Plan

# Projects of one house share their ways, so a house is left out as a whole.
HOUSES: Final = {
    "own corpus": ("corpus",),
    "Mozilla": ("mozilla_severity",),
    "NASA": tuple(origin for origin in ORIGINS if origin.startswith("nasa")),
    "Apache": tuple(origin for origin in ORIGINS if origin.startswith("apache")),
}
EPOCHS: Final = 2
# A sample of what others wrote: all of it would take an hour and teach little more.
ROWS: Final = 2_000
log = logging.getLogger(__name__)
Figures = dict[str, Any]


def leave_one_out(work: Path, folder: Path, *, threads: int) -> Figures:
    """Measure every house by models that never read a line of it, on its test split.

    Four levels, whatever an origin calls them. Each finished house is kept at once.
    """
    rows = [_levelled(row) for row in prepare.load(work) if _is_levelled(row)]
    target = folder / FILE
    found: Figures = json.loads(target.read_text()) if target.exists() else {}
    kept: Figures = found.setdefault("leave_one_out", {})
    for house, sources in HOUSES.items():
        asked = [row for row in rows if row.source in sources and row.split == "test"]
        others = [row for row in rows if row.source not in sources and row.split == "train"]
        learn = random.Random(SEED).sample(others, min(ROWS, len(others)))
        if house in kept or not asked:
            continue
        kept[house] = _measured(learn, asked, work, threads)
        log.info("%s: %s", house, json.dumps(kept[house]))
        target.write_text(json.dumps(found, indent=2) + "\n")
    return found


def _is_levelled(row: Row) -> bool:
    return row.source == "corpus" or row.severity is not None


def _levelled(row: Row) -> Row:
    """The row with its level as a priority, and without the name of its origin."""
    if row.severity is None:
        return Row(row.text, row.source, row.split, priority=row.priority)
    return Row(row.text.partition("\n")[2], row.source, row.split, priority=row.severity)


def _measured(learn: Sequence[Row], asked: Sequence[Row], work: Path, threads: int) -> Figures:
    truth = indices(PRIORITIES, [row.priority for row in asked])
    guesses = {
        "TF-IDF": baseline.predict(learn, asked, "priority"),
        "frozen encoder": _frozen(learn, asked),
        "fine-tuned": _finetuned(learn, asked, work, threads),
    }
    figures: Figures = {
        "texts": len(asked),
        "majority rate": round(metrics.majority_rate(truth), 3),
    }
    for name, guess in guesses.items():
        places = indices(PRIORITIES, guess)
        figures[name] = {
            "macro_f1": round(metrics.macro_f1(truth, places), 3),
            "kappa": round(metrics.weighted_kappa(truth, places, len(PRIORITIES)), 3),
        }
    return figures


def _frozen(learn: Sequence[Row], asked: Sequence[Row]) -> list[str]:
    teacher = Teacher()
    model = LogisticRegression(C=10.0, max_iter=1_000, class_weight="balanced")
    model.fit(teacher.embed([row.text for row in learn]), [row.priority for row in learn])
    return [str(label) for label in model.predict(teacher.embed([row.text for row in asked]))]


def _finetuned(learn: Sequence[Row], asked: Sequence[Row], work: Path, threads: int) -> list[str]:
    # `fit` reads the training split of the corpus in every epoch, so all are called that here.
    rows = [replace(row, source="corpus") for row in learn]
    losses = replace(PLAIN, ordinal=0.5)
    plan = Plan(losses=losses, epochs=EPOCHS, noise_share=0.0, changed_share=0.0, threads=threads)
    network = train.fit(rows, replace(plan, widened_share=0.0), work / "compared")
    logits, _ = reading.outputs_of(network, reading.tokenizer(), [row.text for row in asked])
    return [PRIORITIES[place] for place in logits[:, columns()["priority"]].argmax(1)]


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.transfer", description=__doc__)
    prepare.add_work(parser)
    parser.add_argument("--artifacts", type=Path, default=ARTIFACTS, help="folder to write to")
    parser.add_argument("--threads", type=int, default=Plan().threads)
    options = parser.parse_args()
    leave_one_out(options.work, options.artifacts, threads=options.threads)


if __name__ == "__main__":
    main()
