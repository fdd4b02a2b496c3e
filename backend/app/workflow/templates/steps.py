"""What the steps of a macro say and change. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.tickets.enums import TicketStatus
from app.workflow.templates.step_schemas import (
    AddTagsStep,
    CategoryStep,
    NoteStep,
    PriorityStep,
    RemoveTagsStep,
    ReplyStep,
    StatusStep,
    Step,
    TakeStep,
    TeamStep,
)

# Between these a person may go back and forth; a solution or an end is told to the requester.
REVERSIBLE = frozenset({TicketStatus.IN_PROGRESS, TicketStatus.WAITING_ON_REQUESTER})
_STATUS_WORDS = {
    TicketStatus.IN_PROGRESS: "Begin or go on with the work",
    TicketStatus.WAITING_ON_REQUESTER: "Wait on the requester",
    TicketStatus.SOLVED: "Solve the ticket, with the reply as the solution",
    TicketStatus.CLOSED: "Close the ticket",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what steps point to."""

    templates: Mapping[UUID, str] = field(default_factory=dict)
    teams: Mapping[UUID, str] = field(default_factory=dict)


def sentence(step: Step, names: Names) -> str:
    """What a step does, in words."""
    match step:
        case ReplyStep():
            return f"Reply {_source(step, names)}"
        case NoteStep():
            return f"Leave a note {_source(step, names)}"
        case StatusStep():
            return _STATUS_WORDS[TicketStatus(step.status)]
        case PriorityStep():
            return f"Set the priority to {step.priority.value}"
        case CategoryStep():
            return f"Set the category to {step.category.value}"
        case AddTagsStep():
            return f"Add {_tags(step.tags)}"
        case RemoveTagsStep():
            return f"Remove {_tags(step.tags)}"
        case TakeStep():
            return "Take the ticket"
        case TeamStep():
            return f"Give it to the team {names.teams.get(step.team_id, 'that is gone')}"
    raise AssertionError(step)


def refusal(steps: Sequence[Step]) -> str | None:
    """Why these steps could never be carried out; `None` when they might be."""
    replied = False
    moved = False
    for step in steps:
        if isinstance(step, ReplyStep):
            replied = True
        if isinstance(step, StatusStep):
            if moved:
                return "A macro moves the ticket once at most."
            moved = True
            if step.status is TicketStatus.SOLVED and not replied:
                return "Put a reply before solving: it tells the requester how."
        elif moved and not isinstance(step, AddTagsStep | RemoveTagsStep | NoteStep):
            return "Moving the ticket comes last; only tags and notes may follow."
    return None


def template_ids(steps: Sequence[Step]) -> set[UUID]:
    """Templates that the steps write from."""
    return {
        step.template_id
        for step in steps
        if isinstance(step, ReplyStep | NoteStep) and step.template_id is not None
    }


def team_ids(steps: Sequence[Step]) -> set[UUID]:
    """Teams that the steps name."""
    return {step.team_id for step in steps if isinstance(step, TeamStep)}


def can_be_undone(step: Step, status: TicketStatus) -> bool:
    """Whether an undo brings back what the step changes on a ticket of this status."""
    if isinstance(step, StatusStep):
        return status in REVERSIBLE and step.status in REVERSIBLE
    return not isinstance(step, ReplyStep | NoteStep | TakeStep)


def tags_after(tags: Sequence[str], steps: Sequence[Step]) -> list[str]:
    """The tags of a ticket once the steps were taken."""
    kept = set(tags)
    for step in steps:
        if isinstance(step, AddTagsStep):
            kept |= set(step.tags)
        elif isinstance(step, RemoveTagsStep):
            kept -= set(step.tags)
    return sorted(kept)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the fields that differ."""
    return sorted(name for name in before if before[name] != after.get(name))


def _source(step: ReplyStep | NoteStep, names: Names) -> str:
    if step.template_id is None:
        return "with a text of its own"
    name = names.templates.get(step.template_id)
    return f"from “{name}”" if name is not None else "from a template that is gone"


def _tags(tags: Sequence[str]) -> str:
    return f"the tag{'s' if len(tags) > 1 else ''} {', '.join(tags)}"
