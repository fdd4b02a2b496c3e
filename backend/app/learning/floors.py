"""From a wanted accuracy to the confidence below which a person looks. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# No confidence reaches it: every ticket goes to a person.
NEVER_ALONE: Final = 1.01

Curve = Sequence[Mapping[str, float]]


def floor_for(curve: Curve, wanted: float) -> float:
    """The lowest floor from which on the model is right at least as often as wanted.

    Every higher floor must hold too, so that a lucky dip of the curve decides nothing. The curve is
    made of `floor`, `share` (of tickets at or above it) and `right` (how often), floors ascending.
    """
    floor = NEVER_ALONE
    for line in reversed(curve):
        if line["right"] < wanted:
            break
        floor = line["floor"]
    return floor


def share_alone(curve: Curve, floor: float) -> float:
    """The share of tickets that the model may decide alone at this floor."""
    return max((line["share"] for line in curve if line["floor"] >= floor), default=0.0)


def review_floor(calibration: Mapping[str, Any], wanted: float) -> float:
    """The floor of a model for a wanted accuracy; its own fixed one when it brings no curve."""
    curve: Curve = calibration.get("risk_coverage") or []
    return floor_for(curve, wanted) if curve else float(calibration["review_floor"])
