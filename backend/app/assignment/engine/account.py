"""The account of a move as data: who could have had the ticket, who not and why, and the points."""

from typing import Any

import numpy as np

from app.assignment.engine.decide import Decision, Ranking, candidates_at, rank
from app.assignment.engine.explanation import explain
from app.assignment.engine.filters import Codes, Verdict, verdicts
from app.assignment.engine.floor import Floor
from app.assignment.engine.moves import Reason
from app.assignment.engine.pool import NOBODY, Item
from app.assignment.engine.roster import Integers


def account(
    floor: Floor, item: Item, position: int, at: float, reason: Reason, previous: int
) -> dict[str, Any]:
    """What the move of this ticket to this technician rests on, with things as they stand now."""
    roster, ticket = floor.roster, item.ticket
    floor.look(np.arange(len(floor)), at)
    codes = verdicts(ticket, roster)
    # Whoever got it had a place; the verdicts speak of one ticket more than he holds.
    codes[position] = Verdict.ELIGIBLE
    compared = _compared(floor, codes, reason)
    ranking = rank(item.strategy, ticket, candidates_at(ticket, roster, compared, at))
    order = _first(compared[ranking.positions] == position)
    ranking = Ranking(
        compared[ranking.positions][order],
        ranking.totals[order],
        tuple(points[order] for points in ranking.points),
    )
    active = int(roster.active[position]) - (item.holder == position)
    decision = Decision(ticket, item.strategy, codes, ranking, active_before=active, at=at)
    told = explain(decision, roster)
    told["reason"] = reason.value
    if previous != NOBODY:
        told["previous"] = str(roster.ids[previous])
    told["waited_minutes"] = round(max(at - item.arrived_at, 0.0) / 60.0, 1)
    if reason in {Reason.IDLE, Reason.PULLED, Reason.HANDED_OVER}:
        told["winner"]["free_in_minutes"] = 0.0
    return told


def _compared(floor: Floor, codes: Codes, reason: Reason) -> Integers:
    """Those among whom one was chosen: with somebody idle, only the idle."""
    positions = np.flatnonzero(codes == Verdict.ELIGIBLE)
    if reason is Reason.IDLE:
        positions = positions[floor.work[positions] == 0]
    return np.asarray(positions)


def _first(is_winner: np.ndarray[Any, Any]) -> Integers:
    """The order that puts the winner first and leaves the others as they are."""
    return np.argsort(~is_winner, kind="stable")
