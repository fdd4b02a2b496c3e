"""Measuring a model on a file of labelled texts of one's own: JSON lines or CSV in, tables out."""

import argparse
import csv
import gzip
import io
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml import metrics
from ml.decision import Floats, indices
from ml.labels import HEADS, MATRIX, PRIORITIES
from ml.scorer import ARTIFACTS, ArtifactInvalid, Score, Scorer, TicketText

# The columns that may hold labels. `category` is told from its values to be of the one set or the other.
MEASURED: Final = ("priority", "impact", "urgency", "category", "it_service", "sentiment")
BODIES: Final = ("body", "description", "text")
ORDERED: Final = ("priority", "impact", "urgency")
BATCH: Final = 256
DRAWS: Final = 1_000
Record = Mapping[str, Any]
log = logging.getLogger(__name__)


class FileUnusable(Exception):
    """The file cannot be read or holds no labelled text; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one head."""

    head: str
    texts: int
    left_out: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    majority: float
    kappa: float | None
    by_class: dict[str, tuple[int, float]]
    folded: bool


def read(path: Path) -> list[Record]:
    """Return the records of a CSV or JSON lines file, gzipped or not.

    Raises:
        FileUnusable: it is neither, or not text.
    """
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
        text = raw.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FileUnusable(f"{path} cannot be read: {error}") from error
    if text.lstrip()[:1] == "{":
        return list(_json_lines(text, path))
    csv.field_size_limit(len(text) + 1)
    return [record for record in csv.DictReader(io.StringIO(text, newline="")) if record]


def _json_lines(text: str, path: Path) -> Iterator[Record]:
    # Only line feeds end a line: JSON may hold other separators as they are.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FileUnusable(f"Line {number} of {path} is not valid JSON.") from error
        if not isinstance(found, dict):
            raise FileUnusable(f"Line {number} of {path} is not a JSON object.")
        yield found


def text_of(record: Record) -> TicketText:
    """Return subject and body of a record; `text` and `description` count as body."""
    body = next((record[name] for name in BODIES if record.get(name)), "")
    return TicketText(str(record.get("subject") or ""), str(body))


def labels_of(records: Sequence[Record], head: str) -> list[str | None]:
    """Return each record's label of a head as the model spells it; None: absent or unknown."""
    spelled = {label.lower(): label for label in HEADS[head]}
    return [spelled.get(str(record.get(head) or "").strip().lower()) for record in records]


def with_heads(records: Sequence[Record]) -> list[Record]:
    """Move the categories to the set that knows more of them, and work priorities out of the matrix."""
    records = [_with_priority(record) for record in records]
    named = Counter(str(record.get("category") or "").strip().lower() for record in records)
    known = {
        head: sum(count for name, count in named.items() if name in map(str.lower, HEADS[head]))
        for head in ("category", "it_service")
    }
    if known["it_service"] <= known["category"]:
        return list(records)
    return [
        {
            "it_service": record.get("category"),
            **{k: v for k, v in record.items() if k != "category"},
        }
        for record in records
    ]


def _with_priority(record: Record) -> Record:
    impact, urgency = (
        str(record.get(name) or "").strip().lower() for name in ("impact", "urgency")
    )
    if record.get("priority") or (impact, urgency) not in MATRIX:
        return record
    return {**record, "priority": MATRIX[impact, urgency]}


def measure(scores: Sequence[Score], records: Sequence[Record], head: str) -> Figures | None:
    """Return the figures of one head over the records that have a label of it."""
    given = labels_of(records, head)
    known = [number for number, label in enumerate(given) if label is not None]
    if not known:
        return None
    labels = HEADS[head]
    truth = indices(labels, [given[number] for number in known])
    guess = indices(labels, [getattr(scores[number], head) for number in known])
    # Who knows three levels of priority calls critical what we call critical, but says high.
    folded = head == "priority" and not (truth == 0).any()
    if folded:
        guess = np.maximum(guess, 1)
    wanted = sum(1 for record in records if str(record.get(head) or "").strip())
    kappa = metrics.weighted_kappa(truth, guess, len(labels)) if head in ORDERED else None
    return Figures(
        head=head,
        texts=len(known),
        left_out=wanted - len(known),
        accuracy=metrics.accuracy(truth, guess),
        interval=metrics.interval(metrics.accuracy, truth, guess, draws=DRAWS),
        macro_f1=metrics.macro_f1(truth, guess),
        majority=metrics.majority_rate(truth),
        kappa=kappa,
        by_class={
            label: (int((truth == place).sum()), recall)
            for place, (label, recall) in enumerate(
                zip(labels, metrics.recalls(truth, guess, len(labels)), strict=True)
            )
            if (truth == place).any()
        },
        folded=folded,
    )


