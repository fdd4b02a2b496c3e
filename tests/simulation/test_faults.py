"""Faults that other products shipped, as far as the engine alone can show them.

What needs several workers, people and rows at once stands with the tests of claims.
"""

from itertools import pairwise
from uuid import UUID

import pytest

from app.assignment.engine.decide import decide
from app.assignment.engine.moves import Move
from app.assignment.engine.roster import Roster, TechnicianView
from app.assignment.engine.stream import Dispatcher
from app.assignment.engine.tickets import TicketView
from app.people.enums import Presence
from app.tickets.enums import Priority

HOUR = 3600.0


def person(number: int, **facts: object) -> TechnicianView:
    """Absent until he comes, with some network knowledge."""
    usual = {"presence": Presence.OFFLINE, "skills": {"network": 0.8}}
    return TechnicianView(**{"id": UUID(int=number), **usual, **facts})  # type: ignore[arg-type]


def ticket(number: int, **facts: object) -> TicketView:
    """A medium network ticket."""
    return TicketView(**{"id": UUID(int=10_000 + number), "skill": "network", **facts})  # type: ignore[arg-type]


def at_work(people: list[TechnicianView], strategy: str = "weighted_least_load") -> Dispatcher:
    """A desk at which everybody is present."""
    made = Dispatcher(people, strategy=strategy)
    for one in people:
        made.online(one.id, at=0.0)
    return made


def given(moves: list[Move]) -> list[int]:
    """Numbers of the tickets that got somebody, in order."""
    return [move.ticket.int - 10_000 for move in moves if move.technician is not None]


def test_1_each_ticket_is_given_once_however_many_arrive_together() -> None:
    made = at_work([person(number, capacity=50) for number in range(1, 9)])
    moves = made.arrived([ticket(number) for number in range(200)], at=1.0)
    assert sorted(given(moves)) == list(range(200))


def test_2_a_decision_on_facts_that_changed_is_taken_anew() -> None:
    roster = Roster([person(1, presence=Presence.ONLINE), person(2, presence=Presence.ONLINE)])
    assert decide(ticket(1), roster, now=1.0).winner == 0
    left = person(1, presence=Presence.OFFLINE)
    assert roster.refresh([left.id], {left.id: left})
    assert decide(ticket(1), roster, now=1.0).winner == 1


def test_3_the_choice_of_a_person_is_never_overwritten() -> None:
    made = at_work([person(1), person(2)])
    made.arrived([ticket(1)], at=1.0)
    made.assigned_by_hand(ticket(1).id, UUID(int=2), at=2.0)
    later = [
        *made.offline(UUID(int=2), at=3.0),
        *made.online(UUID(int=2), at=4.0),
        *made.arrived([ticket(2, priority=Priority.CRITICAL)], at=5.0),
        *made.tick(at=10 * HOUR),
    ]
    assert ticket(1).id not in {move.ticket for move in later}


def test_4_one_capacity_holds_over_all_skills_and_channels() -> None:
    made = at_work([person(1, capacity=3, skills={"network": 1.0, "email": 1.0})])
    for number in range(12):
        skill, channel = ("network", "email")[number % 2], ("chat", "email")[number % 3 % 2]
        made.arrived([ticket(number, skill=skill, channel=channel)], at=float(number))
        assert made.floor.roster.active[0] <= 3
    assert made.floor.roster.active[0] == 3


@pytest.mark.parametrize("graver_first", [True, False])
def test_5_when_a_place_gets_free_the_graver_or_else_the_older_goes(graver_first: bool) -> None:
    made = at_work([person(1, capacity=1)])
    made.arrived([ticket(0)], at=0.0)
    made.started(ticket(0).id, UUID(int=1), at=0.0)
    made.arrived([ticket(1, priority=Priority.MEDIUM)], at=10.0)
    later = Priority.HIGH if graver_first else Priority.MEDIUM
    made.arrived([ticket(2, priority=later)], at=20.0)
    assert given(made.done(ticket(0).id, at=60.0)) == [2 if graver_first else 1]


