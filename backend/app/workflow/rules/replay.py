"""Walks rules along a ticket's recorded history: when they would have run, and what they would have done. Pure.

Status, priority, category, holder and the number of messages are as they were at each moment;
tags, team, texts and the tone are as they are today. What a rule would have done stays done until
the history says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.calendars.hours import Hours, add_business
from app.core.actor import Cause
from app.core.outbox.models import OutboxEvent
from app.tickets.enums import TicketStatus
from app.workflow.rules.enums import Trigger, Writer
from app.workflow.rules.evaluate import Held, Ready, RuleBook, run
from app.workflow.rules.facts import Facts
from app.workflow.rules.schemas import Silence
from app.workflow.rules.triggers import EVENT_TYPES, trigger_of_row

# What moves the facts without starting a rule.
FOLLOWED = frozenset({*EVENT_TYPES, "ticket_unassigned"})
_STATUS_AFTER = {
    "ticket_triaged": TicketStatus.TRIAGED,
    "ticket_assigned": TicketStatus.ASSIGNED,
    "ticket_unassigned": TicketStatus.TRIAGED,
    "ticket_solved": TicketStatus.SOLVED,
    "ticket_closed": TicketStatus.CLOSED,
    "ticket_reopened": TicketStatus.REOPENED,
}


@dataclass(frozen=True, slots=True)
class WouldHave:
    """A rule that would have run."""

    at: datetime
    trigger: Trigger
    held: Held


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    row: OutboxEvent | None = None
    rules: tuple[Ready, ...] = ()


def replay(
    book: RuleBook,
    today: Facts,
    history: Sequence[OutboxEvent],
    *,
    name_of: Callable[[UUID], str] = str,
) -> list[WouldHave]:
    """What rules would have done along one ticket's history, up to now."""
    facts = _at_birth(today, history)
    found: list[WouldHave] = []
    for moment in _timeline(book, today, history):
        facts.now = moment.at
        row = moment.row
        if row is None:
            trigger: Trigger | None = Trigger.SILENCE
            rules: Sequence[Ready] = moment.rules
        else:
            _move(facts, row, today)
            trigger = trigger_of_row(row)
            rules = book.rules_on(trigger) if trigger is not None else ()
        if trigger is None or not rules:
            continue
        facts.rating = row.data.get("score") if row is not None else None
        for held in run(rules, facts, name_of=name_of):
            found.append(WouldHave(moment.at, trigger, held))
            if not held.is_aside:
                facts = held.after
    return found


def _at_birth(today: Facts, history: Sequence[OutboxEvent]) -> Facts:
    facts = today.copy()
    told = {row.type for row in history}
    if "ticket_triaged" in told:
        facts.priority = facts.category = facts.confidence = None
        facts.status = TicketStatus.NEW
    if "ticket_assigned" in told:
        facts.assignee_id = None
    if told & _STATUS_AFTER.keys():
        facts.status = TicketStatus.NEW
    corrected = {
        name
        for row in history
        if row.type == "classification_corrected" and row.cause is Cause.PERSON
        for name, _, _ in row.data["changes"]
    }
    facts.set_by_person = facts.set_by_person - corrected
    facts.messages = 0
    facts.automatic_replies = facts.reopenings = 0
    return facts


def _move(facts: Facts, row: OutboxEvent, today: Facts) -> None:
    data = row.data
    if row.type in _STATUS_AFTER:
        facts.status = _STATUS_AFTER[row.type]
    match row.type:
        case "ticket_triaged":
            facts.priority, facts.category = data["priority"], data["category"]
            facts.confidence = data["confidence"]
        case "classification_corrected":
            for name, _, new in data["changes"]:
                setattr(facts, name, new)
            if row.cause is Cause.PERSON:
                facts.set_by_person |= {name for name, _, _ in data["changes"]}
        case "status_changed":
            facts.status = data["new"]
        case "ticket_assigned":
            facts.assignee_id = UUID(data["technician_id"])
        case "ticket_unassigned":
            facts.assignee_id = None
        case "ticket_reopened":
            facts.assignee_id = None
            facts.reopenings += 1
        case "message_added" if data["kind"] == "reply":
            facts.messages += 1
            if row.actor_id is None:
                facts.last_writer = Writer.AUTOMATIC
                facts.automatic_replies += 1
            else:
                is_requester = row.actor_id == today.requester_id
                facts.last_writer = Writer.REQUESTER if is_requester else Writer.STAFF
                facts.automatic_replies = 0


def _timeline(book: RuleBook, today: Facts, history: Sequence[OutboxEvent]) -> list[_Moment]:
    moments = [_Moment(row.at, row) for row in history]
    silent = [one for one in book.rules_on(Trigger.SILENCE) if one.rule.silence is not None]
    if silent:
        words = [today.created_at]
        words += [
            row.at for row in history if row.type == "message_added" and row.data["kind"] == "reply"
        ]
        closed = next((row.at for row in history if row.type == "ticket_closed"), today.now)
        for since, until in zip(words, [*words[1:], max(closed, words[-1])], strict=True):
            for one in silent:
                at = silent_at(one.rule.silence, since, today.hours)
                if at is not None and at <= min(until, today.now):
                    moments.append(_Moment(at, None, (one,)))
    return sorted(moments, key=lambda moment: moment.at)


def silent_at(
    silence: Silence | None, since: datetime, hours: Mapping[UUID, Hours]
) -> datetime | None:
    """When a silence has been long enough."""
    if silence is None:
        return None
    if silence.calendar_id is None:
        return since + timedelta(hours=silence.hours)
    calendar = hours.get(silence.calendar_id)
    return None if calendar is None else add_business(calendar, since, silence.hours * 3600)