def alone(
    scores: Sequence[Score], records: Sequence[Record], floor: float
) -> dict[str, float] | None:
    """Return what an administrator asks: how much is decided alone, and how often it is right."""
    given = labels_of(records, "priority")
    known = [number for number, label in enumerate(given) if label is not None]
    if not known:
        return None
    truth = indices(PRIORITIES, [given[number] for number in known])
    guess = indices(PRIORITIES, [scores[number].priority for number in known])
    sure: Floats = np.array([scores[number].confidence for number in known])
    right = metrics.without_critical(truth) == metrics.without_critical(guess)
    line = metrics.risk_coverage(sure, right, [floor])[0]
    critical = truth == 0
    low = float((guess[critical] == PRIORITIES.index("low")).mean()) if critical.any() else None
    found = {
        "high_medium_low_accuracy": float(right.mean()),
        "calibration_error": metrics.calibration_error(sure, truth == guess),
        "review_floor": floor,
        "share_alone": line["share"],
    }
    if line["share"]:
        found["right_alone"] = line["accuracy"]
    if low is not None:
        found["critical_called_low"] = low
    return found


def tables(figures: Sequence[Figures], decided: Mapping[str, float] | None) -> Iterator[str]:
    """Return the lines of the report."""
    yield "| what | texts | accuracy (95 % interval) | macro-F1 | kappa | largest class |"
    yield "|---|---|---|---|---|---|"
    for one in figures:
        kappa = "" if one.kappa is None else f"{one.kappa:.3f}"
        yield (
            f"| {one.head} | {one.texts} | {one.accuracy:.3f} ({one.interval[0]:.3f} to "
            f"{one.interval[1]:.3f}) | {one.macro_f1:.3f} | {kappa} | {one.majority:.3f} |"
        )
    yield ""
    for one in figures:
        recalls = ", ".join(
            f"{name} {share:.2f} ({n})" for name, (n, share) in one.by_class.items()
        )
        yield f"Recall of {one.head} (texts): {recalls}."
        if one.folded:
            yield "No text is labelled critical, so a critical from the model counted as high."
        if one.left_out:
            yield f"{one.left_out} texts have another {one.head} than the model knows; left out."
    if decided is None:
        return
    yield f"High/Medium/Low (critical and high together): {decided['high_medium_low_accuracy']:.3f}."
    yield f"Expected calibration error of the priority: {decided['calibration_error']:.3f}."
    if "critical_called_low" in decided:
        yield f"Critical called low: {decided['critical_called_low']:.1%}."
    right = f", right in {decided['right_alone']:.1%}" if "right_alone" in decided else ""
    yield (
        f"Decided alone at the review floor of {decided['review_floor']:.2f}: "
        f"{decided['share_alone']:.1%} of the texts{right} on High/Medium/Low."
    )


def evaluate(scorer: Scorer, records: Sequence[Record]) -> Iterator[str]:
    """Score all records and return the lines of the report.

    Raises:
        FileUnusable: no record has a label that the model knows.
    """
    records = with_heads(records)
    texts = [text_of(record) for record in records]
    scores: list[Score] = []
    for start in range(0, len(texts), BATCH):
        scores += scorer.score(texts[start : start + BATCH])
    found = filter(None, map(partial(measure, scores, records), MEASURED))
    figures = list(found)
    if not figures:
        raise FileUnusable(
            f"No record has one of the columns {', '.join(MEASURED)} with a known label."
        )
    return tables(figures, alone(scores, records, scorer.review_floor))


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="tikify ml evaluate",
        description="Prints how a model does on labelled texts. FILE is CSV or JSON lines, gzipped "
        "or not, with subject and body (or text) and any of: " + ", ".join(MEASURED) + ".",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the labelled texts")
    parser.add_argument("--model", type=Path, default=ARTIFACTS, help="folder of another model")
    parser.add_argument("--threads", type=int, default=1, help="processor cores to use (default 1)")
    options = parser.parse_args()
    try:
        scorer = Scorer.load(options.model, threads=options.threads)
        records = read(options.file)
        sys.stdout.write(f"Model {scorer.version}, {len(records)} records of {options.file}.\n\n")
        sys.stdout.writelines(f"{line}\n" for line in evaluate(scorer, records))
    except (ArtifactInvalid, FileUnusable) as error:
        sys.stderr.write(f"{str(error).rstrip('.')}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