def test_6_the_first_in_the_morning_gets_at_most_her_limit_and_in_order() -> None:
    made = Dispatcher([person(1, capacity=3)])
    for number in range(40):
        made.arrived([ticket(number)], at=float(number))
    got = given(made.online(UUID(int=1), at=8 * HOUR))
    for _ in range(6):
        now = made.floor.now[0] or next(iter(made.floor.held[0].values()))
        got += given(made.started(now.ticket.id, UUID(int=1), at=8 * HOUR))
        assert made.floor.roster.active[0] <= 3
        got += given(made.done(now.ticket.id, at=8 * HOUR))
    # The same one may be told twice: softly first, then as her next.
    assert list(dict.fromkeys(got)) == list(range(len(set(got))))


@pytest.mark.parametrize("size", [4, 6])
@pytest.mark.parametrize("strategy", ["weighted_least_load", "round_robin", "least_busy"])
def test_7_everybody_of_a_team_gets_work(size: int, strategy: str) -> None:
    made = at_work([person(number, capacity=50) for number in range(1, size + 1)], strategy)
    for number in range(3 * size):
        made.arrived([ticket(number)], at=float(number))
    assert set(made.floor.roster.active.tolist()) == {3}


def test_8_turns_go_on_with_a_newcomer_and_without_a_leaver() -> None:
    made = at_work([person(number, capacity=50) for number in (1, 2, 3, 4)], "round_robin")
    made.offline(UUID(int=4), at=0.0)
    served: list[int] = []
    for number in range(12):
        if number == 4:
            made.online(UUID(int=4), at=float(number) + 0.5)
        if number == 8:
            made.offline(UUID(int=1), at=float(number) + 0.5)
        (first, *_) = made.arrived([ticket(number)], at=float(number) + 1.0)
        assert first.technician is not None
        served.append(first.technician.int)
    assert served[:4] == [1, 2, 3, 1]
    assert served[4] == 4
    assert all(one != other for one, other in pairwise(served))
    assert set(served[9:]) == {2, 3, 4}


@pytest.mark.parametrize(
    "absent",
    [
        person(1),
        person(1, presence=Presence.AWAY),
        person(1, presence=Presence.ONLINE, on_shift=False),
        person(1, presence=Presence.ONLINE, capacity=0),
    ],
)
def test_9_who_is_not_there_gets_nothing_even_as_the_last_resort(absent: TechnicianView) -> None:
    made = Dispatcher([absent])
    (move,) = made.arrived([ticket(1, priority=Priority.CRITICAL)], at=1.0)
    assert move.technician is None


def test_10_whatever_the_channel_the_same_engine_gives_the_same_answer() -> None:
    answers = set()
    for channel in (None, "email", "chat", "web", "api"):
        made = at_work([person(1), person(2)])
        (move,) = made.arrived([ticket(1, channel=channel)], at=1.0)
        answers.add((move.technician, move.reason))
    assert len(answers) == 1


def test_11_nothing_is_skipped_for_its_age() -> None:
    made = Dispatcher([person(1, capacity=1)])
    made.arrived([ticket(1, priority=Priority.LOW)], at=0.0)
    year = 365 * 24 * HOUR
    made.arrived([ticket(2)], at=year)
    assert given(made.online(UUID(int=1), at=year + 1.0)) == [1]


def test_12_twenty_thousand_waiting_do_not_hide_what_can_be_assigned() -> None:
    made = Dispatcher([person(1, capacity=1)])
    for number in range(20_000):
        made.arrived([ticket(number, skill="mainframe")], at=float(number))
    made.arrived([ticket(20_001)], at=20_001.0)
    assert given(made.online(UUID(int=1), at=30_000.0)) == [20_001]


def test_13_the_expert_in_the_needed_skill_comes_before_a_beginner_with_many() -> None:
    expert = person(1, skills={"network": 0.9})
    beginner = person(2, skills={"network": 0.4, "email": 0.9, "hr": 0.9})
    made = at_work([beginner, expert])
    assert made.arrived([ticket(1)], at=1.0)[0].technician == expert.id


def test_14_turns_are_read_from_stored_times_and_outlive_a_restart() -> None:
    before = at_work([person(1, capacity=9), person(2, capacity=9)], "round_robin")
    assert before.arrived([ticket(1)], at=50.0)[0].technician == UUID(int=1)
    stored = before.floor.roster.last_assigned.tolist()
    again = [
        person(number, capacity=9, last_assigned=stored[number - 1], active=number % 2)
        for number in (1, 2)
    ]
    after = at_work(again, "round_robin")
    assert after.arrived([ticket(2)], at=60.0)[0].technician == UUID(int=2)
