"""Harmless changes keep labels and meaning."""

import random
from collections.abc import Callable

import pytest

from ml import augment
from ml.rows import Row

TEXT = (
    "Printer on floor two\n"
    "The printer prints nothing since this morning, the whole team of nine is waiting for it."
)
ROW = Row(text=TEXT, source="corpus", split="train", impact="medium", urgency="high")


def test_labels_stay_and_the_same_seed_gives_the_same_text() -> None:
    changed = [augment.harmless(ROW, random.Random(seed)) for seed in range(40)]

    assert {row.impact for row in changed} == {"medium"}
    assert len({row.text for row in changed}) > 10
    assert augment.harmless(ROW, random.Random(3)) == augment.harmless(ROW, random.Random(3))


@pytest.mark.parametrize("change", augment.CHANGES)
def test_what_was_written_is_still_there(change: Callable[[str, random.Random], str]) -> None:
    words = change(TEXT, random.Random(1)).replace(",", "").replace(".", "").split()

    kept = [word for word in TEXT.replace(",", "").replace(".", "").split() if word in words]
    assert len(kept) >= 0.75 * len(TEXT.split())


def test_a_short_description_keeps_its_subject() -> None:
    assert augment.without_subject("Mouse\nIt is dead", random.Random(1)) == "Mouse\nIt is dead"
    assert augment.without_subject(TEXT, random.Random(1)).startswith("The printer")
