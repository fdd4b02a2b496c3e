"""Decisions: the ranking, the ties, the batch, and that the same state gives the same answer."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.assignment.engine.decide import decide
from app.assignment.engine.explanation import MOST_CANDIDATES, explain
from app.assignment.engine.roster import Roster, TechnicianView
from app.assignment.engine.tickets import TicketView
from app.people import enums
from app.people.enums import Presence
from app.tickets.enums import Priority
from tests.unit.assignment.test_filters import ANN, BEN, BLUE, CEM, RED, TICKET, technician, ticket

NOW = 1_000_000.0


def winner(roster: Roster, what: TicketView, **facts: object) -> UUID | None:
    """Id of the chosen technician."""
    decision = decide(what, roster, now=NOW, **facts)  # type: ignore[arg-type]
    return None if decision.winner is None else roster.ids[decision.winner]


def test_the_idle_technician_is_chosen_before_the_busy_one() -> None:
    roster = Roster([technician(ANN, active=1, weighted_load=30.0), technician(BEN)])
    assert winner(roster, ticket()) == BEN


def test_an_idle_beginner_is_chosen_before_a_busy_expert() -> None:
    expert = technician(ANN, skills={"network": 1.0}, active=2, weighted_load=60.0)
    beginner = technician(BEN, skills={"network": 0.5})
    assert winner(Roster([expert, beginner]), ticket()) == BEN


def test_an_expert_in_the_needed_skill_is_chosen_before_a_beginner_with_many() -> None:
    expert = technician(ANN, skills={"network": 0.9})
    beginner = technician(BEN, skills={"network": 0.4, "email": 0.9, "software": 0.9})
    assert winner(Roster([expert, beginner]), ticket()) == ANN


def test_a_tie_goes_to_the_longest_idle_then_to_the_lowest_id() -> None:
    least_busy = {RED: enums.Strategy.LEAST_BUSY}
    rested = technician(CEM, team=RED, last_assigned=NOW - 900)
    tired = technician(BEN, team=RED, last_assigned=NOW - 60)
    assert winner(Roster([tired, rested]), ticket(), teams=least_busy) == CEM
    equal = [technician(id_, team=RED) for id_ in (CEM, ANN, BEN)]
    assert winner(Roster(equal), ticket(), teams=least_busy) == ANN


def test_whoever_had_the_ticket_gets_it_back_among_equals() -> None:
    roster = Roster([technician(ANN), technician(BEN)])
    assert winner(roster, ticket(previous=BEN)) == BEN


def test_nobody_eligible_gives_counts_per_reason_and_no_winner() -> None:
    roster = Roster(
        [
            technician(ANN, skills={}),
            technician(BEN, active=8),
            technician(CEM, presence=Presence.OFFLINE),
            technician(UUID(int=4), presence=Presence.OFFLINE),
        ]
    )
    decision = decide(ticket(), roster, now=NOW)
    assert decision.winner is None
    assert {verdict.code: count for verdict, count in decision.counts.items()} == {
        "no_skill": 1,
        "full": 1,
        "offline": 2,
    }


def test_an_empty_roster_decides_nothing() -> None:
    decision = decide(ticket(), Roster([]), now=NOW)
    assert decision.winner is None
    assert decision.counts == {}


def test_the_team_of_all_candidates_chooses_the_strategy() -> None:
    teams = {RED: enums.Strategy.ROUND_ROBIN, BLUE: enums.Strategy.LEAST_BUSY}
    red = [technician(ANN, team=RED), technician(BEN, team=RED)]
    assert decide(ticket(), Roster(red), now=NOW, teams=teams).strategy.name == "round_robin"
    mixed = [technician(ANN, team=RED), technician(BEN, team=BLUE)]
    found = decide(ticket(), Roster(mixed), now=NOW, teams=teams).strategy.name
    assert found == "weighted_least_load"
    asked = decide(ticket(team=BLUE), Roster(mixed), now=NOW, teams=teams).strategy.name
    assert asked == "least_busy"


def test_turns_survive_a_newcomer_and_a_leaver() -> None:
    teams = {RED: enums.Strategy.ROUND_ROBIN}
    ann = technician(ANN, team=RED, last_assigned=NOW - 10)
    ben = technician(BEN, team=RED, last_assigned=NOW - 20)
    newcomer = technician(CEM, team=RED)
    assert winner(Roster([ann, ben]), ticket(), teams=teams) == BEN
    assert winner(Roster([ann, ben, newcomer]), ticket(), teams=teams) == CEM
    assert winner(Roster([ann, newcomer]), ticket(), teams=teams) == CEM


def test_an_explanation_holds_the_winner_the_factors_and_the_others() -> None:
    roster = Roster([technician(ANN, weighted_load=60.0, active=2), technician(BEN, skills={})])
    decision = decide(ticket(), roster, now=NOW)
    data = explain(decision, roster)
    assert data["winner"]["technician"] == str(ANN)
    assert data["winner"]["active"] == 3
    assert data["winner"]["proficiency"] == 0.5
    assert data["counts"] == {"no_skill": 1}
    assert [row[:2] for row in data["candidates"]] == [
        [str(ANN), "eligible"],
        [str(BEN), "no_skill"],
    ]
    weighed = sum(points * weight for _, points, weight in data["factors"])
    assert abs(weighed - data["winner"]["points"]) < 0.1
    assert "runner_up" not in data


def test_an_explanation_is_bounded() -> None:
    roster = Roster([technician(UUID(int=n), skills={}) for n in range(1, 200)])
    data = explain(decide(ticket(), roster, now=NOW), roster)
    assert len(data["candidates"]) == MOST_CANDIDATES
    assert data["counts"] == {"no_skill": 199}


def test_a_refresh_tells_whether_anything_differed() -> None:
    roster = Roster([technician(ANN), technician(BEN)])
    assert not roster.refresh([ANN], {ANN: technician(ANN)})
    assert roster.refresh([ANN], {ANN: technician(ANN, active=8)})
    assert winner(roster, ticket()) == BEN
    assert roster.refresh([BEN], {})
    assert winner(roster, ticket()) is None


views = st.builds(
    TechnicianView,
    id=st.integers(1, 12).map(lambda n: UUID(int=n)),
    team=st.sampled_from([None, RED, BLUE]),
    presence=st.sampled_from(Presence),
    capacity=st.integers(0, 4),
    comfortable=st.integers(0, 4),
    active=st.integers(0, 4),
    weighted_load=st.floats(0, 500),
    pace=st.floats(0.2, 3),
    last_assigned=st.floats(0, NOW),
    skills=st.dictionaries(st.sampled_from(["network", "email"]), st.floats(0, 1)),
)
tickets_of_any_kind = st.builds(
    TicketView,
    id=st.just(TICKET),
    skill=st.sampled_from([None, "network", "email", "hr"]),
    team=st.sampled_from([None, RED]),
    priority=st.sampled_from(Priority),
    effort_minutes=st.floats(1, 300),
    previous=st.sampled_from([None, UUID(int=1)]),
    excluded=st.frozensets(st.integers(1, 12).map(lambda n: UUID(int=n)), max_size=3),
)


@settings(deadline=None)
@given(st.lists(views, max_size=12, unique_by=lambda view: view.id), tickets_of_any_kind)
def test_no_decision_breaks_a_rule_and_the_same_state_is_decided_the_same(
    technicians: list[TechnicianView], what: TicketView
) -> None:
    roster = Roster(technicians)
    by_id = {view.id: view for view in technicians}
    decision = decide(what, roster, now=NOW)
    again = decide(what, Roster(list(reversed(technicians))), now=NOW)
    assert again.winner == decision.winner
    if decision.winner is None:
        return
    chosen = by_id[roster.ids[decision.winner]]
    assert chosen.presence is Presence.ONLINE
    assert chosen.active < chosen.capacity
    assert chosen.id not in what.excluded
    assert what.team in {None, chosen.team}
    assert what.skill is None or chosen.skills.get(what.skill, 0) > 0
