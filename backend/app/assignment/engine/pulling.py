"""What a free technician does next: the most pressing of all tickets that he may do."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.assignment.engine.effort import PaceBook
from app.assignment.engine.floor import Floor
from app.assignment.engine.pool import Item, Pool
from app.assignment.engine.settings import StreamSettings
from app.assignment.engine.strategies import Order
from app.assignment.engine.urgency import MEDIUM, TIER, Urgency

# What was begun and lies idle was answered once; the next answer may take as long as a solution.
BEGUN_SHARE = 0.5


@dataclass(slots=True)
class Puller:
    """Compares the heads of the buckets with the technician's own list."""

    floor: Floor
    settings: StreamSettings
    urgency: Urgency
    paces: PaceBook

    def best(
        self, position: int, pool: Pool, at: float, order: Order, *, only_pool: bool = False
    ) -> Item | None:
        """The ticket to do next, or `None` when there is nothing that he may do."""
        best: Item | None = None
        best_key: tuple[float, float, int] | None = None
        for item in self._reachable(position, pool, only_pool=only_pool):
            key = self.key(item, position, at, order)
            if best_key is None or key > best_key:
                best, best_key = item, key
        return best

    def _reachable(self, position: int, pool: Pool, *, only_pool: bool) -> Iterator[Item]:
        if not only_pool:
            for item in self.floor.held[position].values():
                if not item.is_parked:
                    yield item
        roster = self.floor.roster
        if roster.active[position] >= roster.capacity[position]:
            return
        for kind in pool.kinds():
            for item in pool.heads(kind):
                if not self.floor.able(item.ticket, kind)[position]:
                    break
                if item.holder != position and self._has_channel(item, position):
                    yield item

    def _has_channel(self, item: Item, position: int) -> bool:
        channel = item.ticket.channel
        return channel is None or bool(self.floor.roster.places(channel)[position] > 0)

    def key(self, item: Item, position: int, at: float, order: Order) -> tuple[float, float, int]:
        """What to compare; the largest goes first."""
        age = max(at - item.arrived_at, 0.0)
        if item.is_begun:
            age *= BEGUN_SHARE
        speed = self.floor.speed(position, item)
        speed *= self.paces.category_factor(position, item.ticket.category)
        minutes = item.minutes / speed
        index = self.urgency.index(order, item.rank, age, minutes)
        if order is not Order.COST_OF_DELAY:
            return (0.0, index, -item.number)
        if item.holder == position:
            index *= self.settings.stickiness
        if item.rank >= MEDIUM and at + 60.0 * minutes > self.floor.until[position]:
            index *= self.settings.late_in_shift
        tier = self.urgency.tier(item.rank, age)
        # Beyond the ceiling only age counts, so that nothing is passed over again.
        return (tier, age if tier == TIER else index, -item.number)
