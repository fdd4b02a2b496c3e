"""Which ways of assigning an answer compares: today's, those asked about, and the traditional ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.assignment.engine.settings import StreamSettings
from app.assignment.simulate.engine_policy import EnginePolicy
from app.assignment.simulate.policy import Policy
from app.assignment.simulate.scenario import Scenario
from app.assignment.simulate.traditional import (
    FewestActive,
    FixedRules,
    HourlyByHand,
    InTurn,
    Lists,
)
from app.whatif.enums import WayKind, WayOfAssigning
from app.whatif.schemas import OtherSettings, Question

LABELS: dict[WayOfAssigning, str] = {
    WayOfAssigning.WEIGHTED_LEAST_LOAD: "Least work ahead",
    WayOfAssigning.EXPECTED_COMPLETION: "Soonest done",
    WayOfAssigning.ROUND_ROBIN: "In turn",
    WayOfAssigning.WEIGHTED_ROUND_ROBIN: "In turn, by size of the queue",
    WayOfAssigning.LEAST_BUSY: "Fewest tickets",
    WayOfAssigning.SKILL_FIRST: "Best skill first",
    WayOfAssigning.PRIORITY_AWARE: "By priority",
}
TRADITIONAL: tuple[tuple[type[Lists], str], ...] = (
    (HourlyByHand, "Dealt out by hand once an hour"),
    (FixedRules, "One fixed person per category"),
    (InTurn, "Round robin, a list for each"),
    (FewestActive, "Fewest active tickets, a list for each"),
)
TODAY_KEY = "today"
RECORDED_KEY = "recorded"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way: on which people it runs, and how its policy is made."""

    key: str
    label: str
    kind: WayKind
    strategy: WayOfAssigning | None
    has_more_people: bool
    make: Callable[[Scenario], Policy]


def contenders(
    question: Question, *, today: WayOfAssigning, settings: StreamSettings
) -> list[Contender]:
    """Today's way first; the traditional ones run on today's people."""
    found = [_engine(TODAY_KEY, WayKind.TODAY, today, settings, has_more_people=False)]
    other = changed(settings, question.settings)
    for strategy in dict.fromkeys(question.strategies or [today]):
        is_same = strategy is today and other == settings and not question.more_people
        if not is_same:
            has_more = bool(question.more_people)
            found.append(
                _engine(strategy, WayKind.ASKED, strategy, other, has_more_people=has_more)
            )
    found += [
        Contender(way.name, label, WayKind.TRADITIONAL, None, False, way)
        for way, label in TRADITIONAL
    ]
    return found


def _engine(
    key: str,
    kind: WayKind,
    strategy: WayOfAssigning,
    settings: StreamSettings,
    *,
    has_more_people: bool,
) -> Contender:
    def make(scenario: Scenario) -> Policy:
        same = replace(scenario, interrupt=settings.interrupt)
        return EnginePolicy(same, strategy.value, settings)

    return Contender(key, LABELS[strategy], kind, strategy, has_more_people, make)


def changed(settings: StreamSettings, other: OtherSettings | None) -> StreamSettings:
    """The settings in use with what was asked about in their place."""
    if other is None:
        return settings
    hours = other.ceiling_hours
    return replace(
        settings,
        patience=other.patience,
        interrupt=other.interrupt,
        pin_at_once=other.pin_at_once,
        ceiling=None if hours is None else timedelta(hours=hours),
    )


def asked_of(found: Sequence[Contender]) -> list[Contender]:
    """Those that the question was about."""
    return [one for one in found if one.kind is WayKind.ASKED]
