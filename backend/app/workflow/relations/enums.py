"""Closed sets of relations between tickets."""

from enum import StrEnum


class RelationKind(StrEnum):
    """What one ticket is to the other."""

    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"
    CHILD_OF = "child_of"
    # A child whose parent is a major incident.
    PART_OF_INCIDENT = "part_of_incident"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"


# A ticket has one parent at most, and one parent's children have no children.
PARENT_KINDS = frozenset({RelationKind.CHILD_OF, RelationKind.PART_OF_INCIDENT})
# What people link by hand; the others come from merging, splitting and incidents.
BY_HAND = frozenset({RelationKind.RELATED, RelationKind.DUPLICATE_OF, RelationKind.CHILD_OF})


class Direction(StrEnum):
    """Which end of a relation a ticket is."""

    # The ticket is what the kind says: it is the child, the duplicate, the merged one.
    FROM = "from"
    TO = "to"


class SplitWhat(StrEnum):
    """What of a conversation becomes a ticket of its own."""

    ONLY = "only"
    ONWARDS = "onwards"
