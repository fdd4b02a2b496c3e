"""A decision as data to keep: ids and numbers only; the words are made when somebody reads it."""

from typing import Any

import numpy as np

from app.assignment.engine.decide import Decision
from app.assignment.engine.filters import Verdict
from app.assignment.engine.roster import Roster

# Enough to answer 'why not me?' on a page; the counts speak for the rest.
MOST_CANDIDATES = 50


def _shown(decision: Decision) -> list[int]:
    """The ranking first, then those nearest to being eligible."""
    shown: list[int] = []
    if decision.ranking is not None:
        shown = decision.ranking.positions[:MOST_CANDIDATES].tolist()
    left = MOST_CANDIDATES - len(shown)
    if left <= 0:
        return shown
    others = np.flatnonzero(decision.codes != Verdict.ELIGIBLE)
    nearest = others[np.argsort(-decision.codes[others], kind="stable")]
    return shown + [int(position) for position in nearest[:left]]


def explain(decision: Decision, roster: Roster) -> dict[str, Any]:
    """Everything a reader may ask about a decision.

    `candidates` rows are [technician, verdict, points, active, capacity], as they were when the
    batch was decided. Build it for the decision that is taken, not for those only tried.
    """
    ticket, ranking = decision.ticket, decision.ranking
    points_of = (
        {}
        if ranking is None
        else dict(zip(ranking.positions.tolist(), ranking.totals.tolist(), strict=True))
    )
    data: dict[str, Any] = {
        "skill": ticket.skill,
        "priority": ticket.priority.value,
        "counts": {verdict.code: count for verdict, count in decision.counts.items()},
        "eligible": len(points_of),
        "candidates": [
            [
                str(roster.ids[position]),
                Verdict(int(decision.codes[position])).code,
                points_of.get(position),
                int(roster.active[position]),
                int(roster.capacity[position]),
            ]
            for position in _shown(decision)
        ],
    }
    if ranking is None:
        return data
    winner = int(ranking.positions[0])
    data["winner"] = {
        "technician": str(roster.ids[winner]),
        "points": float(ranking.totals[0]),
        "proficiency": float(roster.proficiency(ticket.skill)[winner]),
        "active": decision.active_before + 1,
        "capacity": int(roster.capacity[winner]),
        "tie": len(ranking.totals) > 1 and bool(ranking.totals[1] == ranking.totals[0]),
    }
    if roster.minutes_ahead[winner] >= 0.0:
        data["winner"]["free_in_minutes"] = round(float(roster.minutes_ahead[winner]), 1)
    data["factors"] = [
        [scorer.name, round(float(points[0]), 1), weight]
        for (scorer, weight), points in zip(decision.strategy.weights, ranking.points, strict=True)
    ]
    if len(ranking.positions) > 1:
        second = str(roster.ids[int(ranking.positions[1])])
        data["runner_up"] = [second, float(ranking.totals[1])]
        data["runner_up_factors"] = [round(float(points[1]), 1) for points in ranking.points]
    return data
