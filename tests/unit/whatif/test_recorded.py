"""Hours and efforts from records."""

from datetime import UTC, datetime

import pytest

from app.assignment.simulate.recorded import (
    Record,
    RecordedPerson,
    RecordedTicket,
    recorded_scenario,
)
from app.assignment.simulate.recorded_hours import (
    daily,
    hours_present,
    overlap,
    repeated_weekly,
    usual_hours,
)
from app.assignment.simulate.scenario import DAY, HOUR, ScenarioRefused

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ZERO = MONDAY.timestamp()


def hours(*pairs: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Spans in hours after Monday's midnight."""
    return tuple((ZERO + begin * HOUR, ZERO + end * HOUR) for begin, end in pairs)


@pytest.mark.parametrize(
    ("changes", "is_online", "expected"),
    [
        ([], True, [(0, 24)]),
        ([], False, []),
        ([(9, True), (17, False)], False, [(9, 17)]),
        ([(6, False), (22, True)], True, [(0, 6), (22, 24)]),
        ([(9, True), (10, True), (17, False), (18, False)], False, [(9, 17)]),
        # Gone for half a minute: no absence.
        ([(9, True), (12, False), (12 + 0.5 / 60, True), (17, False)], False, [(9, 17)]),
    ],
)
def test_presence_comes_from_its_changes(
    changes: list[tuple[float, bool]], is_online: bool, expected: list[tuple[float, float]]
) -> None:
    noted = [(ZERO + at * HOUR, comes) for at, comes in changes]
    assert hours_present(noted, ZERO, ZERO + DAY, is_online) == hours(*expected)


def test_what_lies_in_both_remains() -> None:
    one, other = hours((0, 4), (6, 10)), hours((3, 7), (9, 12))
    assert overlap(one, other) == hours((3, 4), (6, 7), (9, 10))
    assert overlap(one, ()) == ()


def test_usual_hours_follow_what_somebody_did() -> None:
    acts = [
        ZERO + day * DAY + at * HOUR for day in range(5) for at in (8.0, 10.0, 12.0, 14.0, 16.0)
    ]
    found = usual_hours(acts, ZERO, ZERO + 7 * DAY, "UTC")
    assert found[0] == hours((7, 16.5))[0]
    # Saturday and Sunday are free.
    assert len(found) == 5
    assert usual_hours([], ZERO, ZERO + DAY, "UTC") == ()


def test_a_shift_past_midnight_and_through_the_change_of_the_clocks() -> None:
    # The clocks of Berlin go forward in the night to 29 March 2026: that night is an hour shorter.
    begin = datetime(2026, 3, 28, tzinfo=UTC).timestamp()
    spans = daily(22.0, 6.0, frozenset(range(7)), begin, begin + 2 * DAY, "Europe/Berlin")
    lengths = [(end - start) / HOUR for start, end in spans]
    assert 7.0 in lengths
    assert daily(0.0, 24.0, frozenset({0}), ZERO, ZERO + 7 * DAY, "UTC") == hours((0, 24))


def test_the_last_week_goes_on() -> None:
    spans = hours((9, 17))
    again = repeated_weekly(spans, ZERO + DAY, weeks=2)
    assert [begin for begin, _ in again] == [spans[0][0] + week * 7 * DAY for week in range(3)]


def a_person(**facts: object) -> RecordedPerson:
    """Somebody who was there from nine to five on each of ten days."""
    changes = [
        change
        for day in range(10)
        for change in ((ZERO + day * DAY + 9 * HOUR, True), (ZERO + day * DAY + 17 * HOUR, False))
    ]
    usual: dict[str, object] = {
        "skills": {"network": 0.8},
        "capacity": 4,
        "pace": 1.0,
        "is_online": False,
        "online_since": ZERO,
        "changes": tuple(changes),
    }
    return RecordedPerson(**{**usual, **facts})  # type: ignore[arg-type]


def a_ticket(number: int, **facts: object) -> RecordedTicket:
    """One ticket an hour, with half an hour of work."""
    at = ZERO + (number // 8) * DAY + (9 + number % 8) * HOUR
    usual: dict[str, object] = {
        "arrived_at": at,
        "category": "network",
        "skill": "network",
        "rank": 2,
        "estimate": 25.0,
        "solver": 0,
        "solved_at": at + HOUR / 2,
        "minutes": 30.0,
    }
    return RecordedTicket(**{**usual, **facts})  # type: ignore[arg-type]


def a_record(tickets: list[RecordedTicket], *people: RecordedPerson) -> Record:
    """Ten days from Monday on."""
    return Record(ZERO, ZERO + 10 * DAY, "UTC", tuple(tickets), people or (a_person(),))


def test_effort_is_the_work_done_at_the_solvers_rate() -> None:
    slow = a_person(pace=0.5)
    recorded = recorded_scenario(a_record([a_ticket(number) for number in range(40)], slow))
    ticket = recorded.scenario.tickets[0]
    # Half an hour, at half the pace, with 0.8 of the skill.
    assert ticket.effort == pytest.approx(30.0 * 0.5 * 0.9)
    assert ticket.estimate == 25.0
    assert ticket.arrived_at == 9 * HOUR
    technician = recorded.scenario.technicians[0]
    assert (technician.speed, technician.capacity, technician.skills) == (0.5, 4, {"network": 0.8})
    # Ten recorded days, and their last week twice more.
    assert len(technician.spans) == 10 + 2 * 7


def test_what_was_in_progress_at_once_takes_no_longer_than_its_solver_was_there() -> None:
    # Ten days of eight hours, and twice as much work.
    tickets = [a_ticket(number, minutes=120.0) for number in range(80)]
    recorded = recorded_scenario(a_record(tickets))
    assert recorded.scenario.tickets[0].effort == pytest.approx(60.0 * 0.9)


def test_without_a_record_of_work_the_estimate_counts() -> None:
    unsolved = [a_ticket(number, solver=None, solved_at=None, minutes=0.0) for number in range(40)]
    recorded = recorded_scenario(a_record(unsolved))
    assert {ticket.effort for ticket in recorded.scenario.tickets} == {25.0}


def test_what_nobody_can_solve_is_left_out_and_said() -> None:
    tickets = [a_ticket(number) for number in range(30)]
    tickets += [a_ticket(number, category="hr", skill="hr") for number in range(3)]
    recorded = recorded_scenario(a_record(tickets))
    assert len(recorded.scenario.tickets) == 30
    assert recorded.notes == (
        "3 tickets about hr are left out: nobody who was there can solve them.",
    )


def test_a_teams_ticket_is_for_that_team_alone() -> None:
    tickets = [a_ticket(number, team="north" if number % 2 else None) for number in range(40)]
    recorded = recorded_scenario(a_record(tickets, a_person(team="north"), a_person(team="south")))
    north, south = recorded.scenario.technicians
    assert set(north.skills) == {"network", "network of north"}
    assert set(south.skills) == {"network"}
    assert {ticket.skill for ticket in recorded.scenario.tickets} == set(north.skills)


def test_a_forgotten_switch_is_replaced_by_what_was_done() -> None:
    always = a_person(changes=(), is_online=True, online_since=ZERO - DAY)
    recorded = recorded_scenario(a_record([a_ticket(number) for number in range(64)], always))
    assert "1 of 1 technicians are guessed" in recorded.notes[0]
    there = sum(span.end - span.begin for span in recorded.scenario.technicians[0].spans[:8])
    assert there / 8 < 10 * HOUR


def test_a_switch_left_on_counts_within_the_shifts_only() -> None:
    shifts = [
        change
        for day in range(10)
        for change in ((ZERO + day * DAY + 8 * HOUR, True), (ZERO + day * DAY + 12 * HOUR, False))
    ]
    person = a_person(changes=(), is_online=True, online_since=ZERO - DAY, shifts=tuple(shifts))
    recorded = recorded_scenario(a_record([a_ticket(number) for number in range(64)], person))
    first = recorded.scenario.technicians[0].spans[0]
    assert (first.begin, first.end) == (8 * HOUR, 12 * HOUR)
    assert recorded.notes == ()


def test_too_little_is_refused_with_the_numbers() -> None:
    with pytest.raises(ScenarioRefused, match="holds 5 tickets"):
        recorded_scenario(a_record([a_ticket(number) for number in range(5)]))
    nobody = a_person(changes=(), is_online=False)
    with pytest.raises(ScenarioRefused, match="0 technicians"):
        recorded_scenario(a_record([a_ticket(number) for number in range(40)], nobody))


def test_the_first_day_begins_at_the_midnight_of_its_zone() -> None:
    tickets = tuple(a_ticket(number) for number in range(40))
    recorded = recorded_scenario(
        Record(ZERO, ZERO + 10 * DAY, "Europe/Berlin", tickets, (a_person(),))
    )
    assert recorded.begin == ZERO - HOUR
