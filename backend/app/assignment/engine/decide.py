"""One decision: filter, score, weigh, and break ties the same way each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from app.assignment.engine.filters import Codes, Verdict, verdicts
from app.assignment.engine.roster import Candidates, Floats, Integers, Roster
from app.assignment.engine.strategies import DEFAULT, STRATEGIES, Strategy
from app.assignment.engine.tickets import TicketView

# Totals that differ by less are equal: the same state must give the same technician whatever
# the order in which floating point numbers were added.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Ranking:
    """Positions of the eligible technicians, best first, with their points."""

    positions: Integers
    totals: Floats
    points: tuple[Floats, ...]  # one array per scorer of the strategy


@dataclass(frozen=True, slots=True)
class Decision:
    """What the engine says about one ticket; `ranking` is `None` when nobody is eligible."""

    ticket: TicketView
    strategy: Strategy
    codes: Codes
    ranking: Ranking | None
    # The winner's tickets before this one.
    active_before: int = 0
    at: float = 0.0

    @property
    def winner(self) -> int | None:
        """Position of the chosen technician."""
        return None if self.ranking is None else int(self.ranking.positions[0])

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many technicians each reason turned away."""
        found = np.bincount(self.codes, minlength=len(Verdict))
        return {
            verdict: int(found[verdict])
            for verdict in Verdict
            if verdict is not Verdict.ELIGIBLE and found[verdict]
        }


def candidates_at(
    ticket: TicketView, roster: Roster, positions: Integers, now: float
) -> Candidates:
    """The columns of these technicians, for the scorers."""
    last_assigned = roster.last_assigned[positions]
    is_previous = np.zeros(len(positions), dtype=bool)
    for known in (*ticket.familiar, ticket.previous):
        if known in roster.position:
            is_previous |= positions == roster.position[known]
    load, ahead = roster.load[positions], roster.minutes_ahead[positions]
    return Candidates(
        proficiency=roster.proficiency(ticket.skill)[positions],
        active=roster.active[positions],
        capacity=roster.capacity[positions],
        comfortable=roster.comfortable[positions],
        weighted_load=load,
        pace=roster.pace[positions],
        idle_minutes=np.maximum(now - last_assigned, 0.0) / 60.0,
        last_assigned=last_assigned,
        is_previous=is_previous,
        minutes_ahead=np.where(ahead < 0.0, load, ahead),
        busy_share=roster.busy_share[positions],
        rating=roster.rating[positions],
        recent_minutes=roster.recent_minutes[positions],
        other_rarity=roster.other_rarity(ticket.skill)[positions],
    )


def _strategy_for(
    ticket: TicketView, roster: Roster, positions: Integers, teams: Mapping[UUID, str]
) -> Strategy:
    """The strategy of the ticket's team, else of the one team that all candidates are in."""
    team = ticket.team
    if team is None and len(positions):
        codes = roster.team[positions]
        if (codes == codes[0]).all():
            team = roster.team_of_code(int(codes[0]))
    return STRATEGIES[DEFAULT if team is None else teams.get(team, DEFAULT)]


def rank(strategy: Strategy, ticket: TicketView, candidates: Candidates) -> Ranking:
    """Order candidates by points, then longest idle, then lowest position (lowest id)."""
    points = tuple(scorer.score(ticket, candidates) for scorer, _ in strategy.weights)
    totals = np.zeros(len(candidates))
    for column, (_, weight) in zip(points, strategy.weights, strict=True):
        totals += weight * column
    totals = np.round(totals, DECIMALS)
    # lexsort is stable and reads its last key first.
    order = np.lexsort((candidates.last_assigned, -totals))
    return Ranking(order, totals[order], tuple(column[order] for column in points))


def decide(
    ticket: TicketView,
    roster: Roster,
    *,
    now: float,
    teams: Mapping[UUID, str] | None = None,
    strategy: Strategy | None = None,
) -> Decision:
    """Choose a technician for one ticket, or say why there is none. Changes nothing.

    The strategy is that of the ticket's team, where none is given.
    """
    codes = verdicts(ticket, roster)
    positions = np.flatnonzero(codes == Verdict.ELIGIBLE)
    strategy = strategy or _strategy_for(ticket, roster, positions, teams or {})
    if not strategy.is_automatic:
        codes[positions] = Verdict.BY_HAND
    if not len(positions) or not strategy.is_automatic:
        return Decision(ticket, strategy, codes, None, at=now)
    ranking = rank(strategy, ticket, candidates_at(ticket, roster, positions, now))
    ranking = Ranking(positions[ranking.positions], ranking.totals, ranking.points)
    active = int(roster.active[ranking.positions[0]])
    return Decision(ticket, strategy, codes, ranking, active_before=active, at=now)
