"""Which labelled tickets a training may read and which it is judged on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

JUDGED_SHARE: Final = 0.25
# Of the rest, the newest part chooses the epoch and fits the calibration.
WATCHED_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Split:
    """Places of texts: read, watched while training, and judged on; the rest is dropped."""

    read: list[int]
    watched: list[int]
    judged: list[int]


def by_time_and_group(groups: Sequence[int]) -> Split:
    """Split texts that are given oldest first, each with the number of its group of near copies.

    The newest quarter judges. What is near to a judging text is read by nobody, else a template
    that was seen before would be counted as understood. The same holds between the other two.
    """
    older, judged = _newest_apart(list(range(len(groups))), groups, JUDGED_SHARE)
    read, watched = _newest_apart(older, groups, WATCHED_SHARE)
    return Split(read, watched, judged)


def _newest_apart(
    places: Sequence[int], groups: Sequence[int], share: float
) -> tuple[list[int], list[int]]:
    cut = len(places) - round(len(places) * share)
    newest = list(places[cut:])
    theirs = {groups[place] for place in newest}
    return [place for place in places[:cut] if groups[place] not in theirs], newest
