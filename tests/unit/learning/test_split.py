"""What a training reads never resembles what it is judged on."""

from app.learning.split import by_time_and_group


def test_the_newest_quarter_judges_and_the_newest_of_the_rest_watch() -> None:
    parts = by_time_and_group(list(range(40)))
    assert parts.judged == list(range(30, 40))
    assert parts.watched == list(range(24, 30))
    assert parts.read == list(range(24))


def test_near_copies_of_a_judged_text_are_read_by_nobody() -> None:
    groups = list(range(40))
    # An old text and one of the middle resemble the newest; another old one resembles a watched one.
    groups[0] = groups[25] = groups[39] = 7_000
    groups[3] = groups[29] = 8_000
    parts = by_time_and_group(groups)
    assert parts.judged == list(range(30, 40))
    assert {0, 25, 3}.isdisjoint({*parts.read, *parts.watched})
    assert 29 in parts.watched


def test_no_group_stands_on_two_sides() -> None:
    groups = [number % 9 for number in range(45)]
    parts = by_time_and_group(groups)
    sides = [
        {groups[place] for place in side} for side in (parts.read, parts.watched, parts.judged)
    ]
    assert not sides[0] & sides[1]
    assert not sides[0] & sides[2]
    assert not sides[1] & sides[2]


def test_nothing_splits_into_nothing() -> None:
    assert by_time_and_group([]).judged == []
