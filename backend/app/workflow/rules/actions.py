"""What a rule would do to a ticket, before anything is done. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, assert_never
from uuid import UUID

from app.tickets.enums import OPEN, Level, Priority, TicketStatus, priority_of
from app.workflow.rules.enums import Bound, Mode, Needs, SetFieldName
from app.workflow.rules.facts import Facts
from app.workflow.rules.schemas import (
    AddWatcher,
    AskForRating,
    AssignPerson,
    AssignTeam,
    CallWebhook,
    ChangeTags,
    CloseTicket,
    Escalate,
    NotifyPeople,
    Rule,
    SendReply,
    SetField,
    WriteNote,
)

RANKS: dict[SetFieldName, tuple[str, ...]] = {
    SetFieldName.PRIORITY: tuple(Priority),
    SetFieldName.IMPACT: tuple(Level),
    SetFieldName.URGENCY: tuple(Level),
}
Change = tuple[str, str | None, str | None]


@dataclass(slots=True)
class Plan:
    """What is left of a rule's actions on one ticket: those that would change or send something."""

    # Values by field, with the priority that follows from impact and urgency.
    fields: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    did: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Everything is as the rule wants it already."""
        return not self.did


def plan(rule: Rule, facts: Facts, name_of: Callable[[UUID], str]) -> Plan:
    """What a rule does to a ticket; the facts are afterwards as the rule leaves them.

    `name_of` gives the names of teams; people are named by the facts that follow.
    """
    made = Plan()
    for action in rule.actions:
        _add(made, rule, action, facts, name_of)
    return made


def needs_of(rule: Rule) -> Needs:
    """What has to be read of a ticket to plan a rule's actions."""
    needs = Needs.NOTHING
    for action in rule.actions:
        if isinstance(action, ChangeTags):
            needs |= Needs.TAGS
        elif isinstance(action, AddWatcher):
            needs |= Needs.WATCHERS
    return needs


def _add(made: Plan, rule: Rule, action: Any, facts: Facts, name_of: Callable[[UUID], str]) -> None:
    match action:
        case SetField():
            _set_field(made, rule, action, facts)
        case ChangeTags():
            _change_tags(made, action, facts)
        case AssignTeam():
            if facts.team_id != action.team_id and facts.status in OPEN:
                old = None if facts.team_id is None else str(facts.team_id)
                made.changes.append(("team", old, str(action.team_id)))
                facts.team_id = action.team_id
                _step(made, action, f"gave it to team {name_of(action.team_id)}")
        case AssignPerson():
            if facts.assignee_id != action.person_id and facts.status in OPEN:
                old = None if facts.assignee_id is None else str(facts.assignee_id)
                made.changes.append(("assignee", old, str(action.person_id)))
                facts.assignee_id = action.person_id
                _step(made, action, "gave it to a technician")
        case AddWatcher():
            if action.person_id not in facts.watchers:
                facts.watchers |= {action.person_id}
                _step(made, action, "added a follower")
        case CloseTicket():
            if facts.status != TicketStatus.CLOSED:
                made.changes.append(("status", facts.status, TicketStatus.CLOSED.value))
                facts.status = TicketStatus.CLOSED
                _step(made, action, "closed the ticket")
        case _:
            _speak(made, action, facts)


def _speak(made: Plan, action: Any, facts: Facts) -> None:
    """Steps that change no field of the ticket."""
    match action:
        case SendReply():
            if facts.status != TicketStatus.CLOSED:
                facts.messages += 1
                _step(made, action, "replied to the requester")
        case WriteNote():
            _step(made, action, "left a note")
        case NotifyPeople():
            _step(made, action, "told people")
        case CallWebhook():
            _step(made, action, "called a webhook")
        case Escalate():
            if facts.status in OPEN:
                _step(made, action, "escalated it")
        case AskForRating():
            if facts.status == TicketStatus.SOLVED:
                _step(made, action, "asked for a rating")
        case _:
            assert_never(action)


def _step(made: Plan, action: Any, words: str) -> None:
    made.steps.append(action)
    made.did.append(words)


def _set_field(made: Plan, rule: Rule, action: SetField, facts: Facts) -> None:
    if facts.status in {TicketStatus.SOLVED, TicketStatus.CLOSED}:
        return
    name = action.field
    old: str | None = getattr(facts, name)
    if old == action.value or not _may_set(rule, name, facts):
        return
    if rule.mode is Mode.BOUND and action.bound is not None and old is not None:
        order = RANKS[name]
        is_graver = order.index(action.value) < order.index(old)
        if is_graver is not (action.bound is Bound.AT_LEAST):
            return
    _put(made, facts, name, action.value)
    if name in {SetFieldName.IMPACT, SetFieldName.URGENCY} and facts.impact and facts.urgency:
        derived = priority_of(Level(facts.impact), Level(facts.urgency))
        if facts.priority != derived and _may_set(rule, SetFieldName.PRIORITY, facts):
            _put(made, facts, SetFieldName.PRIORITY, derived.value)


def _may_set(rule: Rule, name: str, facts: Facts) -> bool:
    return rule.over_people or name not in facts.set_by_person


def _put(made: Plan, facts: Facts, name: str, value: str) -> None:
    old: str | None = getattr(facts, name)
    setattr(facts, name, value)
    made.fields[name] = value
    made.changes.append((name, old, value))
    before = "nothing" if old is None else old
    made.did.append(f"set {name} from {before} to {value}")


def _change_tags(made: Plan, action: ChangeTags, facts: Facts) -> None:
    added = [tag for tag in action.add if tag not in facts.tags]
    removed = [tag for tag in action.remove if tag in facts.tags and tag not in action.add]
    if added:
        made.did.append(f"added {_tags(added)}")
    if removed:
        made.did.append(f"removed {_tags(removed)}")
    made.changes += [("tag", None, tag) for tag in added]
    made.changes += [("tag", tag, None) for tag in removed]
    made.added = [tag for tag in made.added if tag not in removed] + added
    made.removed = [tag for tag in made.removed if tag not in added] + removed
    facts.tags = (facts.tags | set(added)) - set(removed)


def _tags(tags: list[str]) -> str:
    words = ", ".join(f"“{tag}”" for tag in tags)
    return f"tag {words}" if len(tags) == 1 else f"tags {words}"
