"""The matrix and the layout of the heads."""

import pytest

from ml.labels import EVIDENCE_HEADS, HEADS, LEVELS, PRIORITIES, columns, priority_of, width


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("high", "high", "critical"),
        ("high", "medium", "high"),
        ("high", "low", "medium"),
        ("medium", "high", "high"),
        ("medium", "medium", "medium"),
        ("medium", "low", "low"),
        ("low", "high", "medium"),
        ("low", "medium", "low"),
        ("low", "low", "low"),
    ],
)
def test_each_cell_of_the_matrix_gives_its_priority(
    impact: str, urgency: str, priority: str
) -> None:
    assert priority_of(impact, urgency) == priority


def test_a_step_up_in_impact_or_urgency_never_lowers_priority() -> None:
    for other in LEVELS:
        by_impact = [PRIORITIES.index(priority_of(level, other)) for level in LEVELS]
        by_urgency = [PRIORITIES.index(priority_of(other, level)) for level in LEVELS]
        assert by_impact == sorted(by_impact)
        assert by_urgency == sorted(by_urgency)


def test_columns_cover_the_heads_without_gap_or_overlap() -> None:
    covered = [number for place in columns().values() for number in range(place.start, place.stop)]
    assert covered == list(range(width()))


def test_evidence_heads_come_first() -> None:
    assert tuple(HEADS)[: len(EVIDENCE_HEADS)] == EVIDENCE_HEADS
