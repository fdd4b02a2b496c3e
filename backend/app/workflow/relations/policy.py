"""Which relations there may be between two tickets, and why one is refused. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.tickets.enums import TicketStatus
from app.workflow.relations.enums import PARENT_KINDS, RelationKind


@dataclass(frozen=True, slots=True)
class Link:
    """One relation: the first ticket is to the second what the kind says."""

    ticket_id: UUID
    other_id: UUID
    kind: RelationKind


@dataclass(frozen=True, slots=True)
class End:
    """What must be known of a ticket that is to be related."""

    id: UUID
    reference: str
    status: TicketStatus
    is_incident: bool = False


def ordered(link: Link) -> Link:
    """The one way in which a relation is kept: 'related' has no direction."""
    if link.kind is RelationKind.RELATED and link.other_id < link.ticket_id:
        return Link(link.other_id, link.ticket_id, link.kind)
    return link


def refusal(one: End, other: End, kind: RelationKind, known: Iterable[Link]) -> str | None:
    """Why the one cannot be that to the other; `None` when it can.

    `known` are all relations that touch either of them. Parents have no parents and children no
    children, so there is no cycle, however many relations there are.
    """
    known = list(known)
    if one.id == other.id:
        return "That is the same ticket."
    if ordered(Link(one.id, other.id, kind)) in known:
        return f"{one.reference} and {other.reference} are linked like this already."
    if kind is RelationKind.MERGED_INTO:
        return _merge_refusal(one, other, known)
    if kind in PARENT_KINDS:
        return _parent_refusal(one, other, kind, known)
    if kind is RelationKind.DUPLICATE_OF and Link(other.id, one.id, kind) in known:
        return f"{other.reference} is marked as a duplicate of {one.reference} already."
    return None


def _merge_refusal(one: End, other: End, known: list[Link]) -> str | None:
    for end in (one, other):
        if _has(known, end, {RelationKind.MERGED_INTO}):
            return f"{end.reference} was merged into another ticket already."
    if other.status is TicketStatus.CLOSED:
        return f"{other.reference} is closed. Reopen it first, or merge the other way round."
    if one.is_incident:
        return f"{one.reference} is a major incident. Merge the other ticket into it instead."
    if _is_parent(known, one):
        return f"Tickets are attached to {one.reference}. Detach them first."
    return None


def _parent_refusal(child: End, parent: End, kind: RelationKind, known: list[Link]) -> str | None:
    if _has(known, child, PARENT_KINDS):
        return f"{child.reference} has a parent already."
    if child.is_incident:
        return f"{child.reference} is a major incident itself."
    if _is_parent(known, child):
        return f"Tickets are attached to {child.reference}, so it cannot be a child itself."
    if _has(known, parent, PARENT_KINDS):
        return f"{parent.reference} is a child itself. Attach to its parent instead."
    if _has(known, parent, {RelationKind.MERGED_INTO}):
        return f"{parent.reference} was merged into another ticket. Attach to that one."
    if kind is RelationKind.PART_OF_INCIDENT and not parent.is_incident:
        return f"{parent.reference} is not a major incident."
    if kind is RelationKind.CHILD_OF and parent.is_incident:
        return f"{parent.reference} is a major incident. Attach the ticket to it as such."
    return None


def _has(known: Iterable[Link], end: End, kinds: Iterable[RelationKind]) -> bool:
    return any(link.ticket_id == end.id and link.kind in kinds for link in known)


def _is_parent(known: Iterable[Link], end: End) -> bool:
    return any(link.other_id == end.id and link.kind in PARENT_KINDS for link in known)
