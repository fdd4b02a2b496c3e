"""Fitting last layers anew with the encoder standing still, each to its optimum.

The heads of the public sets, deep and wide parts together, by logistic regression: trained beside the
corpus they see few rows and stop half way. And the layer of the embedding, by ridge regression on
the untouched encoder's vectors. Both problems are convex.
"""

import argparse
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ml import prepare, reading, train
from ml.decision import Floats
from ml.labels import HEADS, SEVERITY_HEADS, columns
from ml.network import TriageNetwork
from ml.rows import Row
from ml.wide import FIRST_PIECE, PAIR_SLOTS, Wide, pair_slots

# Inverse strength of the penalty, as for the baseline within a step; tuned on nothing.
STRENGTH: Final = 3.0
# 384 columns of unit spread stand beside a unit vector of words.
DEEP_SCALE: Final = 0.05
# Of the ridge, per column of unit spread.
DAMPING: Final = 30.0
KEPT_PAIRS: Final = 24_000
LEAST_TEXTS: Final = 2
# The logit of a label that an origin never uses.
NEVER: Final = -20.0
log = logging.getLogger(__name__)
Matrix = Any


@dataclass(frozen=True, slots=True)
class Words:
    """Terms of texts: which columns are kept, and how rare each is."""

    kept: Any
    rarity: Floats

    def values(self, counts: Matrix) -> Matrix:
        """Return sublinear TF-IDF values, not yet of unit length."""
        values = counts.copy().astype(np.float64)
        values.data = 1.0 + np.log(values.data)
        return sparse.csr_matrix(values @ sparse.diags(self.rarity))


def widen(network: TriageNetwork, rows: Sequence[Row]) -> None:
    """Fit the heads of the public sets on the training rows; the network's other heads stay."""
    for wide, heads in (
        (network.wide_services, ("it_service",)),
        (network.wide_severity, SEVERITY_HEADS),
    ):
        known = [
            row
            for row in rows
            if row.split == "train" and any(row.label(head) is not None for head in heads)
        ]
        if known:
            _fit(network, wide, heads, known)


def liken(network: TriageNetwork, taught: Mapping[str, Any]) -> None:
    """Fit the layer of the embedding to the untouched encoder's vectors by text."""
    texts = list(taught)
    if not texts:
        return
    deep = reading.pooled_of(network, reading.tokenizer(), texts).astype(np.float64)
    wanted = np.stack([np.asarray(taught[text], dtype=np.float64) for text in texts])
    mean, spread = deep.mean(0), np.maximum(deep.std(0), 1e-6)
    scaled, middle = (deep - mean) / spread, wanted.mean(0)
    inner = scaled.T @ scaled + DAMPING * np.eye(scaled.shape[1])
    slope = np.linalg.solve(inner, scaled.T @ (wanted - middle)).T / spread
    with torch.no_grad():
        network.likeness.weight.copy_(torch.from_numpy(slope))
        network.likeness.bias.copy_(torch.from_numpy(middle - slope @ mean))


def _fit(network: TriageNetwork, wide: Wide, heads: Sequence[str], rows: Sequence[Row]) -> None:
    tokens = reading.tokenizer()
    read = [tokens.encode(row.text).ids for row in rows]
    singles = _singles(read, len(wide.places))
    words = _kept(singles, most=len(wide.rarity) - 1)
    values = [words.values(singles)]
    pairs = None
    if wide.with_pairs:
        counted = _pairs(read)
        pairs = _kept(counted, most=KEPT_PAIRS)
        values.append(pairs.values(counted))
    shallow = _of_unit_length(sparse.hstack(values).tocsr())
    deep = reading.pooled_of(network, tokens, [row.text for row in rows])
    mean, spread = deep.mean(0), np.maximum(deep.std(0), 1e-6)
    learnt = sparse.hstack(
        [sparse.csr_matrix((deep - mean) / spread * DEEP_SCALE), shallow]
    ).tocsr()
    weights = np.zeros((0, learnt.shape[1]))
    for head in heads:
        coefficients, biases = _regression(learnt, rows, head)
        slope = coefficients[:, : deep.shape[1]] * DEEP_SCALE / spread
        _set_deep(network, head, slope, biases - slope @ mean)
        weights = np.vstack([weights, coefficients])
    by_word = weights[:, deep.shape[1] :]
    split = singles.shape[1]
    _set_words(wide, words, by_word[:, :split])
    if pairs is not None:
        _set_pairs(wide, pairs, by_word[:, split:])


