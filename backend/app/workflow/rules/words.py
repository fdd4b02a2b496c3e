"""Rules in plain words, and what is different between two versions of them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never
from uuid import UUID

from app.workflow.rules.conditions import FIELDS, Kind
from app.workflow.rules.enums import About, Bound, Match, Mode, Op, Trigger, Whom
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
    RuleCondition,
    RuleConditions,
    SendReply,
    SetField,
    Silence,
    WriteNote,
)

Names = Mapping[UUID, str]
GONE = "somebody or something that is gone"

TRIGGERS: dict[Trigger, str] = {
    Trigger.OPENED: "a ticket is opened",
    Trigger.TRIAGED: "a ticket is classified",
    Trigger.REQUESTER_WROTE: "the requester writes",
    Trigger.STAFF_WROTE: "staff replies",
    Trigger.NOTE_WRITTEN: "a note is written",
    Trigger.STATUS_CHANGED: "the status changes",
    Trigger.FIELDS_CHANGED: "priority or category is corrected",
    Trigger.EDITED: "subject or tags change",
    Trigger.ASSIGNED: "a ticket is assigned",
    Trigger.WAITS_UNASSIGNED: "nobody can take a ticket",
    Trigger.SOLVED: "a ticket is solved",
    Trigger.REOPENED: "a ticket is reopened",
    Trigger.CLOSED: "a ticket is closed",
    Trigger.DUE_SOON: "something is due soon",
    Trigger.OVERDUE: "something is late",
    Trigger.RATED: "a ticket is rated",
    Trigger.SILENCE: "nobody writes for a while",
}
OPS: dict[Op, str] = {
    Op.IS: "is",
    Op.IS_NOT: "is not",
    Op.AT_LEAST: "is at least",
    Op.AT_MOST: "is at most",
    Op.ANY_OF: "contains any of",
    Op.ALL_OF: "contains all of",
    Op.NONE_OF: "contains none of",
    Op.EMPTY: "is not set",
    Op.FILLED: "is set",
    Op.INSIDE: "is inside the hours of",
    Op.OUTSIDE: "is outside the hours of",
}
WHOM: dict[Whom, str] = {
    Whom.ASSIGNEE: "whoever has it",
    Whom.TEAM_LEADS: "the team’s leads",
    Whom.ADMINISTRATORS: "the administrators",
}
_JOINS = {Match.ALL: " and ", Match.ANY: " or ", Match.NONE: " or "}


def sentence(rule: Rule, names: Names) -> str:
    """'When a ticket is classified, if the category is billing: give it to team “Billing”.'"""
    when = _listed([_trigger(one, rule.silence) for one in rule.on], "or")
    condition = group_text(rule.conditions, names)
    done = _listed([action_text(one, names) for one in rule.actions], "and")
    if rule.mode is Mode.SUGGEST:
        done = f"suggest to {done}"
    text = f"When {when}{f', if {condition}' if condition else ''}: {done}."
    return f"{text} Then no rule below is asked." if rule.stop else text


def _trigger(trigger: Trigger, silence: Silence | None) -> str:
    if trigger is not Trigger.SILENCE or silence is None:
        return TRIGGERS[trigger]
    hours = f"{silence.hours:g} hours" if silence.hours != 1 else "an hour"
    days, rest = divmod(silence.hours, 24)
    if silence.calendar_id is not None:
        hours = f"{silence.hours:g} working hours"
    elif days and not rest:
        hours = "a day" if days == 1 else f"{days:g} days"
    return f"nobody has written for {hours}"


def group_text(group: RuleConditions, names: Names) -> str:
    """The conditions of a group; groups inside it stand in brackets."""
    parts = [condition_text(one, names) for one in group.conditions]
    parts += [f"({text})" for one in group.groups if (text := group_text(one, names))]
    if not parts:
        return ""
    text = _JOINS[group.match].join(parts)
    return f"it is not so that {text}" if group.match is Match.NONE else text


def condition_text(one: RuleCondition, names: Names) -> str:
    """'the category is billing'"""
    about = FIELDS[one.about]
    label = "it" if one.about is About.HOURS else f"the {about.label}"
    if about.kind is Kind.NUMBER:
        return f"{label} {OPS[one.op]} {one.number or 0:g}"
    if one.op in {Op.EMPTY, Op.FILLED}:
        return f"{label} {OPS[one.op]}"
    values = [_value(about.kind, value, names) for value in one.values]
    join = "and" if one.op is Op.ALL_OF else "or"
    return f"{label} {OPS[one.op]} {_listed(values, join)}"


def _value(kind: Kind, value: str, names: Names) -> str:
    if kind in {Kind.PERSON, Kind.TEAM, Kind.CALENDAR}:
        return _named(UUID(value), names)
    if kind in {Kind.TEXT, Kind.TAGS}:
        return f"“{value}”"
    return value.replace("_", " ")


def action_text(action: Any, names: Names) -> str:
    """'give it to team “Billing”'"""
    match action:
        case SetField():
            bound = {Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most "}
            limit = "" if action.bound is None else bound[action.bound]
            return f"set the {action.field} to {limit}{action.value}"
        case ChangeTags():
            parts = []
            if action.add:
                parts.append(f"add the tag {_listed([f'“{tag}”' for tag in action.add], 'and')}")
            if action.remove:
                tags = _listed([f"“{tag}”" for tag in action.remove], "and")
                parts.append(f"remove the tag {tags}")
            return " and ".join(parts)
        case AssignTeam():
            return f"give it to team {_named(action.team_id, names)}"
        case AssignPerson():
            return f"give it to {_named(action.person_id, names)}"
        case AddWatcher():
            return f"let {_named(action.person_id, names)} follow it"
        case NotifyPeople():
            people = [_named(id_, names) for id_ in action.people_ids]
            if action.team_id is not None:
                people.append(f"team {_named(action.team_id, names)}")
            return f"tell {_listed([*people, *(WHOM[one] for one in action.whom)], 'and')}"
        case CallWebhook():
            return f"call the webhook {_named(action.webhook_id, names)}"
    return _plain_action(action, names)


def _plain_action(action: Any, names: Names) -> str:
    match action:
        case SendReply():
            if action.template_id is not None:
                return f"reply with the template {_named(action.template_id, names)}"
            return "reply to the requester"
        case WriteNote():
            return "leave a note"
        case Escalate():
            return "escalate it"
        case AskForRating():
            return "ask for a rating"
        case CloseTicket():
            return "close the ticket"
        case _:
            assert_never(action)


def _named(id_: UUID, names: Names) -> str:
    return f"“{names[id_]}”" if id_ in names else GONE


def _listed(parts: Sequence[str], join: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {join} {parts[-1]}"


def differences(old: Sequence[Rule], new: Sequence[Rule]) -> list[str]:
    """What changed from one version to the next, a sentence for each rule."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    found = [f"Added “{one.name}”." for one in new if one.id not in before]
    found += [f"Removed “{one.name}”." for one in old if one.id not in after]
    for one in new:
        was = before.get(one.id)
        if was is not None and was != one:
            found += _difference(was, one)
    stayed_old = [one.id for one in old if one.id in after]
    stayed_new = [one.id for one in new if one.id in before]
    if stayed_old != stayed_new:
        found.append("Changed the order.")
    return found


_PARTS = {
    "on": "what starts it",
    "silence": "how long a silence is",
    "conditions": "its conditions",
    "mode": "how it stands to the model",
    "actions": "what it does",
    "stop": "whether it stops those below",
    "over_people": "whether it changes what people set",
}


def _difference(was: Rule, one: Rule) -> list[str]:
    found = []
    if was.name != one.name:
        found.append(f"Renamed “{was.name}” to “{one.name}”.")
    if was.is_on is not one.is_on:
        found.append(f"Switched “{one.name}” {'on' if one.is_on else 'off'}.")
    parts = [words for name, words in _PARTS.items() if getattr(was, name) != getattr(one, name)]
    if parts:
        found.append(f"Changed {_listed(parts, 'and')} of “{one.name}”.")
    return found
