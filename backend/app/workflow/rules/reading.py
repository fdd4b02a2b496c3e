"""What is wrong with rules, as far as the rules alone can tell. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from app.workflow.rules.actions import RANKS
from app.workflow.rules.conditions import FIELDS, Field, Kind
from app.workflow.rules.enums import About, Mode, Op, SetFieldName, Trigger
from app.workflow.rules.errors import RuleRefused
from app.workflow.rules.schemas import (
    DEEPEST,
    MOST_CONDITIONS,
    ChangeTags,
    NotifyPeople,
    Rule,
    RuleCondition,
    SendReply,
    SetField,
    WriteNote,
)
from app.workflow.templates import rendering

# Before the model has spoken it would say something else a moment later.
TOO_EARLY = (
    SetFieldName.PRIORITY,
    SetFieldName.IMPACT,
    SetFieldName.URGENCY,
    SetFieldName.CATEGORY,
)


def check(rules: Sequence[Rule]) -> None:
    """Refuse rules that contradict themselves or each other.

    Raises:
        RuleRefused: with the first sentence that says why.
    """
    for sentence in faults(rules):
        raise RuleRefused(sentence)


def faults(rules: Sequence[Rule]) -> Iterator[str]:
    """Everything that is wrong, rule by rule."""
    ids = Counter(rule.id for rule in rules)
    names = Counter(rule.name.casefold() for rule in rules)
    for rule in rules:
        if ids[rule.id] > 1:
            yield f"“{rule.name}” stands in the list twice."
        if names[rule.name.casefold()] > 1:
            yield f"Two rules are called “{rule.name}”; give one another name."
        yield from _of_start(rule)
        yield from _of_conditions(rule)
        for action in rule.actions:
            yield from _of_action(rule, action)


def _of_start(rule: Rule) -> Iterator[str]:
    if Trigger.SILENCE in rule.on and rule.silence is None:
        yield f"“{rule.name}” waits for silence and does not say for how long."
    if Trigger.SILENCE not in rule.on and rule.silence is not None:
        yield f"“{rule.name}” says how long a silence is, but silence does not start it."
    sets = [one for one in rule.actions if isinstance(one, SetField)]
    early = [one.field.value for one in sets if one.field in TOO_EARLY]
    if Trigger.OPENED in rule.on and early and rule.mode is not Mode.SUGGEST:
        yield (
            f"“{rule.name}” would set the {early[0]} when a ticket is opened, and the model would "
            "set it anew a moment later. Let it start when a ticket is classified."
        )


def _of_conditions(rule: Rule) -> Iterator[str]:
    if rule.conditions.depth > DEEPEST:
        yield f"“{rule.name}” nests groups deeper than two levels."
    found = list(rule.conditions.all())
    if len(found) > MOST_CONDITIONS:
        yield f"“{rule.name}” has {len(found)} conditions; at most {MOST_CONDITIONS} are read."
    for one in found:
        about = FIELDS[one.about]
        yield from (f"“{rule.name}”: {sentence}" for sentence in _of_condition(one, about))
        if one.about is About.RATING and Trigger.RATED not in rule.on:
            yield f"“{rule.name}” asks for the rating, but a rating does not start it."


def _of_condition(one: RuleCondition, about: Field) -> Iterator[str]:
    label = about.label
    if one.op not in about.ops:
        yield f"the {label} cannot be compared by “{one.op.replace('_', ' ')}”."
        return
    if one.op in {Op.EMPTY, Op.FILLED}:
        return
    if about.kind is Kind.NUMBER:
        if one.number is None:
            yield f"the condition on the {label} names no number."
        return
    if not one.values:
        yield f"the condition on the {label} names no value."
    single = one.op in {Op.AT_LEAST, Op.AT_MOST} or about.kind is Kind.CALENDAR
    if single and len(one.values) > 1:
        yield f"the condition on the {label} takes one value."
    for value in one.values:
        if about.choices and value not in about.choices:
            yield f"“{value}” is no value of the {label}."
        if about.kind in {Kind.PERSON, Kind.TEAM, Kind.CALENDAR} and not _is_id(value):
            yield f"“{value}” is not an id."


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _of_action(rule: Rule, action: object) -> Iterator[str]:
    match action:
        case SetField():
            yield from _of_field(rule, action)
        case ChangeTags() if not action.add and not action.remove:
            yield f"“{rule.name}” changes tags and names none."
        case SendReply():
            if (action.template_id is None) is (action.text is None):
                yield f"“{rule.name}” replies: choose a template or write a text."
            yield from _of_text(rule, action.text)
        case WriteNote():
            yield from _of_text(rule, action.text)
        case NotifyPeople() if not (action.people_ids or action.team_id or action.whom):
            yield f"“{rule.name}” tells people and names nobody."


def _of_field(rule: Rule, action: SetField) -> Iterator[str]:
    choices = FIELDS[About(action.field)].choices
    if action.value not in choices:
        yield f"“{rule.name}”: “{action.value}” is no {action.field}."
    if rule.mode is Mode.BOUND and action.bound is None:
        if action.field in RANKS:
            yield f"“{rule.name}” only sets bounds: say whether at least or at most."
        else:
            yield f"“{rule.name}” only sets bounds, and the {action.field} has no order."
    if rule.mode is not Mode.BOUND and action.bound is not None:
        yield f"“{rule.name}” names a bound, but is not a rule that only sets bounds."


def _of_text(rule: Rule, text: str | None) -> Iterator[str]:
    if text is not None:
        yield from (f"“{rule.name}”: {fault.sentence}" for fault in rendering.faults(text))
