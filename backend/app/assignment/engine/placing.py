"""Where a ticket goes when it arrives or returns: to the best idle technician, else where it costs least."""

import numpy as np

from app.assignment.engine.decide import DECIMALS, candidates_at
from app.assignment.engine.floor import NO_WORK, Floor
from app.assignment.engine.pool import Item
from app.assignment.engine.roster import Floats, Integers
from app.assignment.engine.urgency import CRITICAL


def totals(floor: Floor, item: Item, positions: Integers, at: float) -> Floats:
    """The strategy's points of these technicians for this ticket."""
    floor.look(positions, at)
    candidates = candidates_at(item.ticket, floor.roster, positions, at)
    points = np.zeros(len(positions))
    for scorer, weight in item.strategy.weights:
        points += weight * scorer.score(item.ticket, candidates)
    return points


def best_of(floor: Floor, item: Item, positions: Integers, at: float) -> tuple[int, float | None]:
    """The position with most points; then the longest idle, then the lowest id.

    Without a rival there is nothing to compare, and no points.
    """
    if len(positions) == 1:
        return int(positions[0]), None
    points = np.round(totals(floor, item, positions, at), DECIMALS)
    best = points.max()
    ties = positions[points == best]
    return int(ties[np.argmin(floor.roster.last_assigned[ties])]), float(best)


def idle_among(floor: Floor, positions: Integers) -> Integers:
    """Those who have nothing to work on."""
    return np.asarray(positions[floor.work[positions] == 0])


def comfortable_among(floor: Floor, item: Item, positions: Integers) -> Integers:
    """Those below their comfortable number, when there are any; critical work does not mind."""
    if item.rank == CRITICAL:
        return positions
    roster = floor.roster
    below = positions[roster.active[positions] < roster.comfortable[positions]]
    return np.asarray(below if len(below) else positions)


def pausable(floor: Floor, positions: Integers) -> int | None:
    """Whose work may best be paused for critical work: the lowest priority, then the most left."""
    ranks = floor.rank_now[positions]
    may = positions[(ranks != NO_WORK) & (ranks != CRITICAL)]
    if not len(may):
        return None
    ranks = floor.rank_now[may]
    lowest = may[ranks == ranks.max()]
    return int(lowest[np.argmax(floor.done_at[lowest])])
