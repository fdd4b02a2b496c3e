"""From a wanted accuracy to a review floor, as tables."""

import pytest

from app.learning import floors
from app.learning.shipped import shipped_model
from tests.factories.learning import CALIBRATION, CURVE


@pytest.mark.parametrize(
    ("wanted", "floor", "alone"),
    [(0.80, 0.4, 0.98), (0.92, 0.5, 0.9), (0.93, 0.7, 0.7), (0.97, 0.9, 0.4), (0.98, 1.01, 0.0)],
)
def test_the_lowest_floor_that_holds(wanted: float, floor: float, alone: float) -> None:
    found = floors.floor_for(CURVE, wanted)
    assert (found, floors.share_alone(CURVE, found)) == (floor, alone)


def test_a_lucky_dip_decides_nothing() -> None:
    curve = [
        {"floor": 0.4, "share": 0.9, "right": 0.96},
        {"floor": 0.5, "share": 0.8, "right": 0.90},
        {"floor": 0.6, "share": 0.7, "right": 0.95},
    ]
    assert floors.floor_for(curve, 0.95) == 0.6


def test_without_a_curve_everything_goes_to_a_person() -> None:
    assert floors.floor_for([], 0.9) == floors.NEVER_ALONE
    assert floors.share_alone([], 0.5) == 0.0


def test_a_model_that_was_never_measured_keeps_its_own_floor() -> None:
    assert floors.review_floor({"review_floor": 0.55, "risk_coverage": []}, 0.95) == 0.55
    assert floors.review_floor({"review_floor": 0.55}, 0.95) == 0.55
    assert floors.review_floor(CALIBRATION, 0.95) == 0.9


def test_the_shipped_model_is_known_without_its_packages() -> None:
    shipped = shipped_model()
    assert shipped.version.startswith("triage-")
    assert 0 < shipped.calibration["review_floor"] <= floors.NEVER_ALONE
