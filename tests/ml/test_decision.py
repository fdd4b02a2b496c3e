"""From logits to probabilities: the matrix summed over cells, temperatures and evidence slopes."""

from dataclasses import replace

import numpy as np
import pytest

from ml.decision import Calibration, cell_of, prior, probabilities, pull, sharpen
from ml.labels import EVIDENCE_HEADS, HEADS, MATRIX, PRIORITIES, columns, width

NEUTRAL = Calibration.neutral()
MIXED = Calibration(dict.fromkeys(HEADS, 1.3), direct_share=0.4, sharpness=1.2)


def logits(**chosen: str) -> np.ndarray:
    row = np.zeros((1, width()))
    for head, label in chosen.items():
        row[0, columns()[head].start + HEADS[head].index(label)] = 9.0
    return row


def log_odds(row: np.ndarray, level: int, calibration: Calibration) -> float:
    chance = probabilities(row, calibration)["priority"][0, level]
    return float(np.log(chance / (1 - chance)))


@pytest.mark.parametrize(("cell", "priority"), list(MATRIX.items()))
def test_a_sure_impact_and_urgency_give_the_priority_of_their_cell(
    cell: tuple[str, str], priority: str
) -> None:
    found = probabilities(logits(impact=cell[0], urgency=cell[1]), NEUTRAL)["priority"][0]
    assert PRIORITIES[int(found.argmax())] == priority
    assert found.max() > 0.99


def test_with_nothing_known_each_priority_gets_its_number_of_cells() -> None:
    found = probabilities(logits(), NEUTRAL)["priority"][0]
    assert found == pytest.approx([1 / 9, 2 / 9, 3 / 9, 3 / 9])


def test_every_head_sums_to_one() -> None:
    row = np.random.default_rng(1).normal(size=(5, width())) * 4
    for rows in probabilities(row, MIXED).values():
        assert rows.sum(axis=1) == pytest.approx(np.ones(5))


def test_a_high_temperature_takes_confidence_away() -> None:
    row = np.random.default_rng(2).normal(size=(1, width())) * 4
    hot = Calibration(dict.fromkeys(HEADS, 5.0))
    sure = probabilities(row, NEUTRAL)["category"].max()
    assert probabilities(row, hot)["category"].max() < sure


def test_sharpening_keeps_the_order_and_the_sum() -> None:
    given = np.array([[0.1, 0.4, 0.3, 0.2]])
    sharper = sharpen(given, 2.0)
    assert sharper.argsort().tolist() == given.argsort().tolist()
    assert sharper.sum() == pytest.approx(1.0)
    assert sharper.max() > given.max()


def test_huge_logits_stay_finite() -> None:
    for rows in probabilities(np.full((1, width()), 1e4), MIXED).values():
        assert np.isfinite(rows).all()


def test_the_shown_cell_always_carries_the_shown_priority() -> None:
    generator = np.random.default_rng(3)
    for _ in range(50):
        found = {
            head: dict(zip(HEADS[head], generator.dirichlet(np.ones(3)), strict=True))
            for head in ("impact", "urgency")
        }
        for priority in PRIORITIES:
            assert MATRIX[cell_of(priority, found)] == priority


def test_slopes_are_those_of_finite_differences() -> None:
    row = np.random.default_rng(4).normal(size=(1, width()))
    unsharpened = replace(MIXED, sharpness=1.0)
    step = 1e-5
    for level in range(len(PRIORITIES)):
        slopes = pull(row[0], level, unsharpened)
        for number in range(width(EVIDENCE_HEADS)):
            moved = row.copy()
            moved[0, number] += step
            rise = (log_odds(moved, level, unsharpened) - log_odds(row, level, unsharpened)) / step
            assert slopes[number] == pytest.approx(rise, abs=1e-4)


@pytest.mark.parametrize("head", list(HEADS))
def test_the_prior_is_a_distribution_without_a_sure_winner(head: str) -> None:
    assert prior(head).sum() == pytest.approx(1.0)
    assert prior(head).max() < 0.8
