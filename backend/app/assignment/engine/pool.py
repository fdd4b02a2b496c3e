"""Tickets not begun, in buckets by kind, priority and size, so that only the heads are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import log2
from uuid import UUID

from app.assignment.engine.filters import Kind, kind_of
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import Strategy
from app.assignment.engine.tickets import TicketView
from app.assignment.engine.urgency import LEAST_MINUTES, RANK
from app.tickets.enums import Commitment

NOBODY = -1
Shape = tuple[int, int, bool]  # rank of priority, log2 of the effort, begun before


@dataclass(slots=True, eq=False)
class Item:
    """A ticket on its way through the stream."""

    ticket: TicketView
    arrived_at: float
    number: int
    strategy: Strategy
    settings: StreamSettings
    kind: Kind = field(init=False)
    rank: int = field(init=False)
    minutes: float = field(init=False)
    holder: int = NOBODY
    commitment: Commitment | None = None
    is_begun: bool = False
    # Waits on somebody else: held, but no work for now.
    is_parked: bool = False
    started_at: float = 0.0
    minutes_ahead: float = 0.0

    def __post_init__(self) -> None:
        self.kind = kind_of(self.ticket)
        self.rank = RANK[self.ticket.priority]
        self.minutes = max(self.ticket.effort_minutes, LEAST_MINUTES)

    @property
    def may_move(self) -> bool:
        """Nobody began it, nobody decided it by hand, nobody was promised it."""
        return not self.is_begun and self.commitment in {None, Commitment.SOFT}

    @property
    def list_order(self) -> tuple[int, float, int]:
        """Where it stands in its holder's list: by priority, then by age."""
        return (self.rank, self.arrived_at, self.number)


class Bucket:
    """Tickets of one shape in order of arrival, also when they come and go."""

    __slots__ = ("_heap", "_pushed", "items")

    def __init__(self) -> None:
        self.items: dict[UUID, Item] = {}
        # What left stays in the heap until it would be the head.
        self._heap: list[tuple[int, int, Item]] = []
        self._pushed = 0

    def add(self, item: Item) -> None:
        """Put it where its arrival says."""
        self.items[item.ticket.id] = item
        self._pushed += 1
        heappush(self._heap, (item.number, self._pushed, item))

    def head(self) -> Item:
        """The oldest; asked of buckets that hold something."""
        while True:
            item = self._heap[0][2]
            if self.items.get(item.ticket.id) is item:
                return item
            heappop(self._heap)


class Pool:
    """First in, first out inside a bucket; the cost of a look does not depend on the length."""

    def __init__(self) -> None:
        self._buckets: dict[Kind, dict[Shape, Bucket]] = {}
        self._shape: dict[UUID, Shape] = {}

    def __len__(self) -> int:
        return len(self._shape)

    def __contains__(self, item: Item) -> bool:
        return item.ticket.id in self._shape

    def add(self, item: Item) -> None:
        """Put a ticket in, unless it is in."""
        if item in self:
            return
        shape = (item.rank, int(log2(item.minutes)), item.is_begun)
        self._buckets.setdefault(item.kind, {}).setdefault(shape, Bucket()).add(item)
        self._shape[item.ticket.id] = shape

    def remove(self, item: Item) -> None:
        """Take a ticket out, if it is in."""
        shape = self._shape.pop(item.ticket.id, None)
        if shape is None:
            return
        buckets = self._buckets[item.kind]
        del buckets[shape].items[item.ticket.id]
        if not buckets[shape].items:
            del buckets[shape]
            if not buckets:
                del self._buckets[item.kind]

    def kinds(self) -> Iterator[Kind]:
        """The kinds of tickets that are in."""
        return iter(self._buckets)

    def heads(self, kind: Kind) -> Iterator[Item]:
        """The oldest ticket of each priority and size."""
        return (bucket.head() for bucket in self._buckets[kind].values())
