"""What a search for like tickets knows of a ticket beside its vector, and what it finds. Pure."""

from dataclasses import dataclass
from enum import IntFlag
from uuid import UUID


class State(IntFlag):
    """What a ticket can be suggested as."""

    NOTHING = 0
    OPEN = 1
    SOLVED = 2
    SHARED = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who may be shown a ticket, and as what. Whoever shows it checks again."""

    ticket_id: UUID
    requester_id: UUID
    state: State


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A ticket and its likeness to what was asked about, 1 for the same words."""

    ticket_id: UUID
    similarity: float
