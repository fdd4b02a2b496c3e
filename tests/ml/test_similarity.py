"""The committed model's embedding: the same trouble in other words is near, another trouble is not."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.ids import new_id
from app.triage.answers import search
from app.triage.likeness import Facts, State
from app.triage.neighbours import Neighbours
from app.triage.similarity import DUPLICATE_FROM, SHOWN_FROM
from app.triage.vectors import DIMENSIONS, Vector
from ml.scorer import Scorer, TicketText

# Each line is one trouble that two people reported.
PAIRS = [
    [TicketText(**text) for text in json.loads(line)]
    for line in (Path(__file__).parent / "reported_twice.jsonl").read_text("utf-8").splitlines()
]
Likeness = NDArray[np.float32]


@pytest.fixture(scope="module")
def vectors() -> list[tuple[Vector, Vector]]:
    scorer = Scorer.load()
    first, second = (scorer.score([pair[side] for pair in PAIRS]) for side in (0, 1))
    return [(a.embedding, b.embedding) for a, b in zip(first, second, strict=True)]


@pytest.fixture(scope="module")
def of_pairs(vectors: list[tuple[Vector, Vector]]) -> Likeness:
    return np.array([a @ b for a, b in vectors], dtype=np.float32)


@pytest.fixture(scope="module")
def of_others(vectors: list[tuple[Vector, Vector]]) -> Likeness:
    flat = np.array([one for pair in vectors for one in pair])
    likeness = flat @ flat.T
    first, second = np.triu_indices(len(flat), 1)
    apart = first // 2 != second // 2
    found: Likeness = likeness[first[apart], second[apart]]
    return found


def test_embeddings_are_unit_vectors(vectors: list[tuple[Vector, Vector]]) -> None:
    lengths = [float(np.linalg.norm(one)) for pair in vectors for one in pair]

    assert lengths == pytest.approx([1.0] * len(lengths), abs=1e-3)
    assert vectors[0][0].shape == (DIMENSIONS,)


def test_two_reports_of_one_trouble_find_each_other(
    vectors: list[tuple[Vector, Vector]],
) -> None:
    neighbours = Neighbours("shipped", capacity=1_000)
    ids = [(new_id(), new_id()) for _ in vectors]
    requester = new_id()
    for pair, of in zip(ids, vectors, strict=True):
        neighbours.add(
            [
                Facts(pair[0], requester, State.SOLVED),
                Facts(pair[1], requester, State.OPEN | State.SOLVED),
            ],
            list(of),
        )

    nearest = [
        search(neighbours, of[1], but=pair[1]).solved[:1]
        for pair, of in zip(ids, vectors, strict=True)
    ]

    hits = sum(
        bool(found) and found[0].ticket_id == pair[0]
        for found, pair in zip(nearest, ids, strict=True)
    )
    assert hits >= 0.9 * len(PAIRS)


def test_the_same_trouble_is_shown(of_pairs: Likeness, of_others: Likeness) -> None:
    assert (of_pairs >= SHOWN_FROM).mean() >= 0.95
    assert (of_others >= SHOWN_FROM).mean() <= 0.06


def test_what_is_called_a_duplicate_is_one(of_pairs: Likeness, of_others: Likeness) -> None:
    right, wrong = (of_pairs >= DUPLICATE_FROM).sum(), (of_others >= DUPLICATE_FROM).sum()

    assert right / (right + wrong) >= 0.9
    assert right / len(of_pairs) >= 0.7
