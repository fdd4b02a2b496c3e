"""Asks rules about a ticket, in their order: which hold, what each would do, where it stops. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.workflow.rules import actions, conditions
from app.workflow.rules.actions import Plan
from app.workflow.rules.conditions import Holds
from app.workflow.rules.enums import Mode, Needs, Trigger
from app.workflow.rules.facts import Facts
from app.workflow.rules.schemas import Rule


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule that can be asked."""

    rule: Rule
    holds: Holds
    needs: Needs


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version of all rules, ready to be asked; only those that are on."""

    version: int
    by_trigger: Mapping[Trigger, tuple[Ready, ...]]
    needs: Mapping[Trigger, Needs]
    calendar_ids: frozenset[UUID]
    names: Mapping[UUID, str]

    def rules_on(self, trigger: Trigger) -> tuple[Ready, ...]:
        """Rules that something starts, in their order."""
        return self.by_trigger.get(trigger, ())


@dataclass(frozen=True, slots=True)
class Held:
    """A rule whose conditions held, what it would do, and the ticket as it would leave it."""

    rule: Rule
    plan: Plan
    after: Facts
    is_circular: bool = False

    @property
    def is_aside(self) -> bool:
        """What is only proposed or held back must not be seen by the rules below."""
        return self.is_circular or self.rule.mode is Mode.SUGGEST

    @property
    def stops(self) -> bool:
        """No rule below is asked."""
        return self.rule.stop and not self.is_circular


def book_of(version: int, rules: Sequence[Rule]) -> RuleBook:
    """Make rules ready once; rules that are off are left out."""
    by_trigger: dict[Trigger, list[Ready]] = defaultdict(list)
    needs_of: dict[Trigger, Needs] = defaultdict(lambda: Needs.NOTHING)
    calendar_ids: set[UUID] = set()
    for rule in rules:
        if not rule.is_on:
            continue
        needs = conditions.needs_of(rule.conditions) | actions.needs_of(rule)
        ready = Ready(rule, conditions.compiled(rule.conditions), needs)
        calendar_ids |= calendars_of(rule)
        for trigger in rule.on:
            by_trigger[trigger].append(ready)
            needs_of[trigger] |= needs
    return RuleBook(
        version,
        {trigger: tuple(found) for trigger, found in by_trigger.items()},
        dict(needs_of),
        frozenset(calendar_ids),
        {rule.id: rule.name for rule in rules},
    )


def calendars_of(rule: Rule) -> set[UUID]:
    """The calendars that a rule reckons with."""
    found = conditions.calendars_in(rule.conditions)
    if rule.silence is not None and rule.silence.calendar_id is not None:
        found.add(rule.silence.calendar_id)
    return found


def ask(
    ready: Ready,
    facts: Facts,
    *,
    chain: Collection[UUID] = (),
    name_of: Callable[[UUID], str] = str,
) -> Held | None:
    """Whether a rule holds and what it would do; a rule of the chain that led here is circular."""
    if not ready.holds(facts):
        return None
    after = facts.copy()
    made = actions.plan(ready.rule, after, name_of)
    return Held(ready.rule, made, after, ready.rule.id in chain)


def would_run(rules: Sequence[Ready], facts: Facts, *, chain: Collection[UUID] = ()) -> bool:
    """Whether any rule would do something; ends at the first."""
    for ready in rules:
        held = ask(ready, facts, chain=chain)
        if held is None:
            continue
        if not held.plan.is_empty:
            return True
        if held.stops:
            return False
    return False


def run(
    rules: Sequence[Ready],
    facts: Facts,
    *,
    chain: Collection[UUID] = (),
    name_of: Callable[[UUID], str] = str,
) -> list[Held]:
    """Ask rules one after the other; each sees what those above it did.

    One that would change nothing leaves no trace, but stops those below it all the same.
    """
    found: list[Held] = []
    for ready in rules:
        held = ask(ready, facts, chain=chain, name_of=name_of)
        if held is None:
            continue
        if not held.plan.is_empty:
            found.append(held)
        if not held.is_aside:
            facts = held.after
        if held.stops:
            break
    return found
