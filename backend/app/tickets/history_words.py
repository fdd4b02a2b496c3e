"""Recorded facts in words: the sentence, what was before and after, and the kind of fact. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.core.events import REGISTRY, Event

# Fields that name something without a name of its own.
_NAMELESS = frozenset({"message_id", "decision_id", "rating_id", "notification_id"})
# Where nothing stands for something.
_WORD_OF_NOTHING = {"to_id": "the queue"}


class HistoryGroup(StrEnum):
    """Kinds of facts by which a history is filtered."""

    CONVERSATION = "conversation"
    STATUS = "status"
    HOLDER = "holder"
    FACTS = "facts"
    DUE = "due"
    AUTOMATION = "automation"
    OTHER = "other"


G = HistoryGroup
_GROUPS = {
    "ticket_opened": G.CONVERSATION,
    "message_added": G.CONVERSATION,
    "people_mentioned": G.CONVERSATION,
    "watcher_added": G.CONVERSATION,
    "watcher_removed": G.CONVERSATION,
    "status_changed": G.STATUS,
    "work_started": G.STATUS,
    "ticket_solved": G.STATUS,
    "ticket_reopened": G.STATUS,
    "ticket_closed": G.STATUS,
    "ticket_rated": G.STATUS,
    "ticket_archived": G.STATUS,
    "ticket_brought_back": G.STATUS,
    "ticket_assigned": G.HOLDER,
    "ticket_promised": G.HOLDER,
    "ticket_accepted": G.HOLDER,
    "ticket_unassigned": G.HOLDER,
    "ticket_waits": G.HOLDER,
    "work_left_behind": G.HOLDER,
    "ticket_handed_over": G.HOLDER,
    "ticket_edited": G.FACTS,
    "ticket_triaged": G.FACTS,
    "triage_reviewed": G.FACTS,
    "classification_corrected": G.FACTS,
    "ticket_escalated": G.AUTOMATION,
}
_GROUPS_BY_BEGINNING = {
    "sla_": G.DUE,
    "due_": G.DUE,
    "rule": G.AUTOMATION,
    "escalation_": G.AUTOMATION,
    "approval_": G.AUTOMATION,
    "macro_": G.AUTOMATION,
    "survey_": G.AUTOMATION,
}
# Fields of a fact that say together what was before and after: (shown as, before, after).
_TURNS = {
    "status_changed": ("status", "old", "new"),
    "ticket_assigned": ("assignee", "previous_id", "technician_id"),
    "ticket_handed_over": ("with", "from_id", "to_id"),
}


def group_of(event_type: str) -> HistoryGroup:
    """The kind of a fact."""
    if event_type in _GROUPS:
        return _GROUPS[event_type]
    for beginning, group in _GROUPS_BY_BEGINNING.items():
        if event_type.startswith(beginning):
            return group
    return G.OTHER


def types_of(groups: Sequence[HistoryGroup]) -> list[str]:
    """All types of fact of these kinds."""
    return sorted(name for name in REGISTRY if group_of(name) in groups)


def ids_in(data: Mapping[str, Any]) -> set[UUID]:
    """Everything that a fact names by its id."""
    return {id_ for name, value in data.items() for id_ in _ids(name, value)}


def _ids(name: str, value: Any) -> list[UUID]:
    if name in _NAMELESS:
        return []
    if isinstance(value, str) and name.endswith(("_id", "_by")):
        return [UUID(value)]
    if isinstance(value, list) and name.endswith("_ids") and name != "message_ids":
        return [UUID(item) for item in value]
    return []


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            _plain_change(item) if isinstance(item, list) else _plain(item) for item in value
        )
    return str(value).replace("_", " ") if value is not None else "nothing"


def _plain_change(change: Sequence[Any]) -> str:
    name, old, new = change
    return f"{name} from {_plain(old)} to {_plain(new)}"


def _word(name: str, value: Any, names: Mapping[UUID, str]) -> str:
    found = _ids(name, value)
    if found:
        return ", ".join(names.get(id_, "somebody") for id_ in found)
    return _WORD_OF_NOTHING.get(name, "nothing") if value is None else _plain(value)


def sentence(event: Event, data: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    """One readable sentence of an event."""
    words = {name: _word(name, value, names) for name, value in data.items()}
    text = event.summary or event.type.replace("_", " ")
    filled = text.format_map(words)
    return filled[:1].upper() + filled[1:]


def changes(
    event_type: str, data: Mapping[str, Any], names: Mapping[UUID, str]
) -> list[tuple[str, str | None, str | None]]:
    """What was before and what after, field by field, in words."""
    if event_type == "classification_corrected":
        return [
            (name, None if old is None else _plain(old), None if new is None else _plain(new))
            for name, old, new in data["changes"]
        ]
    turn = _TURNS.get(event_type)
    if turn is None:
        return []
    shown, before, after = turn
    old = None if data[before] is None else _word(before, data[before], names)
    return [(shown, old, _word(after, data[after], names))]
