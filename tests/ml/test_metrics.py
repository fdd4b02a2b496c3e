"""Figures against values worked out by hand."""

import numpy as np
import pytest

from ml import metrics

TRUTH = np.array([0, 0, 1, 1, 2, 2])


def test_accuracy_majority_and_recalls() -> None:
    guess = np.array([0, 1, 1, 1, 2, 0])
    assert metrics.accuracy(TRUTH, guess) == pytest.approx(4 / 6)
    assert metrics.majority_rate(np.array([0, 0, 0, 1])) == 0.75
    assert metrics.recalls(TRUTH, guess, 3) == pytest.approx([0.5, 1.0, 0.5])


def test_macro_f1_weighs_classes_alike() -> None:
    guess = np.array([0, 1, 1, 1, 2, 0])
    assert metrics.macro_f1(TRUTH, guess) == pytest.approx((0.5 + 0.8 + 2 / 3) / 3)


def test_kappa_is_one_when_right_and_punishes_far_misses_more() -> None:
    near, far = np.array([1, 0, 1, 1, 2, 2]), np.array([2, 0, 1, 1, 2, 2])
    assert metrics.weighted_kappa(TRUTH, TRUTH, 3) == pytest.approx(1.0)
    assert metrics.weighted_kappa(TRUTH, near, 3) > metrics.weighted_kappa(TRUTH, far, 3)


def test_kappa_of_a_constant_guess_is_nothing() -> None:
    assert metrics.weighted_kappa(TRUTH, np.ones(6, dtype=np.intp), 3) == pytest.approx(0.0)


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    right = np.array([True] * 5 + [False] * 5)
    assert metrics.calibration_error(np.full(10, 0.5), right, bins=1) == pytest.approx(0.0)
    assert metrics.calibration_error(np.full(10, 0.9), right, bins=1) == pytest.approx(0.4)


def test_risk_and_coverage_at_each_floor() -> None:
    confidence = np.array([0.9, 0.8, 0.4, 0.3])
    table = metrics.risk_coverage(confidence, np.array([True, True, False, True]), [0.0, 0.5])
    assert table == [
        {"floor": 0.0, "share": 1.0, "accuracy": 0.75},
        {"floor": 0.5, "share": 0.5, "accuracy": 1.0},
    ]


def test_critical_folds_into_high() -> None:
    assert metrics.without_critical(np.array([0, 1, 2, 3])).tolist() == [0, 0, 1, 2]


def test_the_interval_holds_the_accuracy() -> None:
    guess = np.array([0, 1, 1, 1, 2, 0])
    low, high = metrics.interval(metrics.accuracy, TRUTH, guess)
    assert low < 4 / 6 < high
