"""Turning the corpus and the public sets into rows for training and evaluation."""

import argparse
import json
import logging
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ml import corpus, dedup
from ml.labels import IT_SERVICES, PRIORITIES, SENTIMENTS
from ml.masks import masked
from ml.rows import Row
from ml.text import clean, joined

WORK: Final = Path("var/ml")
DATA_SETTING: Final = "TIKIFY_TRAINING_DATA"
SEED: Final = 20240
MIN_CHARACTERS: Final = 12
# The tail of a long bug report is mostly a stack trace, and reading it takes most of the time.
PUBLIC_CHARACTERS: Final = 800
# A shorter text has too few words to tell its language by.
LANGUAGE_CHARACTERS: Final = 200
SURE_OF_LANGUAGE: Final = 0.99
# Licensed for evaluation only. Such rows get a split of their own, which no training reads.
TRANSFER: Final = (
    ("helpdesk_synthetic", "priority", ("high", "medium", "low")),
    ("sentiment_tweets", "sentiment", SENTIMENTS),
)
TRANSFER_ROWS: Final = 1_000
log = logging.getLogger(__name__)
Dropped = Counter[str]


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


def rows_of_public_sets(data: Path, dropped: Dropped, *, most: int | None = None) -> list[Row]:
    """Return the public sets; their own splits are kept. `most`: a sample of each set's training."""
    rows: list[Row] = []
    for file, field, head, labels in (
        ("priority.csv.gz", "priority", "severity", PRIORITIES),
        ("category.csv.gz", "category", "it_service", IT_SERVICES),
    ):
        frame = pd.read_csv(data / file)
        if "source" not in frame:
            frame["source"] = "it_service_tickets"
        frame = _usable(frame, field, labels, dropped)
        train = frame[frame["split"] == "train"]
        if most is not None:
            train = train.sample(n=min(most, len(train)), random_state=SEED)
        rest = frame[frame["split"] != "train"]
        records = pd.concat([train, rest]).to_dict("records")
        rows += [_public_row(record, head, field) for record in records]
    return rows


def rows_for_transfer(data: Path) -> list[Row]:
    """Return texts of foreign origin that may be measured on but never trained on."""
    rows: list[Row] = []
    for name, field, labels in TRANSFER:
        path = data / f"eval_only_{name}.csv.gz"
        if path.exists():
            frame = pd.read_csv(path)
            frame = frame[frame[field].isin(labels) & frame["text"].notna()]
            frame = frame.sample(n=min(TRANSFER_ROWS, len(frame)), random_state=SEED)
            frame["source"], frame["split"] = name, "transfer"
            rows += [_public_row(record, field, field) for record in frame.to_dict("records")]
    return rows


def kept(rows: Sequence[Row], dropped: Dropped) -> list[Row]:
    """Drop what cannot teach: too short, another language, and copies that cross a split.

    Of a group of near-identical texts all stay when they stand on one side. When they do not, the
    side that is only trained on gives way, so that nothing measured was ever read.
    """
    sound = [row for row in rows if not _is_unsound(row, dropped)]
    numbers = dedup.groups([row.text for row in sound])
    measured = {number for row, number in zip(sound, numbers, strict=True) if row.split != "train"}
    found = []
    for row, number in zip(sound, numbers, strict=True):
        if row.split == "train" and number in measured:
            dropped[f"{row.source}: like a text that is measured"] += 1
            continue
        found.append(row)
    return found


def prepare(data: Path | None, work: Path, *, most: int | None = None) -> Path:
    """Write all rows to `work/rows.jsonl`, and what they are and what was dropped to `rows.json`."""
    dropped: Dropped = Counter()
    rows = kept(rows_of_corpus(), dropped)
    if data is not None:
        rows += kept(rows_of_public_sets(data, dropped, most=most), dropped)
        rows += rows_for_transfer(data)
    work.mkdir(parents=True, exist_ok=True)
    target = work / "rows.jsonl"
    with target.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    counts = Counter(f"{row.source}/{row.split}" for row in rows)
    report = {"rows": dict(sorted(counts.items())), "dropped": dict(sorted(dropped.items()))}
    (work / "rows.json").write_text(json.dumps(report, indent=2) + "\n")
    for name, number in sorted(counts.items()):
        log.info("%6d  %s", number, name)
    for name, number in sorted(dropped.items()):
        log.info("%6d  dropped, %s", number, name)
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
    parser.add_argument("--public-rows", type=int, help="train on a sample of each public set")


def add_work(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the work folder."""
    parser.add_argument("--work", type=Path, default=WORK, help="work folder (default var/ml)")


def _usable(
    frame: pd.DataFrame, label: str, labels: tuple[str, ...], dropped: Dropped
) -> pd.DataFrame:
    """Drop rows without text or with an unknown label, and known copies that would be trained on."""
    name = label if label == "category" else "severity"
    known = frame[frame[label].isin(labels) & frame["text"].notna()]
    dropped[f"{name}: no text or no label"] += len(frame) - len(known)
    copies = (known["split"] == "train") & known.duplicated(subset="dup_group")
    alone = known[~copies]
    dropped[f"{name}: copies"] += len(known) - len(alone)
    return alone.copy()


_identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _is_unsound(row: Row, dropped: Dropped) -> bool:
    if row.source != "corpus" and len(row.text) < MIN_CHARACTERS:
        dropped[f"{row.source}: too short"] += 1
        return True
    # Of stemmed text and of a few words the language cannot be told; only clear cases go.
    if len(row.text) >= LANGUAGE_CHARACTERS:
        language, chance = _identifier.classify(row.text)
        if language != "en" and chance >= SURE_OF_LANGUAGE:
            dropped[f"{row.source}: another language"] += 1
            return True
    return False


def _public_row(record: dict[Any, Any], head: str, label: str) -> Row:
    labelled: dict[str, Any] = {head: record[label]}
    row = Row(
        text=masked(clean(record["text"]))[:PUBLIC_CHARACTERS],
        source=str(record["source"]),
        split=str(record["split"]),
        **labelled,
    )
    # Each project means something else by its levels, so the model is told whose report it reads.
    return replace(row, text=f"{row.source}\n{row.text}") if head == "severity" else row


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.prepare", description=__doc__)
    add_arguments(parser)
    add_work(parser)
    options = parser.parse_args()
    prepare(data_folder(options.data), options.work, most=options.public_rows)


if __name__ == "__main__":
    main()
