"""When a model that was good begins to fail: sentences from weekly figures. Pure."""

from collections.abc import Mapping, Sequence
from math import log
from typing import Final, Protocol

LEAST_LOOKS: Final = 30
# The index of two equal mixes of ten categories lies near 9 (1/n + 1/m): below 0.1 from here on.
LEAST_SCORED: Final = 200
ACCURACY_DROP: Final = 0.05
CONFIDENCE_DROP: Final = 0.05
SHIFTED: Final = 0.2


class Week(Protocol):
    """What of a week drift is read from."""

    scored: int
    reviewed: int
    accuracy: float | None
    mean_confidence: float | None
    category_mix: dict[str, int]


def warnings(weeks: Sequence[Week]) -> list[str]:
    """Compare the newest third of the weeks with those before them."""
    newest = max(1, len(weeks) // 3)
    before, now = weeks[:-newest], weeks[-newest:]
    span = "the last week" if newest == 1 else f"the last {newest} weeks"
    found = (_accuracy(before, now, span), _confidence(before, now, span), _mix(before, now, span))
    return [sentence for sentence in found if sentence]


def stability_index(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """The population stability index of two mixes: 0 for the same, above 0.2 for a real shift.

    Sum over classes of (q - p) ln(q / p), the symmetric Kullback-Leibler divergence that credit
    scoring watches its applicants with (Siddiqi, Credit Risk Scorecards, Wiley 2006). Half a ticket
    is added to each class, so that one without tickets does not make it infinite.
    """
    names = sorted({*before, *now})
    old, new = _shares(before, names), _shares(now, names)
    return sum((new[name] - old[name]) * log(new[name] / old[name]) for name in names)


def _shares(mix: Mapping[str, int], names: Sequence[str]) -> dict[str, float]:
    counts = {name: mix.get(name, 0) + 0.5 for name in names}
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


def _accuracy(before: Sequence[Week], now: Sequence[Week], span: str) -> str | None:
    old, looks_before = _mean(before, "accuracy", "reviewed")
    new, looks = _mean(now, "accuracy", "reviewed")
    if min(looks_before, looks) < LEAST_LOOKS or old - new <= ACCURACY_DROP:
        return None
    return (
        f"In {span} people left {new:.0%} of the priorities that they looked at, against {old:.0%} "
        "before. Train on their corrections, or have a look at what they correct."
    )


def _confidence(before: Sequence[Week], now: Sequence[Week], span: str) -> str | None:
    old, scored_before = _mean(before, "mean_confidence", "scored")
    new, scored = _mean(now, "mean_confidence", "scored")
    if min(scored_before, scored) < LEAST_LOOKS or old - new <= CONFIDENCE_DROP:
        return None
    return (
        f"The model's mean confidence fell from {old:.2f} to {new:.2f} in {span}. "
        "Tickets may speak of something that it never learned."
    )


def _mix(before: Sequence[Week], now: Sequence[Week], span: str) -> str | None:
    old, new = _total(before), _total(now)
    if min(sum(old.values()), sum(new.values())) < LEAST_SCORED:
        return None
    index = stability_index(old, new)
    if index <= SHIFTED:
        return None
    shares = _shares(old, sorted(old)), _shares(new, sorted(old))
    most = max(old, key=lambda name: abs(shares[1][name] - shares[0][name]))
    return (
        f"The mix of categories has shifted in {span} (stability index {index:.2f}); most of all "
        f"{most}, from {shares[0][most]:.0%} to {shares[1][most]:.0%}."
    )


def _mean(weeks: Sequence[Week], value: str, weight: str) -> tuple[float, int]:
    known = [
        (getattr(week, value), getattr(week, weight))
        for week in weeks
        if getattr(week, value) is not None
    ]
    total = sum(number for _, number in known)
    return (sum(share * number for share, number in known) / total if total else 0.0), total


def _total(weeks: Sequence[Week]) -> dict[str, int]:
    total: dict[str, int] = {}
    for week in weeks:
        for name, number in week.category_mix.items():
            total[name] = total.get(name, 0) + number
    return total
