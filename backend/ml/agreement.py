"""How far two people who label the same tickets agree: Cohen's kappa over the second labels."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ml import corpus
from ml.decision import indices
from ml.labels import HEADS, priority_of
from ml.metrics import Labels, weighted_kappa

FILE: Final = corpus.FOLDER / "second-labels.jsonl"
FIELDS: Final = ("priority", "impact", "urgency", "category", "sentiment")
ORDERED: Final = ("priority", "impact", "urgency")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two labellings are the same, and how much of that is not chance."""

    field: str
    tickets: int
    same: float
    kappa: float
    # With quadratic weights, for fields whose labels have an order.
    weighted: float | None


def measure(path: Path = FILE, *, ids: frozenset[str] | None = None) -> list[Agreement]:
    """Compare the first and the second labels of each ticket, as they were before settling.

    Raises:
        corpus.CorpusInvalid: a line names a ticket that is not there.
    """
    pairs = [pair for pair in read(path) if ids is None or pair["id"] in ids]
    return [_compare(field, pairs) for field in FIELDS]


def read(path: Path = FILE) -> list[dict[str, Any]]:
    """Return the tickets labelled twice: `id`, `first`, `second`, each with its labels."""
    known = {ticket.id for ticket in corpus.load(path.parent)}
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        pair = json.loads(line)
        if pair["id"] not in known and not pair.get("dropped"):
            raise corpus.CorpusInvalid(f"{path.name}:{number}: no ticket {pair['id']}")
        for side in ("first", "second"):
            labels = pair[side]
            labels["priority"] = priority_of(labels["impact"], labels["urgency"])
        pairs.append(pair)
    return pairs


def kappa(one: Labels, other: Labels, size: int) -> float:
    """Return Cohen's kappa (Cohen 1960): agreement beyond chance."""
    by_chance = sum(float((one == label).mean() * (other == label).mean()) for label in range(size))
    seen = float((one == other).mean())
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def _compare(field: str, pairs: Sequence[dict[str, Any]]) -> Agreement:
    labels = HEADS[field]
    one = indices(labels, [pair["first"][field] for pair in pairs])
    other = indices(labels, [pair["second"][field] for pair in pairs])
    return Agreement(
        field=field,
        tickets=len(pairs),
        same=float(np.mean(one == other)),
        kappa=kappa(one, other, len(labels)),
        weighted=weighted_kappa(one, other, len(labels)) if field in ORDERED else None,
    )


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(prog="python -m ml.agreement", description=__doc__).parse_args()
    for line in measure():
        weighted = "" if line.weighted is None else f", weighted {line.weighted:.3f}"
        print(
            f"{line.field:<10} {line.tickets} tickets, {line.same:.1%} the same, "
            f"kappa {line.kappa:.3f}{weighted}"
        )


if __name__ == "__main__":
    main()
