"""The one sentence that an answer comes down to. Pure."""

from collections.abc import Callable, Mapping, Sequence
from statistics import mean

from app.assignment.simulate.compare import half_width
from app.assignment.simulate.metrics import Result
from app.whatif.enums import WayKind
from app.whatif.schemas import MorePeople, Question
from app.whatif.ways import TODAY_KEY, Contender, asked_of

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
# Below this, late first responses tell little; how long people wait tells more.
FEW_LATE = 0.005
Results = Mapping[str, Sequence[Result]]
Show = Callable[[float], str]


def sentence_of(question: Question, found: Sequence[Contender], results: Results) -> str:
    """What the change would do, in one sentence; of several ways asked about, the best."""
    asked = asked_of(found)
    if not asked:
        return _against_the_usual(found, results)
    best = min(asked, key=lambda one: (_late(results[one.key]), _slow(results[one.key])))
    condition = _condition(question, best)
    among = "the best of those asked about, " if len(asked) > 1 else ""
    return f"With {among}{condition}, {_effect(results[TODAY_KEY], results[best.key])}."


def _late(results: Sequence[Result]) -> float:
    return mean(one.breaches for one in results)


def _slow(results: Sequence[Result]) -> float:
    return mean(one.first_response.p95 for one in results)


def _condition(question: Question, best: Contender) -> str:
    parts = [f"{more_people(group)}" for group in question.more_people]
    if question.strategies:
        parts.append(f"“{best.label.lower()}”")
    if question.settings is not None:
        parts.append("the other settings")
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def more_people(group: MorePeople) -> str:
    """'two more people for network in the evening'"""
    count = _NUMBERS[group.count] if group.count < len(_NUMBERS) else str(group.count)
    noun = "person" if group.count == 1 else "people"
    skills = f" for {' and '.join(group.skills)}" if group.skills else ""
    return f"{count} more {noun}{skills} {time_of_day(group.begins, group.ends)}"


def time_of_day(begins: float, ends: float) -> str:
    """The name of a shift, by the hour in its middle."""
    middle = (begins + ((ends - begins) % 24.0 or 24.0) / 2.0) % 24.0
    if (ends - begins) % 24.0 == 0.0:
        return "around the clock"
    if 5.0 <= middle < 11.5:
        return "in the morning"
    if 11.5 <= middle < 16.0:
        return "during the day"
    return "in the evening" if 16.0 <= middle < 22.5 else "at night"


def _effect(today: Sequence[Result], then: Sequence[Result]) -> str:
    if max(_late(today), _late(then)) < FEW_LATE:
        before, after = ([one.first_response.p95 for one in some] for some in (today, then))
        return _moved("the time in which 95 of 100 are answered", before, after, minutes)
    before, after = ([one.breaches for one in some] for some in (today, then))
    return _moved("first responses later than promised", before, after, percent)


def _moved(what: str, before: Sequence[float], after: Sequence[float], show: Show) -> str:
    """Both ran on the same chance, so their differences are judged, not their levels."""
    differences = [late - early for early, late in zip(before, after, strict=True)]
    half = half_width(differences)
    first, second = show(mean(before)), show(mean(after))
    falls = "falls" if what.startswith("the ") else "fall"
    if first == second:
        return f"{what} {'stays' if falls == 'falls' else 'stay'} at {first}"
    if half is not None and abs(mean(differences)) <= half:
        return f"{what} may go from {first} to {second}, but that is within chance"
    if mean(differences) > 0.0:
        return f"{what} {'rises' if falls == 'falls' else 'rise'} from {first} to {second}"
    return f"{what} {falls} from {first} to {second}"


def _against_the_usual(found: Sequence[Contender], results: Results) -> str:
    """Nothing was changed: what today's way is worth against the best of the traditional ones."""
    usual = [one for one in found if one.kind is WayKind.TRADITIONAL]
    best = min(usual, key=lambda one: _late(results[one.key]))
    today, then = percent(_late(results[TODAY_KEY])), percent(_late(results[best.key]))
    return (
        f"As it is today, {today} of first responses come later than promised; the best of the "
        f"traditional ways (“{best.label.lower()}”) comes to {then}."
    )


def percent(share: float) -> str:
    """'12 %', and a digit more below two."""
    return f"{100 * share:.1f} %" if 0.0 < share < 0.02 else f"{100 * share:.0f} %"


def minutes(value: float) -> str:
    """'34 min', '2.5 h', '3 days'"""
    if value < 90.0:
        return f"{value:.0f} min"
    return f"{value / 60.0:.1f} h" if value < 48 * 60.0 else f"{value / 1440.0:.0f} days"
