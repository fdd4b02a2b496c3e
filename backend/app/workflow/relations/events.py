"""Facts about what tickets have to do with each other. Each end of a relation has its own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events import Event
from app.workflow.relations.enums import Direction, RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLinked(Event):
    """The ticket has to do with another one; `direction` says which end it is."""

    type: ClassVar[str] = "ticket_linked"
    summary: ClassVar[str] = "Linked with TK-{other_number} ({kind})"
    internal: ClassVar[bool] = True
    other_id: UUID
    other_number: int
    kind: RelationKind
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnlinked(Event):
    """A link is no more."""

    type: ClassVar[str] = "ticket_unlinked"
    summary: ClassVar[str] = "No longer linked with TK-{other_number} ({kind})"
    internal: ClassVar[bool] = True
    other_id: UUID
    other_number: int
    kind: RelationKind
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMerged(Event):
    """The ticket goes on as another one. Its messages stay where they are."""

    type: ClassVar[str] = "ticket_merged"
    summary: ClassVar[str] = "Merged into TK-{other_number}"
    other_id: UUID
    other_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTookIn(Event):
    """Another ticket goes on as this one."""

    type: ClassVar[str] = "ticket_took_in"
    summary: ClassVar[str] = "TK-{other_number} was merged into this ticket"
    internal: ClassVar[bool] = True
    other_id: UUID
    other_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Event):
    """The two tickets are apart again."""

    type: ClassVar[str] = "merge_undone"
    summary: ClassVar[str] = "No longer merged with TK-{other_number}"
    internal: ClassVar[bool] = True
    other_id: UUID
    other_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSplit(Event):
    """A part of the conversation became a ticket of its own."""

    type: ClassVar[str] = "ticket_split"
    summary: ClassVar[str] = "A part became TK-{other_number}"
    other_id: UUID
    other_number: int
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSplitOff(Event):
    """The ticket came from the conversation of another one."""

    type: ClassVar[str] = "ticket_split_off"
    summary: ClassVar[str] = "Split off from TK-{other_number}"
    other_id: UUID
    other_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDeclared(Event):
    """The ticket stands for many from now on."""

    type: ClassVar[str] = "incident_declared"
    summary: ClassVar[str] = "Made a major incident"
    internal: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWithdrawn(Event):
    """The ticket is one like any other again."""

    type: ClassVar[str] = "incident_withdrawn"
    summary: ClassVar[str] = "No longer a major incident"
    internal: ClassVar[bool] = True