def _regression(learnt: Matrix, rows: Sequence[Row], head: str) -> tuple[Floats, Floats]:
    """Return coefficients of shape (labels, columns) and biases."""
    labels = HEADS[head]
    known = [number for number, row in enumerate(rows) if row.label(head) is not None]
    coefficients = np.zeros((len(labels), learnt.shape[1]))
    biases = np.full(len(labels), NEVER)
    given = [rows[number].label(head) for number in known]
    if len(set(given)) < 2:
        log.info("%s: one label only, nothing to learn", head)
        return coefficients, np.where([label in given for label in labels], 0.0, NEVER)
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3, class_weight="balanced")
    model.fit(learnt[known], given)
    two = len(model.classes_) == 2
    found = np.vstack([-model.coef_, model.coef_]) / 2 if two else model.coef_
    offsets = np.r_[-model.intercept_, model.intercept_] / 2 if two else model.intercept_
    for label, row, bias in zip(model.classes_, found, offsets, strict=True):
        coefficients[labels.index(label)], biases[labels.index(label)] = row, bias
    log.info("%s: fitted on %d rows", head, len(known))
    return coefficients, biases


def _singles(read: Sequence[Sequence[int]], size: int) -> Matrix:
    return _counts([[piece for piece in ids if piece >= FIRST_PIECE] for ids in read], size)


def _pairs(read: Sequence[Sequence[int]]) -> Matrix:
    slots = [pair_slots(torch.tensor([ids]))[0].tolist() for ids in read]
    return _counts([[slot for slot in found if slot] for found in slots], PAIR_SLOTS)


def _counts(terms: Sequence[Sequence[int]], size: int) -> Matrix:
    ends = np.cumsum([0, *map(len, terms)])
    flat = np.concatenate([np.asarray(found, dtype=np.int64) for found in terms])
    counts = sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(terms), size))
    counts.sum_duplicates()
    return counts


def _kept(counts: Matrix, *, most: int) -> Words:
    """The terms of most texts, but of at least two, with the usual smoothed rarity."""
    texts = np.asarray((counts > 0).sum(0)).ravel()
    order = np.argsort(-texts, kind="stable")[:most]
    kept = np.sort(order[texts[order] >= LEAST_TEXTS])
    rarity = np.zeros(counts.shape[1])
    rarity[kept] = np.log((1 + counts.shape[0]) / (1 + texts[kept])) + 1.0
    return Words(kept, rarity)


def _of_unit_length(values: Matrix) -> Matrix:
    length = np.sqrt(np.asarray(values.multiply(values).sum(1)).ravel())
    return sparse.diags(1.0 / np.maximum(length, 1e-3)) @ values


def _set_deep(network: TriageNetwork, head: str, slope: Floats, bias: Floats) -> None:
    place = columns()[head]
    with torch.no_grad():
        network.head.weight[place] = torch.from_numpy(slope.astype(np.float32))
        network.head.bias[place] = torch.from_numpy(bias.astype(np.float32))


def _set_words(wide: Wide, words: Words, weights: Floats) -> None:
    rows = np.arange(1, len(words.kept) + 1)
    wide.places.zero_()
    wide.places[words.kept] = torch.from_numpy(rows.astype(np.int32))
    wide.rarity[rows] = torch.from_numpy(words.rarity[words.kept].astype(np.float32))
    scale, small = _int8(weights[:, words.kept])
    wide.weights[rows] = torch.from_numpy(small)
    wide.scale.copy_(torch.from_numpy(scale))


def _set_pairs(wide: Wide, pairs: Words, weights: Floats) -> None:
    wide.pair_rarity.copy_(torch.from_numpy(pairs.rarity.astype(np.float32)))
    scale, small = _int8(weights)
    wide.pair_weights.copy_(torch.from_numpy(small))
    wide.pair_scale.copy_(torch.from_numpy(scale))


def _int8(weights: Floats) -> tuple[Any, Any]:
    scale = np.maximum(np.abs(weights).max(1, initial=0.0), 1e-6) / 127.0
    return scale.astype(np.float32), np.rint(weights / scale[:, None]).astype(np.int8).T.copy()


def main() -> None:
    """Run the step from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m ml.widen", description=__doc__)
    prepare.add_work(parser)
    work: Path = parser.parse_args().work
    network, rows = train.load(work), prepare.load(work)
    widen(network, rows)
    liken(network, train.teach(rows, train.Plan(), work))
    train.save(network, work)


if __name__ == "__main__":
    main()
