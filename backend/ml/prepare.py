"""Turning the corpus and the public sets into rows for training and evaluation."""

import argparse
import json
import logging
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ml import corpus
from ml.labels import IT_SERVICES, PRIORITIES, SENTIMENTS
from ml.rows import Row
from ml.text import clean, joined

WORK: Final = Path("var/ml")
DATA_SETTING: Final = "TIKIFY_TRAINING_DATA"
SEED: Final = 20240
MIN_CHARACTERS: Final = 12
# The tail of a long bug report is mostly a stack trace, and reading it takes most of the time.
PUBLIC_CHARACTERS: Final = 800
# Licensed for evaluation only. Such rows get a split of their own, which no training reads.
TRANSFER: Final = (
    ("helpdesk_synthetic", "priority", ("high", "medium", "low")),
    ("sentiment_tweets", "sentiment", SENTIMENTS),
)
log = logging.getLogger(__name__)


def rows_of_corpus() -> list[Row]:
    """Return the project's own tickets as rows."""
    return [
        Row(
            text=joined(ticket.subject, ticket.body),
            source="corpus",
            split=ticket.split,
            impact=ticket.impact,
            urgency=ticket.urgency,
            priority=ticket.priority,
            category=ticket.category,
            sentiment=ticket.sentiment,
        )
        for ticket in corpus.load()
    ]


def rows_of_public_sets(data: Path, *, train_rows: int, held_out_rows: int) -> list[Row]:
    """Return a sample of the public sets; their own splits are kept.

    Two fifths of the sample are bug reports with a severity, three fifths IT service tickets.
    """
    wanted = {
        "severity": {"train": train_rows * 2 // 5, "val": held_out_rows, "test": held_out_rows},
        "it_service": {"train": train_rows * 3 // 5, "val": held_out_rows, "test": held_out_rows},
    }
    severity = _usable(pd.read_csv(data / "priority.csv.gz"), "priority", PRIORITIES)
    service = _usable(pd.read_csv(data / "category.csv.gz"), "category", IT_SERVICES)
    service["source"] = "it_service_tickets"
    rows: list[Row] = []
    for head, frame, label in (
        ("severity", severity, "priority"),
        ("it_service", service, "category"),
    ):
        for split, number in wanted[head].items():
            part = frame[frame["split"] == split]
            part = part.sample(n=min(number, len(part)), random_state=SEED)
            rows += [_public_row(record, head, label) for record in part.to_dict("records")]
    return rows


def rows_for_transfer(data: Path, *, number: int) -> list[Row]:
    """Return texts of foreign origin that may be measured on but never trained on."""
    rows: list[Row] = []
    for name, field, labels in TRANSFER:
        path = data / f"eval_only_{name}.csv.gz"
        if path.exists():
            frame = pd.read_csv(path)
            frame = frame[frame[field].isin(labels) & frame["text"].notna()]
            frame = frame.sample(n=min(number, len(frame)), random_state=SEED)
            frame["source"], frame["split"] = name, "transfer"
            rows += [_public_row(record, field, field) for record in frame.to_dict("records")]
    return rows


def prepare(data: Path | None, work: Path, *, train_rows: int, held_out_rows: int) -> Path:
    """Write all rows to `work/rows.jsonl` and what they are to `work/rows.json`."""
    rows = rows_of_corpus()
    if data is not None:
        rows += rows_of_public_sets(data, train_rows=train_rows, held_out_rows=held_out_rows)
        rows += rows_for_transfer(data, number=held_out_rows)
    work.mkdir(parents=True, exist_ok=True)
    target = work / "rows.jsonl"
    with target.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    counts = Counter(f"{row.source}/{row.split}" for row in rows)
    (work / "rows.json").write_text(json.dumps(dict(sorted(counts.items())), indent=2) + "\n")
    for name, number in sorted(counts.items()):
        log.info("%6d  %s", number, name)
    return target


def load(work: Path) -> list[Row]:
    """Return the rows that `prepare` wrote."""
    lines = (work / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    return [Row(**json.loads(line)) for line in lines]


def data_folder(given: Path | None) -> Path | None:
    """Return the folder of the public sets from the option or the environment."""
    named = os.environ.get(DATA_SETTING)
    return given or (Path(named) if named else None)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose data and sample sizes."""
    parser.add_argument(
        "--data", type=Path, help=f"folder of the public sets (else ${DATA_SETTING}; else none)"
    )
    parser.add_argument("--public-rows", type=int, default=800, help="public rows to train on")
    parser.add_argument("--held-out-rows", type=int, default=500, help="per set and split")


def add_work(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the work folder."""
    parser.add_argument("--work", type=Path, default=WORK, help="work folder (default var/ml)")


def _usable(frame: pd.DataFrame, label: str, labels: tuple[str, ...]) -> pd.DataFrame:
    """Drop rows without text, with an unknown label, and all but the first of near-duplicates."""
    frame = frame[frame[label].isin(labels) & frame["text"].notna()]
    long_enough = frame["text"].str.len() >= MIN_CHARACTERS
    kept = frame[long_enough].drop_duplicates(subset="dup_group").copy()
    log.info("kept %d of %d rows with a %s", len(kept), len(frame), label)
    return kept


def _public_row(record: dict[Any, Any], head: str, label: str) -> Row:
    labelled: dict[str, Any] = {head: record[label]}
    return Row(
        text=clean(record["text"])[:PUBLIC_CHARACTERS],
        source=str(record["source"]),
        split=str(record["split"]),
        **labelled,
    )


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.prepare", description=__doc__)
    add_arguments(parser)
    add_work(parser)
    options = parser.parse_args()
    prepare(
        data_folder(options.data),
        options.work,
        train_rows=options.public_rows,
        held_out_rows=options.held_out_rows,
    )


if __name__ == "__main__":
    main()
